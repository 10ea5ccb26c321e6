"""Makes beats-tiny.weights and beats.golden: sound made by formula, its features, and what a random network says of them.

    python3 Tests/Goldens/make_beat_golden.py      (numpy; the same bytes each time)

The sound, frame n from 0: s(n + 1) = 1664525 · s(n) + 1013904223 modulo 2³², s(0) = 1; noise = s(n + 1) / 2³¹ − 1 over
(1 + (n modulo ⌊rate / 2⌋) / 256); left = noise / 2 + sin(2π · 220 n / rate) / 4, right = noise / 4 − cos(2π · 659 n / rate) / 4.

beats.golden: for each rate u32 rate, u32 frames of sound, u32 frames of features F, F · 54 f32 features, then ⌈F / 2⌉ · 2 f32
probabilities (beat, downbeat).
"""
import pathlib
import struct
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "Training" / "beats"))
import beat_weights
from features import BANDS, features

WIDTH, BLOCKS, KERNEL = 16, 4, 5
random = np.random.default_rng(20)


def sound(rate: int, frames: int) -> np.ndarray:
    state, states = 1, np.empty(frames)
    for n in range(frames):
        state = (1664525 * state + 1013904223) % 2**32
        states[n] = state
    n = np.arange(frames)
    noise = (states / 2**31 - 1) / (1 + n % (rate // 2) / 256)
    left = noise / 2 + np.sin(2 * np.pi * 220 * n / rate) / 4
    right = noise / 4 - np.cos(2 * np.pi * 659 * n / rate) / 4
    return (0.6 * left + 0.4 * right).astype(np.float32)


def weights(*shape: int) -> np.ndarray:
    return random.normal(0, 1 / np.sqrt(np.prod(shape[:-1])), shape)


def biases(count: int) -> np.ndarray:
    return random.normal(0, 0.2, count)


network = beat_weights.BeatWeights(
    (weights(KERNEL, BANDS, WIDTH) * 0.5, biases(WIDTH)),
    [(weights(KERNEL, WIDTH, WIDTH), biases(WIDTH), weights(WIDTH, WIDTH) * 0.5, biases(WIDTH)) for _ in range(BLOCKS)],
    (weights(WIDTH, 2), biases(2)))
beat_weights.write(network, HERE / "beats-tiny.weights")
network = beat_weights.read(HERE / "beats-tiny.weights")

golden = b""
for rate, frames in ((44100, 110000), (32000, 50001)):
    heard = features(sound(rate, frames), rate).astype("<f4")
    answers = network.probabilities(heard).astype("<f4")
    golden += struct.pack("<3I", rate, frames, len(heard)) + heard.tobytes() + answers.tobytes()
    print(rate, heard.shape, f"{heard.min():.2f} to {heard.max():.2f}", answers.min(0), answers.max(0))
(HERE / "beats.golden").write_bytes(golden)
