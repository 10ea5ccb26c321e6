"""FER+ in memory: pictures, vote distributions, and what is left out and why.

The data come as two .npz files beside the checkout: images [N, 48, 48] bytes and votes [N, 10] of ten taggers for the
eight expressions, "unknown" and "not a face" (Barsoum et al. 2016, "Training Deep Networks for Facial Expression
Recognition with Crowd-Sourced Label Distribution").
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

CLASSES = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"]
HELD_BACK_SHARE = 0.05  # of train: fits the temperature, so that valid stays for choosing and measuring alone
SPLIT_SEED = 20  # decides which faces are held back, whatever the seed of a run: no network may have learnt them
COMMON_SHARE = 0.14  # of all votes: an expression with fewer is shown more often


@dataclass
class Faces:
    images: np.ndarray  # [N, 48, 48] uint8
    votes: np.ndarray  # [N, 10] counts, float
    labels: np.ndarray  # [N, 8] vote shares, rows sum to 1


def load(folder: Path) -> tuple[Faces, Faces, Faces]:
    """(train, held back from train, valid). Train holds no picture twice, and none that also stands in valid."""
    train, valid = (np.load(folder / f"ferplus-{part}.npz") for part in ("train", "valid"))
    seen = {digest(image) for image in valid["images"]}
    first: dict[bytes, int] = {}
    votes = train["votes"].astype(np.float64)
    for index, image in enumerate(train["images"]):
        key = digest(image)
        if key in seen:
            continue
        if key in first:  # the same picture tagged twice: twenty votes instead of ten
            votes[first[key]] += votes[index]
        else:
            first[key] = index
    kept = np.array(sorted(first.values()))
    kept = kept[is_expression(votes[kept])]
    kept = np.random.default_rng(SPLIT_SEED).permutation(kept)
    back = round(len(kept) * HELD_BACK_SHARE)
    parts = [faces(train["images"][rows], votes[rows]) for rows in (kept[back:], kept[:back])]
    return parts[0], parts[1], faces(valid["images"], valid["votes"].astype(np.float64))


def faces(images: np.ndarray, votes: np.ndarray) -> Faces:
    return Faces(images, votes, soft_labels(votes))


def balanced_order(part: Faces, random: torch.Generator) -> np.ndarray:
    """Every picture once, shuffled, the rare expressions more often: by the root of how rare they are, never less than once."""
    shares = part.labels.mean(0)
    often = part.labels @ np.maximum(1, np.sqrt(COMMON_SHARE / shares))
    times = np.floor(often + torch.rand(len(often), generator=random).numpy()).astype(int)
    rows = np.repeat(np.arange(len(often)), times)
    return rows[torch.randperm(len(rows), generator=random).numpy()]


def soft_labels(votes: np.ndarray) -> np.ndarray:
    """Vote shares of the eight expressions. A lone vote counts as a slip of the hand, unless there is nothing else."""
    eight = votes[:, :8]
    steady = np.where(eight > 1, eight, 0)
    chosen = np.where(steady.sum(1, keepdims=True) > 0, steady, eight + 1e-9)
    return (chosen / chosen.sum(1, keepdims=True)).astype(np.float32)


def is_expression(votes: np.ndarray) -> np.ndarray:
    """False where "unknown" or "not a face" has at least as many votes as every expression."""
    return votes[:, :8].max(1) > votes[:, 8:].max(1)


def majority(votes: np.ndarray) -> np.ndarray:
    """The class that more than half of the votes name once lone votes are dropped, −1 where there is none."""
    steady = np.where(votes > 1, votes, 0)
    clear = (steady.max(1) > 0.5 * steady.sum(1)) & (steady.argmax(1) < 8)
    return np.where(clear, steady.argmax(1), -1)


def digest(image: np.ndarray) -> bytes:
    return hashlib.md5(image.tobytes()).digest()
