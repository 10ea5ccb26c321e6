"""Reads a Keras HDF5 model such as the prototype's mini-Xception (64x64x1, FER2013 labels) without Keras.

Every convolution waits until something uses it; a batch normalisation and a ReLU that follow are folded into it first.
"""
from __future__ import annotations

import json
from dataclasses import dataclass

import h5py
import numpy as np

from leitmotif_weights import WeightFile, fold_batch_norm

CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
# (x / 255 - 1/2) * 2 of the prototype's preprocessing.
INPUT_SCALE, INPUT_OFFSET = 2 / 255, -1.0
# The prototype widens a face box of about 160 pixels by 20 on the left and right and by 40 above and below.
CROP_MARGIN_X, CROP_MARGIN_Y = 0.125, 0.25


@dataclass
class WaitingConvolution:
    x: int
    kernel: np.ndarray
    bias: np.ndarray | None
    stride: int
    padding: str
    activation: str = "none"


def convert(source: str, target: str) -> str:
    if not h5py.is_hdf5(source):
        open(source, "rb").close()
        raise ValueError("not an HDF5 file; a Keras model saved with its architecture is needed")
    with h5py.File(source) as file:
        if "model_config" not in file.attrs or "model_weights" not in file:
            raise ValueError("no architecture inside; save the whole model, not the weights alone")
        config = file.attrs["model_config"]
        layers = json.loads(config if isinstance(config, str) else config.decode())["config"]["layers"]
        network = read_layers(layers, file["model_weights"])
    network.save(target)
    weights = sum(values.size for _, values in network.tensors)
    return f"{target}: {len(network.layers)} layers, {weights} numbers, classes {' '.join(network.classes)}"


def read_layers(layers: list[dict], weights: h5py.Group) -> WeightFile:
    _, height, width, channels = layers[0]["config"]["batch_input_shape"]
    if layers[0]["class_name"] != "InputLayer" or channels != 1:
        raise ValueError("the first layer must take a grey image (height, width, 1)")
    network = WeightFile(width, height, CLASSES, input_scale=INPUT_SCALE, input_offset=INPUT_OFFSET,
                         crop_margin_x=CROP_MARGIN_X, crop_margin_y=CROP_MARGIN_Y)
    values: dict[str, int | WaitingConvolution] = {layers[0]["name"]: 0}

    def value(name: str) -> int:
        waiting = values[name]
        if isinstance(waiting, WaitingConvolution):
            waiting = values[name] = network.conv(waiting.x, waiting.kernel, waiting.bias, stride=waiting.stride,
                                                  padding=waiting.padding, activation=waiting.activation)
        return waiting

    for layer in layers[1:]:
        kind, name, config = layer["class_name"], layer["name"], layer["config"]
        inputs = [node[0] for node in layer["inbound_nodes"][0]]
        arrays = layer_arrays(weights[name]) if name in weights else {}
        if kind == "Conv2D":
            values[name] = convolution(value(inputs[0]), arrays["kernel"], arrays, config)
        elif kind == "SeparableConv2D":
            if config["depth_multiplier"] != 1:
                raise ValueError(f"layer {name}: depth multiplier {config['depth_multiplier']}, only 1 is known")
            spread = network.depthwise(value(inputs[0]), arrays["depthwise_kernel"][..., 0], stride=square(config["strides"], name),
                                       padding=config["padding"])
            values[name] = convolution(spread, arrays["pointwise_kernel"], arrays, config | {"strides": [1, 1]})
        elif kind == "BatchNormalization":
            waiting = waiting_convolution(values, inputs[0], name)
            waiting.kernel, waiting.bias = fold_batch_norm(waiting.kernel, waiting.bias, arrays["gamma"], arrays["beta"],
                                                           arrays["moving_mean"], arrays["moving_variance"], config["epsilon"])
            values[name] = waiting
        elif kind == "Activation" and config["activation"] == "relu":
            waiting = waiting_convolution(values, inputs[0], name)
            waiting.activation = "relu"
            values[name] = waiting
        elif kind == "Activation" and config["activation"] == "softmax":
            values[name] = network.softmax(value(inputs[0]))
        elif kind == "MaxPooling2D":
            values[name] = network.max_pool(value(inputs[0]), square(config["pool_size"], name), stride=square(config["strides"], name),
                                            padding=config["padding"])
        elif kind == "Add" and len(inputs) == 2:
            values[name] = network.add(value(inputs[0]), value(inputs[1]))
        elif kind == "GlobalAveragePooling2D":
            values[name] = network.global_mean(value(inputs[0]))
        else:
            raise ValueError(f"layer {name} of kind {kind}: not one that this converter knows")
    return network


def convolution(x: int, kernel: np.ndarray, arrays: dict, config: dict) -> WaitingConvolution:
    if config["activation"] != "linear" or config["dilation_rate"] != [1, 1]:
        raise ValueError(f"layer {config['name']}: an activation of its own and dilation are not known")
    return WaitingConvolution(x, kernel, arrays.get("bias"), square(config["strides"], config["name"]), config["padding"])


def waiting_convolution(values: dict, name: str, user: str) -> WaitingConvolution:
    waiting = values.pop(name)
    if not isinstance(waiting, WaitingConvolution) or waiting.activation != "none":
        raise ValueError(f"layer {user}: can only be folded into a convolution right before it")
    return waiting


def square(pair: list[int], name: str) -> int:
    if pair[0] != pair[1]:
        raise ValueError(f"layer {name}: {pair} is not square")
    return pair[0]


def layer_arrays(group: h5py.Group) -> dict[str, np.ndarray]:
    """{"kernel": …}: the data sets below a layer's group, named without Keras's `:0`."""
    arrays: dict[str, np.ndarray] = {}

    def visit(path: str, item) -> None:
        if isinstance(item, h5py.Dataset):
            arrays[path.rsplit("/", 1)[-1].removesuffix(":0")] = item[()]

    group.visititems(visit)
    return arrays
