"""Turns any of the program's weight files into an ONNX model, so that other engines can run the same network.

    Benchmarks/.venv/bin/python Benchmarks/peers/onnx_export.py Weights/expression.weights expression.onnx

The model takes `pixels`, float [1, 1, height, width], already scaled (byte * scale + offset), and gives `probabilities` [1, classes].
"""
from __future__ import annotations

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Training"))
import leitmotif_reference  # noqa: E402


class Export:
    def __init__(self, network: leitmotif_reference.Network):
        self.network = network
        self.nodes, self.constants = [], []
        self.slots = {0: "pixels"}
        self.shapes = {0: (network.height, network.width, 1)}
        for index, layer in enumerate(network.layers):
            self._add(index, *layer)

    def model(self) -> onnx.ModelProto:
        network = self.network
        last = network.layers[-1][8]
        self.nodes.append(helper.make_node("Identity", [self.slots[last]], ["probabilities"]))
        graph = helper.make_graph(
            self.nodes, "expression",
            [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 1, network.height, network.width])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, len(network.classes)])], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return model

    def _constant(self, name: str, values) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _add(self, index, kind, activation, same, stride, kw, kh, first, second, output, weights, bias, channels) -> None:
        x, (rows, columns, depth) = self.slots[first], self.shapes[first]
        name = f"v{index}"
        tensor = self.network.tensors[weights] if weights >= 0 else None
        offsets = self.network.tensors[bias] if bias >= 0 else None
        shape = (rows, columns, depth)
        if kind in (1, 2, 3):
            pads, size = padding(rows, columns, kh, kw, stride, same)
            shape = (*size, channels if kind == 1 else depth)
            window = dict(kernel_shape=[kh, kw], strides=[stride, stride], pads=pads)
            if kind == 3:
                self._node("MaxPool", [x], name, **window)
            else:
                # [kh, kw, cin, cout] to [cout, cin, kh, kw]; a depthwise kernel has one input channel for each output.
                kernel = tensor.transpose(3, 2, 0, 1) if kind == 1 else tensor.transpose(2, 0, 1)[:, None]
                inputs = [x, self._constant(f"{name}.weights", kernel)]
                inputs += [self._constant(f"{name}.bias", offsets)] if offsets is not None else []
                self._node("Conv", inputs, name, group=depth if kind == 2 else 1, **window)
        elif kind == 4:
            self._node("Add", [x, self.slots[second]], name)
        elif kind == 5:
            self._node("GlobalAveragePool", [x], name)
            shape = (1, 1, depth)
        elif kind == 6:
            flat = self._node("Flatten", [x], f"{name}.flat", axis=1)
            if self.network.temperature != 1:
                divisor = self._constant(f"{name}.temperature", np.float32(self.network.temperature))
                flat = self._node("Div", [flat, divisor], f"{name}.cool")
            self._node("Softmax", [flat], name, axis=1)
        else:
            # Flattened as row, column, channel.
            turned = self._node("Transpose", [x], f"{name}.turned", perm=[0, 2, 3, 1])
            flat = self._node("Flatten", [turned], f"{name}.flat", axis=1)
            inputs = [flat, self._constant(f"{name}.weights", tensor)]
            inputs += [self._constant(f"{name}.bias", offsets)] if offsets is not None else []
            product = self._node("Gemm", inputs, f"{name}.product")
            self._node("Reshape", [product, self._constant(f"{name}.shape", np.array([1, channels, 1, 1], np.int64))], name)
            shape = (1, 1, channels)
        if activation:
            name = self._node("Relu", [name], f"{name}.relu")
        self.slots[output], self.shapes[output] = name, shape


def padding(rows, columns, kh, kw, stride, same):
    """ONNX's pads (top, left, bottom, right) and the size that comes out; "same" as TensorFlow pads."""
    befores, afters, sizes = [], [], []
    for size, kernel in ((rows, kh), (columns, kw)):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0) if same else 0
        befores.append(total // 2)
        afters.append(total - total // 2)
        sizes.append((size + total - kernel) // stride + 1)
    return befores + afters, sizes


def export(source: str, target: str) -> leitmotif_reference.Network:
    network = leitmotif_reference.read(source)
    onnx.save(Export(network).model(), target)
    return network


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: onnx_export.py IN.weights OUT.onnx")
    export(sys.argv[1], sys.argv[2])
