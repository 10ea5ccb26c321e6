"""The hall: a few early reflections, then noise that dies away faster the higher it is. Moderate, the program adds its own."""
import numpy as np

from spectrum import biquad, filtered, unit_circle
from timing import SAMPLE_RATE

PREDELAY_SECONDS = 0.024
LENGTH_SECONDS = 3.0
# Octave bands: centre in hertz, seconds to -60 dB, level in dB. Little below 250 Hz, where halls turn to mud.
BANDS = [(125, 1.5, -9), (250, 1.7, -5), (500, 1.8, -1), (1000, 1.75, 0), (2000, 1.5, -1), (4000, 1.15, -3), (8000, 0.75, -7)]
# Seconds after the direct sound and level, for the two ears; primes in milliseconds never add up to a pitch.
REFLECTIONS = [[(0.0113, 0.55), (0.0193, -0.42), (0.0293, 0.36), (0.0411, 0.30)],
               [(0.0131, 0.52), (0.0173, -0.44), (0.0313, 0.34), (0.0433, -0.28)]]


def impulse() -> np.ndarray:
    """float64 [2, frames], unit energy in each ear."""
    frames = round(LENGTH_SECONDS * SAMPLE_RATE)
    source = np.random.RandomState(1897)  # the frozen generator: the same room with every numpy
    z = unit_circle(frames)
    seconds = np.arange(frames) / SAMPLE_RATE
    response = np.zeros((2, frames))
    for ear in range(2):
        for centre, decay, level in BANDS:
            noise = filtered(source.standard_normal(frames), biquad("high-pass", centre / 2 ** 0.5, 0.7, 0, z)
                             * biquad("low-pass", centre * 2 ** 0.5, 0.7, 0, z))
            noise *= 10 ** (level / 20) / np.sqrt(np.mean(noise ** 2))
            response[ear] += noise * 10 ** (-3 * seconds / decay)
        response[ear] *= 1 - np.exp(-seconds / 0.035)  # the tail gathers, it does not strike
    response = np.roll(response, round(PREDELAY_SECONDS * SAMPLE_RATE), axis=1)
    response[:, :round(PREDELAY_SECONDS * SAMPLE_RATE)] = 0
    strength = np.sqrt(np.sum(response ** 2))
    for ear in range(2):
        for delay, level in REFLECTIONS[ear]:
            response[ear, round(delay * SAMPLE_RATE)] += 0.25 * level * strength
    response[:, -SAMPLE_RATE // 4:] *= np.linspace(1, 0, SAMPLE_RATE // 4)
    return response / np.sqrt(np.sum(response ** 2, axis=1, keepdims=True))
