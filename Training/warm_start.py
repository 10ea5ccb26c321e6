"""A finished flat file as the beginning of a run: its convolutions, with the normalisation that was folded into them put back.

A normalisation that divides by what it sees can be put behind any convolution without changing the answer: scale and shift
become the deviation and the mean that the convolution shows on real faces. From there the learning goes on as it would have.
"""
from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

import leitmotif_reference

KERNEL_NORM = 1.0  # of each output channel; normalised away in the answer, it decides how large a step of learning is


def begin(model: nn.Module, path: Path, x: torch.Tensor) -> None:
    """`model` as `path` says; x [N, 1, 48, 48] are faces as the training sees them, from which the statistics are taken."""
    file = leitmotif_reference.read(str(path))
    kernels = [(file.tensors[layer[9]], file.tensors[layer[10]]) for layer in file.layers if layer[0] in (1, 2, 7)]
    *convolutions, (matrix, bias) = kernels
    seen: dict[nn.Conv2d, torch.Tensor] = {}
    watchers = []
    for (conv, norm), (kernel, shift) in zip(model.norms(), convolutions, strict=True):
        kernel = torch.from_numpy(kernel.copy())
        kernel = kernel.permute(3, 2, 0, 1) if kernel.ndim == 4 else kernel.permute(2, 0, 1)[:, None]
        with torch.no_grad():
            conv.weight.copy_(kernel)
            norm.weight.fill_(1), norm.bias.copy_(torch.from_numpy(shift.copy()))
            norm.running_mean.zero_(), norm.running_var.fill_(1 - norm.eps)
        watchers.append(norm.register_forward_hook(lambda norm, inputs, _, conv=conv: seen.update({conv: inputs[0]})))
    with torch.no_grad():
        model.head.weight.copy_(torch.from_numpy(matrix.copy()).T)
        model.head.bias.copy_(torch.from_numpy(bias.copy()))
        model.eval()(x)
        for watcher in watchers:
            watcher.remove()
        for conv, norm in model.norms():
            mean, variance = seen[conv].mean((0, 2, 3)), seen[conv].var((0, 2, 3), correction=0)
            length = conv.weight.flatten(1).norm(dim=1).clamp(min=1e-6) / KERNEL_NORM
            conv.weight.div_(length[:, None, None, None])
            norm.weight.copy_((variance + norm.eps).sqrt()), norm.bias.add_(mean)
            norm.running_mean.copy_(mean / length), norm.running_var.copy_(variance / length**2)
