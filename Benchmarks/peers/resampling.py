"""What a resampler does to a tone that rises evenly, in numbers: how level its pass band is, where it ends, and what comes out that is not
the tone. Times and sounds come from the programs that sound.py asks."""
from __future__ import annotations

import pathlib

import numpy as np

RATE, TO, SECONDS = 44_100, 48_000, 12
SIZE = 4096


def sweep() -> np.ndarray:
    """From 0 to half the sample rate, half of full scale."""
    time = np.arange(SECONDS * RATE) / RATE
    return (0.5 * np.sin(np.pi * RATE / 2 / SECONDS * time * time)).astype(np.float32)


def figures(side, mode: str, folder: pathlib.Path) -> list[str]:
    """Ripple up to 0.9 of the band in dB, the end of the pass band (−3 dB) as a share of it, the loudest other frequency in dB."""
    source, target = folder / "sweep.f32", folder / "swept.f32"
    sweep().tofile(source)
    side.ask(f"convert {mode} {source} {target} {RATE} {TO}")
    signal = np.fromfile(target, np.float32).astype(float)
    window = np.kaiser(SIZE, 20)
    hertz = np.fft.rfftfreq(SIZE, 1 / TO)
    places, levels, others = [], [], []
    # Its delay is a hundredth of a second at most, in which the tone rises by 20 Hz: the loudest bin near it is the tone.
    for start in range(SIZE, len(signal) - 2 * SIZE, SIZE // 4):
        spectrum = np.abs(np.fft.rfft(signal[start:start + SIZE] * window)) / window.sum() * 2
        tone = (start + SIZE / 2) / TO / SECONDS * RATE / 2
        near = np.abs(hertz - tone) < 400
        # A tone that rises is spread over a few bins; their energy is its level.
        levels.append(np.sqrt((spectrum[near] ** 2).sum()))
        others.append(spectrum[~near].max())
        places.append(tone / (RATE / 2))
    places, levels = np.array(places), 20 * np.log10(np.maximum(levels, 1e-12))
    level = np.median(levels[places < 0.5])
    inside = (places > 0.05) & (places < 0.9)
    below = places[(levels < level - 3.01) & (places > 0.5)]
    worst = 20 * np.log10(max(np.array(others)[places < 0.9]) / 0.5)
    return [f"{np.ptp(levels[inside]):.3f}", f"{below[0] if len(below) else 1:.3f}", f"{worst:.0f}"]
