"""The network: separable convolutions with short cuts, about 0.2 M parameters and 14 M multiply-adds a face.

A separable convolution is a 3×3 filter a channel and then a 1×1 mixture of channels, as in Xception (Chollet 2017),
without an activation between the two. Strides use TensorFlow's "same" padding (the odd row and column at the end),
because that is what the weight file knows.

    48×48×1 → stem 24×24×32 → 24×24×48 → 12×12×96 → 2 residual blocks → 6×6×192 → 2 residual blocks → mean → 8 logits
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from faces import CLASSES
from leitmotif_weights import WeightFile, fold_batch_norm

INPUT_SIZE = 48
INPUT_SCALE, INPUT_OFFSET = 2 / 255, -1.0


class Separable(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int = 1, activation: bool = True):
        super().__init__()
        self.stride, self.activation = stride, activation
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, padding=1 if stride == 1 else 0, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.stride == 2:
            x = F.pad(x, (0, 1, 0, 1))
        x = self.norm(self.pointwise(self.depthwise(x)))
        return F.relu_(x) if self.activation else x

    def write(self, file: WeightFile, x: int) -> int:
        x = file.depthwise(x, self.depthwise.weight.detach().squeeze(1).permute(1, 2, 0).numpy(), stride=self.stride)
        return write_conv(file, x, self.pointwise, self.norm, self.activation)


class Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = Separable(channels, channels)
        self.second = Separable(channels, channels, activation=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu_(self.second(self.first(x)).add_(x))

    def write(self, file: WeightFile, x: int) -> int:
        return file.add(x, self.second.write(file, self.first.write(file, x)), activation="relu")


class ExpressionNetwork(nn.Module):
    """[N, 1, 48, 48], (byte / 255 − ½) · 2 → [N, 8] logits."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 32, 5, 2, bias=False)
        self.stem_norm = nn.BatchNorm2d(32)
        self.body = nn.Sequential(Separable(32, 48), Separable(48, 96, 2), Residual(96), Residual(96),
                                  Separable(96, 192, 2), Residual(192), Residual(192))
        self.head = nn.Linear(192, len(CLASSES))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu_(self.stem_norm(self.stem(F.pad(x, (1, 2, 1, 2)))))
        return self.head(self.body(x).mean((2, 3)))

    def write(self, crop_margins: tuple[float, float], temperature: float) -> WeightFile:
        """The same network for the program: batch normalisation folded, call in eval mode."""
        file = WeightFile(INPUT_SIZE, INPUT_SIZE, CLASSES, input_scale=INPUT_SCALE, input_offset=INPUT_OFFSET,
                          crop_margin_x=crop_margins[0], crop_margin_y=crop_margins[1], temperature=temperature)
        x = write_conv(file, 0, self.stem, self.stem_norm, True)
        for block in self.body:
            x = block.write(file, x)
        x = file.dense(file.global_mean(x), self.head.weight.detach().T.numpy(), self.head.bias.detach().numpy())
        file.softmax(x)
        return file


def write_conv(file: WeightFile, x: int, conv: nn.Conv2d, norm: nn.BatchNorm2d, activation: bool) -> int:
    kernel = conv.weight.detach().permute(2, 3, 1, 0).numpy()  # [out, in, kh, kw] → [kh, kw, in, out]
    numbers = (t.detach().numpy() for t in (norm.weight, norm.bias, norm.running_mean, norm.running_var))
    kernel, bias = fold_batch_norm(kernel, None, *numbers, norm.eps)
    return file.conv(x, kernel, bias, stride=conv.stride[0], activation="relu" if activation else "none")
