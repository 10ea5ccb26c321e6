"""The network in plain numpy: what the program's kernels are compared with. Slow, and meant to be read.

`read(path)` returns a Network; `Network.run(image)` takes an input_height x input_width array of bytes (or floats in
byte range), already resized, and returns the probabilities in double precision.
"""
from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from leitmotif_weights import CLASS_BYTES, HEADER_BYTES, LAYER_BYTES, MAGIC, TENSOR_BYTES, fold_bytes

# Of classes that the file does not fold itself; all others count as neutral (number 4).
NAMED = {"happy": 0, "happiness": 0, "sad": 1, "sadness": 1, "angry": 2, "anger": 2, "surprise": 3}


@dataclass
class Network:
    width: int
    height: int
    classes: list[str]
    scale: float
    offset: float
    crop_margins: tuple[float, float]
    temperature: float
    slot_count: int
    layers: list[tuple]
    tensors: list[np.ndarray]
    fold: list[int]
    offsets: np.ndarray

    def five(self, probabilities: np.ndarray) -> np.ndarray:
        """[N, classes] → [N, 5]: happy, sad, angry, surprise, neutral."""
        sums = probabilities @ np.eye(5)[self.fold] * np.exp(self.offsets)
        return sums / sums.sum(1, keepdims=True)

    def run(self, image) -> np.ndarray:
        slots: list[np.ndarray | None] = [None] * self.slot_count
        slots[0] = np.asarray(image, np.float64).reshape(self.height, self.width, 1) * self.scale + self.offset
        output = 0
        for kind, activation, same, stride, kw, kh, first, second, output, weights, bias, _channels in self.layers:
            x = slots[first]
            w = self.tensors[weights].astype(np.float64) if weights >= 0 else None
            if kind == 1:
                y = np.einsum("yxabc,abcd->yxd", windows(x, kh, kw, stride, same, 0.0), w)
            elif kind == 2:
                y = np.einsum("yxabc,abc->yxc", windows(x, kh, kw, stride, same, 0.0), w)
            elif kind == 3:
                y = windows(x, kh, kw, stride, same, -np.inf).max(axis=(2, 3))
            elif kind == 4:
                y = x + slots[second]
            elif kind == 5:
                y = x.mean(axis=(0, 1), keepdims=True)
            elif kind == 6:
                y = np.exp((x - x.max()) / self.temperature)
                y /= y.sum()
            else:
                y = (x.reshape(-1) @ w).reshape(1, 1, -1)
            if bias >= 0:
                y = y + self.tensors[bias]
            slots[output] = np.maximum(y, 0) if activation else y
        return slots[output].reshape(-1)


def windows(x, kh, kw, stride, same, fill):
    """[rows, columns, kh, kw, channels]; "same" pads as TensorFlow does: the odd row and column at the end."""
    if same:
        pads = []
        for size, kernel in zip(x.shape, (kh, kw)):
            total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            pads.append((total // 2, total - total // 2))
        x = np.pad(x, [*pads, (0, 0)], constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(0, 1))[::stride, ::stride]
    return view.transpose(0, 1, 3, 4, 2)


def read(path: str) -> Network:
    raw = open(path, "rb").read()
    magic, version, size, crc, _ = struct.unpack_from("<4sIQII", raw)
    if magic != MAGIC or version not in (1, 2) or size != len(raw) or crc != zlib.crc32(raw[24:]):
        raise ValueError(f"{path}: not a whole weight file of version 1 or 2")
    width, height, class_count, slot_count, layer_count, tensor_count, *floats = struct.unpack_from("<4HII5f", raw, 24)
    at = HEADER_BYTES
    classes = [raw[at + i * CLASS_BYTES:at + (i + 1) * CLASS_BYTES].rstrip(b"\0").decode() for i in range(class_count)]
    at += class_count * CLASS_BYTES
    fold, offsets = [NAMED.get(name, 4) for name in classes], np.zeros(5)
    if version == 2:
        fold = list(raw[at:at + class_count])
        at += fold_bytes(class_count)
        offsets = np.frombuffer(raw, "<f4", 5, at - 20).astype(np.float64)
    layers = [struct.unpack_from("<9B3xiiI", raw, at + i * LAYER_BYTES) for i in range(layer_count)]
    at += layer_count * LAYER_BYTES
    tensors = []
    for i in range(tensor_count):
        _name, rank, *dims, offset, _ = struct.unpack_from("<32sI4IQI", raw, at + i * TENSOR_BYTES)
        shape = dims[:rank]
        tensors.append(np.frombuffer(raw, "<f4", int(np.prod(shape)), offset).reshape(shape))
    return Network(width, height, classes, floats[0], floats[1], (floats[2], floats[3]), floats[4], slot_count, layers, tensors, fold, offsets)
