"""Filters for a piece without beginning or end: they multiply its spectrum, so that they, too, wrap around the seam."""
import numpy as np

from timing import SAMPLE_RATE


def unit_circle(frames: int) -> np.ndarray:
    return np.exp(-2j * np.pi * np.arange(frames // 2 + 1) / frames)  # z⁻¹ at every bin


def biquad(kind: str, hertz: float, q: float, decibels: float, z: np.ndarray) -> np.ndarray:
    """Frequency response of an RBJ Audio EQ Cookbook section: high-pass, low-pass, peak, low-shelf or high-shelf."""
    w, gain = 2 * np.pi * hertz / SAMPLE_RATE, 10 ** (decibels / 40)
    c, alpha = np.cos(w), np.sin(w) / (2 * q)
    if kind in ("high-pass", "low-pass"):
        s = 1 if kind == "high-pass" else -1
        b = ((1 + s * c) / 2, -s * (1 + s * c), (1 + s * c) / 2)
        a = (1 + alpha, -2 * c, 1 - alpha)
    elif kind == "peak":
        b = (1 + alpha * gain, -2 * c, 1 - alpha * gain)
        a = (1 + alpha / gain, -2 * c, 1 - alpha / gain)
    else:
        s = 1 if kind == "high-shelf" else -1
        root = 2 * np.sqrt(gain) * alpha
        b = (gain * (gain + 1 + s * (gain - 1) * c + root), -2 * s * gain * (gain - 1 + s * (gain + 1) * c),
             gain * (gain + 1 + s * (gain - 1) * c - root))
        a = (gain + 1 - s * (gain - 1) * c + root, 2 * s * (gain - 1 - s * (gain + 1) * c), gain + 1 - s * (gain - 1) * c - root)
    return (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)


def filtered(loop: np.ndarray, response: np.ndarray) -> np.ndarray:
    return np.fft.irfft(np.fft.rfft(loop) * response, loop.shape[-1])


def convolved(loop: np.ndarray, impulse: np.ndarray) -> np.ndarray:
    """Circular convolution of each channel with its impulse response."""
    padded = np.zeros(loop.shape)
    padded[:, :impulse.shape[1]] = impulse
    return np.fft.irfft(np.fft.rfft(loop) * np.fft.rfft(padded), loop.shape[-1])
