"""ITU-R BS.1770-4 for a loop: integrated loudness with both gates, and the peak between the samples."""
import numpy as np

from spectrum import filtered, unit_circle
from timing import SAMPLE_RATE


def k_weighting(frames: int) -> np.ndarray:
    """The two filters of BS.1770 (a head's shelf and a high-pass), from their analogue prototypes."""
    z = unit_circle(frames)
    k, q, gain = np.tan(np.pi * 1681.974450955533 / SAMPLE_RATE), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    half = gain ** 0.4996667741545416
    shelf = ((gain + half * k / q + k * k) + 2 * (k * k - gain) * z + (gain - half * k / q + k * k) * z * z) \
        / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z)
    k, q = np.tan(np.pi * 38.13547087602444 / SAMPLE_RATE), 0.5003270373238773
    high_pass = (1 - 2 * z + z * z) / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z) * (1 + k / q + k * k)
    return shelf * high_pass


def weighted_power(sound: np.ndarray) -> np.ndarray:
    """Frame by frame, both channels together."""
    return np.sum(filtered(sound, k_weighting(sound.shape[1])) ** 2, axis=0)


def block_powers(loop: np.ndarray, seconds: float = 0.4, step: float = 0.1) -> np.ndarray:
    power = weighted_power(loop)
    size, hop = round(seconds * SAMPLE_RATE), round(step * SAMPLE_RATE)
    total = np.concatenate([[0], np.cumsum(np.concatenate([power, power[:size]]))])
    starts = np.arange(0, loop.shape[1], hop)
    return (total[starts + size] - total[starts]) / size


def lufs(power: np.ndarray | float) -> np.ndarray | float:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-20))


def integrated(loop: np.ndarray) -> float:
    power = block_powers(loop)
    power = power[lufs(power) > -70]
    return float(lufs(power[lufs(power) > lufs(power.mean()) - 10].mean()))


def true_peak_decibels(loop: np.ndarray) -> float:
    """The highest point of the band-limited curve through the samples, looked for at eight times the rate."""
    frames = loop.shape[1]
    peak = 0.0
    for channel in loop:
        dense = np.fft.irfft(np.fft.rfft(channel), 8 * frames) * 8
        peak = max(peak, float(np.abs(dense).max()))
    return 20 * np.log10(peak)
