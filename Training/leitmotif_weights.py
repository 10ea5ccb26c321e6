"""Writes the program's weight file (described byte by byte in Weights/README.md).

A network is built value by value; every method returns the number of the value it makes, and value 0 is the input image:

    net = WeightFile(64, 64, ["neutral", "happiness"], input_scale=2 / 255, input_offset=-1.0)
    x = net.conv(0, kernel, bias, stride=2, activation="relu")      # kernel [kh, kw, cin, cout]
    x = net.depthwise(x, kernel3x3)                                 # kernel [kh, kw, channels]
    x = net.softmax(net.global_mean(net.conv(x, last)))
    net.fold = ([4, 0], [0.1, 0, 0, 0, 0])                          # neutral counts as number 4, happiness as 0, the latter raised
    net.save("expression.weights")

Slots (the buffers that the program allocates) are given out at the end: a value's slot is free after its last use.
Batch normalisation is folded into the convolution before it: `fold_batch_norm`.
"""
from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass

import numpy as np

MAGIC = b"LMWF"
HEADER_BYTES, CLASS_BYTES, LAYER_BYTES, TENSOR_BYTES, ALIGNMENT = 64, 16, 24, 64, 64
KINDS = {"conv": 1, "depthwise": 2, "max_pool": 3, "add": 4, "global_mean": 5, "softmax": 6, "dense": 7}
ACTIVATIONS = {"none": 0, "relu": 1}
PADDINGS = {"valid": 0, "same": 1}


def fold_batch_norm(kernel, bias, gamma, beta, mean, variance, epsilon):
    """(kernel, bias) that do the same as kernel, bias and then the batch normalisation.

    The last axis of the kernel holds the output channels, as in conv [kh, kw, cin, cout] and depthwise [kh, kw, c].
    """
    factor = np.asarray(gamma, np.float64) / np.sqrt(np.asarray(variance, np.float64) + epsilon)
    old_bias = 0.0 if bias is None else np.asarray(bias, np.float64)
    folded_bias = (old_bias - np.asarray(mean, np.float64)) * factor + np.asarray(beta, np.float64)
    return (np.asarray(kernel, np.float64) * factor).astype(np.float32), folded_bias.astype(np.float32)


def fold_bytes(classes: int) -> int:
    return -(-classes // 4) * 4 + 20


def encoded_fold(targets: list[int], offsets) -> bytes:
    """For each class the number of its expression (happy, sad, angry, surprise, neutral), then five offsets."""
    if any(not 0 <= target < 5 for target in targets) or len(offsets) != 5 or not np.all(np.abs(offsets) <= 10):
        raise ValueError(f"fold {targets}, {offsets}: expressions are numbered 0 to 4, and five offsets within ±10 are needed")
    return bytes(targets).ljust(fold_bytes(len(targets)) - 20, b"\0") + struct.pack("<5f", *offsets)


@dataclass
class Layer:
    kind: str
    inputs: list[int]
    activation: str = "none"
    padding: str = "valid"
    stride: int = 1
    kernel_width: int = 1
    kernel_height: int = 1
    weights: int = -1
    bias: int = -1
    channels: int = 0


class WeightFile:
    """A network in the making; see the module's text for an example."""

    def __init__(self, input_width: int, input_height: int, classes: list[str], *, input_scale: float, input_offset: float,
                 crop_margin_x: float = 0.0, crop_margin_y: float = 0.0, temperature: float = 1.0):
        for name in classes:
            if not 0 < len(name.encode()) <= CLASS_BYTES:
                raise ValueError(f"class name {name!r}: 1 to {CLASS_BYTES} bytes of UTF-8 fit")
        if temperature <= 0:
            raise ValueError(f"temperature {temperature}: must be above 0")
        self.size = (input_width, input_height)
        self.classes = list(classes)
        self.fold: tuple[list[int], list[float]] | None = None  # see encoded_fold; without, the class names decide
        self.floats = (input_scale, input_offset, crop_margin_x, crop_margin_y, temperature)
        self.layers: list[Layer] = []
        self.tensors: list[tuple[str, np.ndarray]] = []

    def conv(self, x: int, kernel, bias=None, *, stride: int = 1, padding: str = "same", activation: str = "none") -> int:
        """kernel [kh, kw, cin, cout], bias [cout]."""
        return self._kernel_layer("conv", x, kernel, bias, 4, stride, padding, activation)

    def depthwise(self, x: int, kernel, bias=None, *, stride: int = 1, padding: str = "same", activation: str = "none") -> int:
        """kernel [kh, kw, channels], bias [channels]."""
        return self._kernel_layer("depthwise", x, kernel, bias, 3, stride, padding, activation)

    def dense(self, x: int, matrix, bias=None, *, activation: str = "none") -> int:
        """matrix [cin, cout] on the flattened value (row, column, channel), bias [cout]."""
        tensor = self._tensor("dense", matrix, 2)
        return self._append(Layer("dense", [x], activation, weights=tensor, bias=self._bias(bias, tensor),
                                  channels=self.tensors[tensor][1].shape[-1]))

    def max_pool(self, x: int, size: int, *, stride: int, padding: str = "same") -> int:
        return self._append(Layer("max_pool", [x], padding=padding, stride=stride, kernel_width=size, kernel_height=size))

    def add(self, x: int, y: int, *, activation: str = "none") -> int:
        return self._append(Layer("add", [x, y], activation))

    def global_mean(self, x: int) -> int:
        return self._append(Layer("global_mean", [x]))

    def softmax(self, x: int) -> int:
        return self._append(Layer("softmax", [x]))

    def save(self, path: str) -> None:
        """Writes beside `path` and renames, so that no half-written file ever carries the final name."""
        partial = f"{path}.part"
        with open(partial, "wb") as file:
            file.write(self.encode())
        os.replace(partial, path)

    def encode(self) -> bytes:
        if not self.layers or self.layers[-1].kind != "softmax":
            raise ValueError("a network ends with softmax")
        slots, slot_count = self._slots()
        head = b"".join(name.encode().ljust(CLASS_BYTES, b"\0") for name in self.classes)
        if self.fold:
            head += encoded_fold(*self.fold)
        for index, layer in enumerate(self.layers):
            second = slots[layer.inputs[1]] if len(layer.inputs) == 2 else 0
            head += struct.pack("<9B3xiiI", KINDS[layer.kind], ACTIVATIONS[layer.activation], PADDINGS[layer.padding], layer.stride,
                                layer.kernel_width, layer.kernel_height, slots[layer.inputs[0]], second, slots[index + 1],
                                layer.weights, layer.bias, layer.channels)
        offset = aligned(HEADER_BYTES + len(head) + TENSOR_BYTES * len(self.tensors))
        data = b""
        for name, values in self.tensors:
            dims = list(values.shape) + [1] * (4 - values.ndim)
            head += struct.pack("<32sI4IQI", name.encode(), values.ndim, *dims, offset + len(data), 0)
            data += values.astype("<f4").tobytes()
            data += bytes(aligned(len(data)) - len(data))
        body = struct.pack("<4HII5fI", *self.size, len(self.classes), slot_count, len(self.layers), len(self.tensors),
                           *self.floats, 0) + head
        body += bytes(offset - 24 - len(body)) + data
        return struct.pack("<4sIQII", MAGIC, 2 if self.fold else 1, 24 + len(body), zlib.crc32(body), 0) + body

    def _kernel_layer(self, kind, x, kernel, bias, rank, stride, padding, activation) -> int:
        tensor = self._tensor(kind, kernel, rank)
        height, width, channels = (self.tensors[tensor][1].shape[axis] for axis in (0, 1, -1))
        return self._append(Layer(kind, [x], activation, padding, stride, width, height, tensor, self._bias(bias, tensor), channels))

    def _tensor(self, kind: str, values, rank: int) -> int:
        values = np.ascontiguousarray(values, np.float32)
        if values.ndim != rank or not np.isfinite(values).all():
            raise ValueError(f"{kind}: {rank} axes of finite numbers are needed, the shape is {values.shape}")
        self.tensors.append((f"{len(self.layers)}.{kind}", values))
        return len(self.tensors) - 1

    def _bias(self, bias, weights: int) -> int:
        if bias is None:
            return -1
        if np.shape(bias) != self.tensors[weights][1].shape[-1:]:
            raise ValueError(f"bias of shape {np.shape(bias)} for weights of shape {self.tensors[weights][1].shape}")
        return self._tensor("bias", bias, 1)

    def _append(self, layer: Layer) -> int:
        if any(not 0 <= value <= len(self.layers) for value in layer.inputs):
            raise ValueError(f"{layer.kind}: input {layer.inputs} is not a value made before")
        self.layers.append(layer)
        return len(self.layers)

    def _slots(self) -> tuple[list[int], int]:
        """The slot of every value, and how many slots there are. Slot 0 belongs to the input until its last use."""
        last_use = {value: index for index, layer in enumerate(self.layers) for value in layer.inputs}
        slots, free, count = [0], [], 1
        for index, layer in enumerate(self.layers):
            if free:
                slots.append(free.pop())
            else:
                slots.append(count)
                count += 1
            free += [slots[value] for value in dict.fromkeys(layer.inputs) if last_use[value] == index]
            if index + 1 not in last_use and index + 1 < len(self.layers):
                raise ValueError(f"layer {index} ({layer.kind}) makes a value that nothing uses")
        return slots, count


def aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT
