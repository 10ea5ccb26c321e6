"""The network: from features to "is a beat", "is a bar's first beat", some 43 times a second. Neither causal nor recurrent."""
from __future__ import annotations

import torch
from torch import nn

from features import BANDS

CHANNELS, BLOCKS, KERNEL, STRIDE = 48, 9, 5, 2


class Block(nn.Module):
    """x + W2 · relu(W1 ∗ x), W1 dilated. The normalisation is folded into W1 when the network is written."""

    def __init__(self, channels: int, dilation: int):
        super().__init__()
        self.dilated = nn.Conv1d(channels, channels, KERNEL, padding=dilation * (KERNEL // 2), dilation=dilation, bias=False)
        self.norm = nn.BatchNorm1d(channels, momentum=0.02)
        self.back = nn.Conv1d(channels, channels, 1)
        self.drop = nn.Dropout1d(0.1)
        nn.init.zeros_(self.back.bias)
        nn.init.normal_(self.back.weight, std=0.3 / channels**0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.back(self.drop(torch.relu(self.norm(self.dilated(x)))))


class BeatNetwork(nn.Module):
    def __init__(self, channels: int = CHANNELS, blocks: int = BLOCKS):
        super().__init__()
        self.first = nn.Conv1d(BANDS, channels, KERNEL, stride=STRIDE, padding=KERNEL // 2, bias=False)
        self.norm = nn.BatchNorm1d(channels, momentum=0.02)
        self.blocks = nn.ModuleList(Block(channels, 2**index) for index in range(blocks))
        self.head = nn.Conv1d(channels, 2, 1)
        nn.init.constant_(self.head.bias, -2.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[batch, bands, frames] → logits [batch, 2, ⌈frames / 2⌉]: beat, downbeat."""
        x = torch.relu(self.norm(self.first(x)))
        for block in self.blocks:
            x = block(x)
        return self.head(x)
