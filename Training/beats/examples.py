"""Pieces as examples: crops of features, moved in tempo, key, level and colour, and the targets that belong to them."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from features import BANDS, SCALE, hop_frames
from network import STRIDE

CROP = 2580  # feature frames: half a minute
HELD_BACK = 12  # of the pieces' numbers, every so many is not learnt from


@dataclass
class Example:
    features: np.ndarray  # [frames, bands], half precision
    beats: np.ndarray     # in frames of features, as are the bars
    bars: np.ndarray
    kind: str


def load(folder: Path) -> tuple[list[Example], list[Example]]:
    """(learnt, held back)."""
    learnt, held_back = [], []
    for path in sorted(folder.glob("[0-9]*[0-9].npz")):
        with np.load(path) as data:
            scale = float(data["rate"]) / hop_frames(float(data["rate"]))
            example = Example(data["features"], data["beats"] * scale, data["bars"] * scale, str(data["kind"]))
        (held_back if int(path.stem) % HELD_BACK == 0 else learnt).append(example)
    return learnt, held_back


def targets(places: np.ndarray, count: int) -> np.ndarray:
    """1 at a beat, a half one frame of the network away from it, 0 from two on."""
    result = np.zeros(count, np.float32)
    for offset in range(-2, 3):
        frames = np.round(places / STRIDE).astype(int) + offset
        inside = (frames >= 0) & (frames < count)
        near = 1 - np.abs(frames - places / STRIDE)[inside] / 2
        np.maximum.at(result, frames[inside], near.astype(np.float32))
    return result


def crop(example: Example, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Features [bands, CROP] and targets [2, CROP / 2]."""
    speed = float(np.exp(random.uniform(-0.2, 0.2))) if random.random() < 0.6 else 1.0
    length = int(CROP * speed) + 2
    start = int(random.integers(-CROP // 8, max(1, len(example.features) - length + CROP // 8)))
    rows = np.clip(start + np.arange(CROP) * speed, 0, len(example.features) - 1)
    below = rows.astype(int)
    part = (rows - below)[:, None].astype(np.float32)
    x = example.features[below] * (1 - part) + example.features[np.minimum(below + 1, len(example.features) - 1)] * part
    outside = (start + np.arange(CROP) * speed < 0) | (start + np.arange(CROP) * speed > len(example.features) - 1)
    x = coloured(x, random)
    x[outside] = 0
    y = np.stack([targets((places - start) / speed, CROP // STRIDE) for places in (example.beats, example.bars)])
    return x.T, y


def coloured(x: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Transposed by up to half an octave, louder or softer, with another balance, over another floor."""
    if random.random() < 0.6:
        bands = np.clip(np.arange(BANDS) + random.uniform(-3, 3), 0, BANDS - 1)
        low = np.minimum(bands.astype(int), BANDS - 2)
        part = (bands - low).astype(np.float32)
        x = x[:, low] * (1 - part) + x[:, low + 1] * part
    change = random.uniform(-20, 6) + np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), random.normal(0, 4, 6))
    x = np.where(x > 0, np.maximum(0, x + SCALE * change.astype(np.float32)), 0)
    if random.random() < 0.3:
        floor = random.uniform(0, 3) + 0.15 * random.normal(size=x.shape)
        x = np.maximum(x, floor)
    return np.minimum(x, 8.5).astype(np.float32)
