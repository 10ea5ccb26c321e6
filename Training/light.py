"""The light network for small boards: depthwise 3×3 and pointwise convolutions (Howard et al. 2017), as the program began.

    48×48×1 → 48×48×32, maximum → 24×24×48 → 12×12×96 → 6×6×160 → 3×3×256 → mean → 8 logits, 0.18 M parameters

Every width but the first has a second pair of convolutions with a short cut around it.
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from faces import CLASSES
from leitmotif_weights import WeightFile
from network import INPUT_OFFSET, INPUT_SCALE, INPUT_SIZE, write_conv

STEM_CHANNELS = 32
CHANNELS = (48, 96, 160, 256)
DROPOUT = 0.1


class Separable(nn.Module):
    """Depthwise 3×3, then pointwise, each normalised, a ReLU between them."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, padding=0 if stride == 2 else 1, groups=inputs, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pointwise_norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(x, (0, 1, 0, 1)) if self.depthwise.stride[0] == 2 else x
        return self.pointwise_norm(self.pointwise(F.relu_(self.depthwise_norm(self.depthwise(x)))))

    def norms(self) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
        return [(self.depthwise, self.depthwise_norm), (self.pointwise, self.pointwise_norm)]

    def write(self, file: WeightFile, x: int, activation: bool) -> int:
        return write_conv(file, write_conv(file, x, self.depthwise, self.depthwise_norm, True), self.pointwise, self.pointwise_norm,
                          activation)


class LightNetwork(nn.Module):
    """[N, 1, 48, 48], (byte / 255 − ½) · 2 → [N, 8] logits."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, STEM_CHANNELS, 3, padding=1, bias=False)
        self.stem_norm = nn.BatchNorm2d(STEM_CHANNELS)  # behind the maximum, with a scale of 1: see ExpressionNetwork
        self.stem_norm.weight.requires_grad_(False)
        self.widening = nn.ModuleList(
            Separable(inputs, outputs, stride=2 if inputs in CHANNELS else 1)
            for inputs, outputs in zip((STEM_CHANNELS, *CHANNELS), CHANNELS))
        self.residual = nn.ModuleList(Separable(width, width) for width in CHANNELS[1:])
        for block in self.residual:
            nn.init.zeros_(block.pointwise_norm.weight)  # every one begins as its short cut
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(CHANNELS[-1], len(CLASSES))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu_(self.stem_norm(F.max_pool2d(self.stem(x), 2)))
        x = F.relu_(self.widening[0](x))
        for widening, residual in zip(self.widening[1:], self.residual):
            x = F.relu_(widening(x))
            x = F.relu_(residual(x).add_(x))
        return self.head(self.dropout(x.mean((2, 3))))

    def norms(self) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
        pairs = [(self.stem, self.stem_norm)] + self.widening[0].norms()
        for widening, residual in zip(self.widening[1:], self.residual):
            pairs += widening.norms() + residual.norms()
        return pairs

    def write(self, crop_margins: tuple[float, float], temperature: float) -> WeightFile:
        file = WeightFile(INPUT_SIZE, INPUT_SIZE, CLASSES, input_scale=INPUT_SCALE, input_offset=INPUT_OFFSET,
                          crop_margin_x=crop_margins[0], crop_margin_y=crop_margins[1], temperature=temperature)
        x = file.max_pool(write_conv(file, 0, self.stem, self.stem_norm, True), 2, stride=2)
        x = self.widening[0].write(file, x, True)
        for widening, residual in zip(self.widening[1:], self.residual):
            x = widening.write(file, x, True)
            x = file.add(residual.write(file, x, False), x, activation="relu")
        x = file.dense(file.global_mean(x), self.head.weight.detach().T.numpy(), self.head.bias.detach().numpy())
        file.softmax(x)
        return file
