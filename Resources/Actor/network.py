"""The network of a .weights file in plain numpy, to judge by."""
import struct

import numpy as np


def padded(x, kernel, stride, value=0.0):
    """TensorFlow's "same" padding: the odd pixel goes to the right and the bottom."""
    pads = []
    for size, k in zip(x.shape, kernel):
        total = max((-(-size // stride) - 1) * stride + k - size, 0)
        pads.append((total // 2, total - total // 2))
    return np.pad(x, pads + [(0, 0)], constant_values=value)


def windows(x, kernel, stride):
    """(h, w, c) → (h', w', c, kh, kw)"""
    return np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(0, 1))[::stride, ::stride]


def conv(x, w, b, stride, same):
    x = padded(x, w.shape[:2], stride) if same else x
    return np.einsum("hwcij,ijco->hwo", windows(x, w.shape[:2], stride), w, optimize=True) + b


def depthwise(x, w, b, stride, same):
    x = padded(x, w.shape[:2], stride) if same else x
    return np.einsum("hwcij,ijc->hwc", windows(x, w.shape[:2], stride), w, optimize=True) + b


def max_pool(x, kernel, stride, same):
    x = padded(x, kernel, stride, -np.inf) if same else x
    return windows(x, kernel, stride).max(axis=(3, 4))


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


class Network:
    """A .weights file, version 1; the format stands in Weights/README.md."""

    def __init__(self, path):
        data = open(path, "rb").read()
        magic, version = struct.unpack_from("<4sI", data)
        assert magic == b"LMWF" and version == 1, path
        self.width, self.height, classes, self.slots, layers, tensors = struct.unpack_from("<HHHHII", data, 24)
        self.scale, self.offset, self.margin_x, self.margin_y, self.temperature = struct.unpack_from("<5f", data, 40)
        at = 64
        self.classes = [data[at + 16 * i : at + 16 * i + 16].rstrip(b"\0").decode() for i in range(classes)]
        at += 16 * classes
        self.layers = [struct.unpack_from("<9B3xiiI", data, at + 24 * i) for i in range(layers)]
        at += 24 * layers
        self.tensors = []
        for i in range(tensors):
            _, rank, *dims, offset, _ = struct.unpack_from("<32sI4IQI", data, at + 64 * i)
            shape = dims[:rank]
            self.tensors.append(np.frombuffer(data, "<f4", int(np.prod(shape)), offset).reshape(shape))

    def __call__(self, picture):
        """A height × width picture of floats → the probabilities of `classes`."""
        slot = {0: picture[:, :, None]}
        for kind, relu, same, stride, kw, kh, a, b, out, w, bias, _ in self.layers:
            x = slot[a]
            weights = self.tensors[w] if w >= 0 else None
            offset = self.tensors[bias] if bias >= 0 else 0.0
            y = {
                1: lambda: conv(x, weights, offset, stride, same),
                2: lambda: depthwise(x, weights, offset, stride, same),
                3: lambda: max_pool(x, (kh, kw), stride, same),
                4: lambda: x + slot[b],
                5: lambda: x.mean(axis=(0, 1)),
                6: lambda: softmax(x.ravel() / self.temperature),
                7: lambda: x.ravel() @ weights + offset,
            }[kind]()
            slot[out] = np.maximum(y, 0) if relu else y
        return slot[out]
