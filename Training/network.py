"""The network: plain 3×3 convolutions with short cuts, about 0.9 M parameters and 33 M multiply-adds a face.

Residual blocks as in He et al. 2016; a block that halves the picture takes its short cut through a 2×2 maximum and a 1×1
mixture of channels. Strides use TensorFlow's "same" padding (the odd row and column at the end), because that is what
the weight file knows.

    48×48×1 → 48×48×32, maximum → 24×24×32, a block → 12×12×64 → 6×6×128 → 3×3×192 → mean → 8 logits
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from faces import CLASSES
from leitmotif_weights import WeightFile, fold_batch_norm

INPUT_SIZE = 48
INPUT_SCALE, INPUT_OFFSET = 2 / 255, -1.0
CHANNELS = (32, 64, 128, 192)
DROPOUT = 0.2


class Residual(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.halves = inputs != outputs
        self.first = nn.Conv2d(inputs, outputs, 3, 2 if self.halves else 1, padding=0 if self.halves else 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        nn.init.zeros_(self.second_norm.weight)  # every block begins as its short cut
        if self.halves:
            self.mixture = nn.Conv2d(inputs, outputs, 1, bias=False)
            self.mixture_norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu_(self.first_norm(self.first(F.pad(x, (0, 1, 0, 1)) if self.halves else x)))
        short = self.mixture_norm(self.mixture(F.max_pool2d(x, 2))) if self.halves else x
        return F.relu_(self.second_norm(self.second(y)).add_(short))

    def norms(self) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
        """In the order in which `write` names them."""
        pairs = [(self.first, self.first_norm), (self.second, self.second_norm)]
        return pairs + [(self.mixture, self.mixture_norm)] if self.halves else pairs

    def write(self, file: WeightFile, x: int) -> int:
        y = write_conv(file, write_conv(file, x, self.first, self.first_norm, True), self.second, self.second_norm, False)
        short = write_conv(file, file.max_pool(x, 2, stride=2), self.mixture, self.mixture_norm, False) if self.halves else x
        return file.add(y, short, activation="relu")


class ExpressionNetwork(nn.Module):
    """[N, 1, 48, 48], (byte / 255 − ½) · 2 → [N, 8] logits."""

    def __init__(self):
        super().__init__()
        # The maximum stands before the normalisation, a quarter of the work. With a scale above zero the two change places freely,
        # so the normalisation has only a shift, and the file holds convolution, ReLU, maximum.
        self.stem = nn.Conv2d(1, CHANNELS[0], 3, padding=1, bias=False)
        self.stem_norm = nn.BatchNorm2d(CHANNELS[0])
        self.stem_norm.weight.requires_grad_(False)
        self.body = nn.Sequential(*(Residual(*pair) for pair in zip(CHANNELS[:1] + CHANNELS, CHANNELS)))
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(CHANNELS[-1], len(CLASSES))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu_(self.stem_norm(F.max_pool2d(self.stem(x), 2)))
        return self.head(self.dropout(self.body(x).mean((2, 3))))

    def norms(self) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
        """Every convolution with the normalisation behind it, in the order of the file."""
        return [(self.stem, self.stem_norm)] + [pair for block in self.body for pair in block.norms()]

    def write(self, crop_margins: tuple[float, float], temperature: float) -> WeightFile:
        """The same network for the program: batch normalisation folded, call in eval mode."""
        file = WeightFile(INPUT_SIZE, INPUT_SIZE, CLASSES, input_scale=INPUT_SCALE, input_offset=INPUT_OFFSET,
                          crop_margin_x=crop_margins[0], crop_margin_y=crop_margins[1], temperature=temperature)
        x = file.max_pool(write_conv(file, 0, self.stem, self.stem_norm, True), 2, stride=2)
        for block in self.body:
            x = block.write(file, x)
        x = file.dense(file.global_mean(x), self.head.weight.detach().T.numpy(), self.head.bias.detach().numpy())
        file.softmax(x)
        return file


def write_conv(file: WeightFile, x: int, conv: nn.Conv2d, norm: nn.BatchNorm2d, activation: bool) -> int:
    """A convolution, plain or depthwise, with the normalisation behind it folded in."""
    depthwise = conv.groups > 1
    kernel = conv.weight.detach()
    kernel = kernel[:, 0].permute(1, 2, 0) if depthwise else kernel.permute(2, 3, 1, 0)  # → [kh, kw, channels] or [kh, kw, in, out]
    numbers = (t.detach().numpy() for t in (norm.weight, norm.bias, norm.running_mean, norm.running_var))
    kernel, bias = fold_batch_norm(kernel.numpy(), None, *numbers, norm.eps)
    layer = file.depthwise if depthwise else file.conv
    return layer(x, kernel, bias, stride=conv.stride[0], activation="relu" if activation else "none")
