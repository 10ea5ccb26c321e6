"""The beat network as a flat file (`LMBT`, byte by byte in Weights/README.md): written, read, and run in plain numpy.

A reference for the program's arithmetic, and the way from a checkpoint to the file.
"""
from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC, VERSION, HEADER_BYTES, STRIDE = b"LMBT", 1, 64, 2


@dataclass
class BeatWeights:
    """Kernels [tap][in][out]; a block is (dilated kernel, bias, matrix [in][out], bias)."""
    first: tuple[np.ndarray, np.ndarray]
    blocks: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]
    head: tuple[np.ndarray, np.ndarray]

    def arrays(self) -> list[np.ndarray]:
        return [*self.first, *(array for block in self.blocks for array in block), *self.head]

    def logits(self, features: np.ndarray) -> np.ndarray:
        """[frames, bands] → [⌈frames / 2⌉, 2]."""
        x = np.maximum(convolved(features, *self.first)[::STRIDE], 0)
        for index, (kernel, bias, matrix, shift) in enumerate(self.blocks):
            x = x + np.maximum(convolved(x, kernel, bias, 2**index), 0) @ matrix + shift
        return x @ self.head[0] + self.head[1]

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-self.logits(features.astype(np.float64))))


def convolved(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, dilation: int = 1) -> np.ndarray:
    reach = len(kernel) // 2 * dilation
    padded = np.pad(x, ((reach, reach), (0, 0)))
    return sum(padded[tap * dilation:tap * dilation + len(x)] @ kernel[tap] for tap in range(len(kernel))) + bias


def write(weights: BeatWeights, path: Path) -> None:
    kernel, bands, width = weights.first[0].shape
    body = struct.pack("<4H", bands, width, len(weights.blocks), kernel).ljust(HEADER_BYTES - 24, b"\0")
    body += b"".join(np.ascontiguousarray(array, "<f4").tobytes() for array in weights.arrays())
    prefix = struct.pack("<4sIQII", MAGIC, VERSION, 24 + len(body), zlib.crc32(body), 0)
    partial = Path(f"{path}.part")
    partial.write_bytes(prefix + body)
    os.replace(partial, path)


def read(path: Path) -> BeatWeights:
    data = path.read_bytes()
    bands, width, count, kernel = struct.unpack("<4H", data[24:32])
    if data[:4] != MAGIC or zlib.crc32(data[24:]) != struct.unpack("<I", data[16:20])[0]:
        raise ValueError(f"{path}: not a beat network, or damaged")
    numbers, at = np.frombuffer(data, "<f4", offset=HEADER_BYTES), 0

    def take(*shape: int) -> np.ndarray:
        nonlocal at
        at += int(np.prod(shape))
        return numbers[at - int(np.prod(shape)):at].reshape(shape)

    first = (take(kernel, bands, width), take(width))
    blocks = [(take(kernel, width, width), take(width), take(width, width), take(width)) for _ in range(count)]
    return BeatWeights(first, blocks, (take(width, 2), take(2)))
