"""What finished networks say of the training faces: soft labels beside the votes (distillation, Hinton et al. 2015).

Ten votes are a coarse measure of what a face shows; networks that were trained on all of them are a smoother one, and their
common opinion is better than each one's. Every face is read as it is and mirrored, the logits of all readings are averaged, and
one temperature, fitted to the vote shares of the slice held back, makes the opinion as sure as the taggers were.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import faces
import leitmotif_reference

VOTES_SHARE = 0.5  # of a label; the rest is the teachers'
BATCH = 256


def with_opinions(part: faces.Faces, held_back: faces.Faces, files: list[Path]) -> faces.Faces:
    """The same faces with labels that are half the votes', half the teachers'."""
    networks = [leitmotif_reference.read(str(file)) for file in files]
    divisor = fitted_divisor(opinion(networks, held_back.images), held_back.labels)
    taught = F.softmax(opinion(networks, part.images) / divisor, 1).numpy()
    return faces.Faces(part.images, part.votes, VOTES_SHARE * part.labels + (1 - VOTES_SHARE) * taught)


def fitted_divisor(logits: torch.Tensor, shares: np.ndarray) -> float:
    truth = torch.from_numpy(shares)
    candidates = np.exp(np.arange(-70, 71) / 100)
    return float(min(candidates, key=lambda t: -(F.log_softmax(logits / t, 1) * truth).sum(1).mean().item()))


def opinion(networks: list[leitmotif_reference.Network], images: np.ndarray) -> torch.Tensor:
    """Mean logits [N, classes] of all networks, of every face as it is and mirrored."""
    with torch.inference_mode():
        parts = []
        for start in range(0, len(images), BATCH):
            batch = torch.from_numpy(images[start:start + BATCH][:, None]).float()
            views = [batch, batch.flip(3)]
            parts.append(torch.stack([logits(network, view) for network in networks for view in views]).mean(0))
        return torch.cat(parts)


def logits(network: leitmotif_reference.Network, x: torch.Tensor) -> torch.Tensor:
    """As `leitmotif_reference.Network.run`, for a batch [N, 1, height, width] of bytes and without the softmax at the end."""
    slots: list[torch.Tensor | None] = [None] * network.slot_count
    slots[0] = x * network.scale + network.offset
    output = 0
    for kind, activation, same, stride, kw, kh, first, second, output, weights, bias, _channels in network.layers:
        x = slots[first]
        kernel = torch.from_numpy(network.tensors[weights].copy()) if weights >= 0 else None
        if kind == 1:
            y = F.conv2d(padded(x, kw, kh, stride, same, 0.0), kernel.permute(3, 2, 0, 1), stride=stride)
        elif kind == 2:
            y = F.conv2d(padded(x, kw, kh, stride, same, 0.0), kernel.permute(2, 0, 1)[:, None], stride=stride, groups=x.shape[1])
        elif kind == 3:
            y = F.max_pool2d(padded(x, kw, kh, stride, same, -torch.inf), (kh, kw), stride)
        elif kind == 4:
            y = x + slots[second]
        elif kind == 5:
            y = x.mean((2, 3), keepdim=True)
        elif kind == 6:
            y = x
        else:
            y = (x.permute(0, 2, 3, 1).flatten(1) @ kernel)[:, :, None, None]
        if bias >= 0:
            y = y + torch.from_numpy(network.tensors[bias].copy())[:, None, None]
        slots[output] = F.relu(y) if activation else y
    return slots[output].flatten(1)


def padded(x: torch.Tensor, kw: int, kh: int, stride: int, same: int, fill: float) -> torch.Tensor:
    """TensorFlow's "same": the odd row and column at the end."""
    if not same:
        return x
    rows, columns = (max((-(-size // stride) - 1) * stride + kernel - size, 0) for size, kernel in zip(x.shape[2:], (kh, kw)))
    return F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2), value=fill)
