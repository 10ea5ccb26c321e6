"""A network of the prototype's shape (mini-Xception, 64 x 64 x 1, seven classes, 10.16 M multiply-adds) with seeded random numbers:
what it answers means nothing, what it costs is the same."""
from __future__ import annotations

import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Training"))
from leitmotif_weights import WeightFile  # noqa: E402

CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]


def make(path: str, seed: int = 5) -> None:
    random = np.random.default_rng(seed)

    def weights(*shape: int) -> np.ndarray:
        inputs = np.prod(shape[:-1] if len(shape) == 4 else shape[:2])
        return random.normal(0, np.sqrt(2 / inputs), shape)

    net = WeightFile(64, 64, CLASSES, input_scale=2 / 255, input_offset=-1.0)

    def separable(x: int, before: int, after: int, activation: str) -> int:
        x = net.depthwise(x, weights(3, 3, before))
        return net.conv(x, weights(1, 1, before, after), random.normal(0, 0.1, after), activation=activation)

    x = net.conv(0, weights(3, 3, 1, 8), random.normal(0, 0.1, 8), padding="valid", activation="relu")
    x = net.conv(x, weights(3, 3, 8, 8), random.normal(0, 0.1, 8), padding="valid", activation="relu")
    before = 8
    for after in (16, 32, 64, 128):
        shortcut = net.conv(x, weights(1, 1, before, after), random.normal(0, 0.1, after), stride=2)
        x = separable(x, before, after, "relu")
        x = separable(x, after, after, "none")
        x = net.add(net.max_pool(x, 3, stride=2), shortcut)
        before = after
    x = net.conv(x, weights(3, 3, 128, 7) / 4, random.normal(0, 0.1, 7))
    net.softmax(net.global_mean(x))
    net.save(path)
