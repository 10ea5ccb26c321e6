"""Tempo curves: from beats to seconds. Rubato is a curve over phrases, as players shape it, never jitter of single beats."""
from __future__ import annotations

import numpy as np

STEPS = 16  # points of a curve in each beat


class Tempo:
    """Seconds by beat, for beats from `first` to `last`."""

    def __init__(self, rates: np.ndarray, first: float = -4.0):
        """rates: beats a minute at `STEPS` points a beat."""
        self.beats = first + np.arange(len(rates) + 1) / STEPS
        self.times = np.concatenate([[0.0], np.cumsum(60 / np.asarray(rates, float) / STEPS)])

    def seconds(self, beat):
        return np.interp(beat, self.beats, self.times)


def points(beats: float) -> np.ndarray:
    """The curve's places, in beats from the first bar, with a margin on both sides."""
    return np.arange(-4 * STEPS, round((beats + 12) * STEPS)) / STEPS


def steady(bpm: float, beats: float) -> Tempo:
    return Tempo(np.full(len(points(beats)), bpm))


def drifting(bpm: float, beats: float, random: np.random.Generator, depth: float = 0.02) -> Tempo:
    """A band without a click: slow wandering by a few per cent."""
    x, curve = points(beats), 0
    for _ in range(3):
        curve = curve + np.sin(2 * np.pi * (x / random.uniform(12, 60) + random.random()))
    return Tempo(bpm * np.exp(depth * curve / 1.7))


def stepped(bpm: float, beats: float, meter: int, random: np.random.Generator) -> Tempo:
    """One or two changes at bars, to a tempo between two thirds and one and a half of the last."""
    x = points(beats)
    rates = np.full(len(x), bpm)
    for place in sorted(random.uniform(0.25, 0.8, random.integers(1, 3))):
        bar = round(place * beats / meter) * meter
        now = float(np.clip(rates[-1] * np.exp(random.uniform(0.06, 0.4) * random.choice([-1, 1])), 45, 220))
        rates[x >= bar] = now
    return Tempo(rates)


def ramped(bpm: float, beats: float, random: np.random.Generator) -> Tempo:
    """Accelerando or ritardando over a part of the piece; the new tempo stays."""
    x = points(beats)
    start = random.uniform(0.1, 0.5) * beats
    end = start + random.uniform(0.15, 0.45) * beats
    change = random.uniform(0.1, 0.4) * random.choice([-1, 1])
    return Tempo(np.clip(bpm * np.exp(change * np.clip((x - start) / (end - start), 0, 1)), 42, 240))


def rubato(bpm: float, beats: float, meter: int, random: np.random.Generator, depth: float) -> Tempo:
    """Phrases of two to eight bars: gathering speed, lingering at the end; some agogic stress on bars, some fermatas, a last ritardando.

    depth: how far a phrase leaves the mean tempo, 0.05 (hardly) to 0.3 (very free), of the logarithm.
    """
    x = points(beats)
    curve = depth * 0.5 * np.sin(2 * np.pi * (x / random.uniform(20, 70) + random.random()))
    at = 0.0
    while at < beats:
        length = meter * int(random.choice([2, 4, 4, 8]))
        inside = (x >= at) & (x < at + length)
        place = (x[inside] - at) / length
        # Slow at the beginning, fastest a little after the middle, slowest at the end.
        curve[inside] += depth * random.uniform(0.4, 1.2) * (1 - (np.abs(place - 0.5) / 0.5) ** 2) - depth * 0.6
        curve[inside] -= depth * random.uniform(0.3, 1.6) * np.clip((place - 0.8) / 0.2, 0, 1) ** 1.5
        if random.random() < 0.15 * depth / 0.15:
            end = at + length - 1
            curve[(x >= end) & (x < end + 1)] -= random.uniform(0.2, 0.7)  # fermata on the last beat
        at += length
    for bar in np.arange(0, beats, meter):
        curve[(x >= bar) & (x < bar + 0.5)] -= depth * random.uniform(0, 0.35)
    curve -= random.uniform(0, 0.5) * np.clip((x - (beats - meter)) / meter, 0, 1)
    smooth = np.hanning(STEPS + 1)
    curve = np.convolve(np.pad(curve, STEPS // 2, mode="edge"), smooth / smooth.sum(), "valid")
    return Tempo(np.clip(bpm * np.exp(curve), 30, 260))
