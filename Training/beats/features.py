"""What the network hears: 54 bands in decibels, about 86 times a second. The program's `BeatFeatures` computes the same."""
from __future__ import annotations

from functools import cache

import numpy as np

BANDS = 54
LOWEST_HERTZ, BANDS_AN_OCTAVE = 30.0, 6
FLOOR_DECIBELS, SCALE = 80.0, 0.1
BATCH = 1024


def hop_frames(rate: float) -> int:
    return round(rate * 512 / 44100)


def window_frames(rate: float) -> int:
    size = 64
    while size < 0.036 * rate:
        size *= 2
    return size


@cache
def filters(rate: float) -> np.ndarray:
    """[bins, bands]: triangles of mean 1 over frequency in Hz, at least one bin wide on either side."""
    size = window_frames(rate)
    spacing = rate / size
    hertz = np.arange(size // 2 + 1) * spacing
    centres = LOWEST_HERTZ * 2 ** (np.arange(-1, BANDS + 1) / BANDS_AN_OCTAVE)
    result = np.zeros((len(hertz), BANDS))
    for band in range(BANDS):
        below, centre, above = centres[band:band + 3]
        below, above = min(below, centre - spacing), max(above, centre + spacing)
        rise, fall = (hertz - below) / (centre - below), (above - hertz) / (above - centre)
        weights = np.maximum(0, np.minimum(rise, fall))
        if weights.sum() > 0:
            result[:, band] = weights / weights.sum()
    return result.astype(np.float32)


def features(sound: np.ndarray, rate: float) -> np.ndarray:
    """[frames, bands], from 0 (−80 dB of full scale, or less) to 8 (0 dB). `sound` is mono: 0.6 left + 0.4 right."""
    size, hop = window_frames(rate), hop_frames(rate)
    count = -(-len(sound) // hop)
    padded = np.zeros(count * hop + 2 * size, np.float32)
    padded[size // 2:size // 2 + len(sound)] = sound
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][:count]
    result = np.empty((count, BANDS), np.float32)
    for first in range(0, count, BATCH):
        spectrum = np.fft.rfft(frames[first:first + BATCH] * window) * (4 / size)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        result[first:first + BATCH] = power @ filters(rate)
    return SCALE * np.maximum(0, 10 * np.log10(result + 1e-10) + FLOOR_DECIBELS)
