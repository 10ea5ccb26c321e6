"""Weights of the flat file as a network that can learn on: the normalisation that was folded away is put back, as it stands for some examples."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

import beat_weights
from network import BeatNetwork


def network(path: Path, examples: torch.Tensor) -> BeatNetwork:
    """examples: features [pieces, bands, frames], from which the statistics of each layer are taken; the answers stay the file's."""
    weights = beat_weights.read(path)
    model = BeatNetwork(weights.first[0].shape[2], len(weights.blocks)).eval()
    with torch.inference_mode():
        x = torch.relu(unfold(model.first, model.norm, *weights.first, examples))
        for block, (kernel, bias, matrix, shift) in zip(model.blocks, weights.blocks):
            set_matrix(block.back, matrix, shift)
            x = x + block.back(torch.relu(unfold(block.dilated, block.norm, kernel, bias, x)))
        set_matrix(model.head, *weights.head)
    return model


def unfold(convolution: nn.Conv1d, norm: nn.BatchNorm1d, kernel: np.ndarray, bias: np.ndarray, x: torch.Tensor) -> torch.Tensor:
    """What both make of x, once the norm has x's statistics and undoes them."""
    convolution.weight.copy_(torch.from_numpy(kernel.copy()).permute(2, 1, 0))
    variance, mean = torch.var_mean(convolution(x), (0, 2))
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_(torch.sqrt(variance + norm.eps))
    norm.bias.copy_(torch.from_numpy(bias.copy()) + mean)
    return norm(convolution(x))


def set_matrix(convolution: nn.Conv1d, matrix: np.ndarray, shift: np.ndarray) -> None:
    convolution.weight.copy_(torch.from_numpy(matrix.T.copy())[:, :, None])
    convolution.bias.copy_(torch.from_numpy(shift.copy()))
