"""Trains the network on FER+ and keeps everything needed to go on in a folder.

    python Training/train.py --data ../shared/data                     begins, or goes on where it stopped
    python Training/train.py --data ../shared/data --epochs 40         with another end than the 17 of the committed weights

Learning rate: a short rise, a level, then a straight fall to zero over the last 40 % of the epochs. While it is level the
end does not matter yet, so --epochs may still be changed when a run is resumed.
Writes in --run: checkpoint.pt (all that is needed to resume) and log.csv.
"""
from __future__ import annotations

import argparse
import copy
import csv
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import faces
from augmentation import augment
from network import ExpressionNetwork

BATCH = 128
PEAK_RATE, WEIGHT_DECAY = 2e-3, 0.02
RISE_EPOCHS, FALL_SHARE = 1.0, 0.4
AVERAGE_DECAY = 0.998  # a step; two and a half epochs of memory


def learning_rate(epoch: float, epochs: int) -> float:
    fall = min(1.0, (epochs - epoch) / (FALL_SHARE * epochs))
    return PEAK_RATE * min(1.0, (epoch + 0.02) / RISE_EPOCHS) * max(fall, 1e-3)


def cross_entropy(logits: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Kullback–Leibler divergence up to the entropy of the labels, which nothing changes."""
    return -(F.log_softmax(logits, 1) * shares).sum(1).mean()


def logits_of(model: ExpressionNetwork, images: np.ndarray) -> torch.Tensor:
    model.eval()
    with torch.inference_mode():
        return torch.cat([model(as_input(images[i:i + 256])) for i in range(0, len(images), 256)])


def as_input(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images[:, None]).float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def accuracy(logits: torch.Tensor, votes: np.ndarray) -> float:
    truth = faces.majority(votes)
    return float((logits.argmax(1).numpy() == truth)[truth >= 0].mean())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True, help="folder with ferplus-train.npz and ferplus-valid.npz")
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent / "runs" / "expression")
    arguments.add_argument("--epochs", type=int, default=17)
    arguments.add_argument("--seed", type=int, default=20)
    wish = arguments.parse_args()
    wish.run.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)
    torch.manual_seed(wish.seed)

    train, _, valid = faces.load(wish.data, wish.seed)
    model = ExpressionNetwork().to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=WEIGHT_DECAY)
    epoch = 0
    checkpoint = wish.run / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        epoch = saved["epoch"]
        for part, name in ((model, "model"), (average, "average"), (optimiser, "optimiser")):
            part.load_state_dict(saved[name])
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(train.images)} pictures, from epoch {epoch}", flush=True)

    while epoch < wish.epochs:
        started = time.monotonic()
        loss = train_epoch(model, average, optimiser, train, epoch, wish)
        epoch += 1
        state = dict(epoch=epoch, model=model.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict())
        torch.save(state, f"{checkpoint}.part")
        os.replace(f"{checkpoint}.part", checkpoint)
        logits = logits_of(average, valid.images)
        row = [epoch, f"{loss:.4f}", f"{float(cross_entropy(logits, torch.from_numpy(valid.labels))):.4f}",
               f"{accuracy(logits, valid.votes):.4f}", f"{time.monotonic() - started:.0f}"]
        note(wish.run / "log.csv", row)
        print(*row, flush=True)


def train_epoch(model, average, optimiser, train: faces.Faces, epoch: int, wish) -> float:
    """One pass in an order, and with changes, that depend only on seed and epoch, so that a resumed run is the same run."""
    random = torch.Generator().manual_seed(wish.seed * 1000 + epoch)
    order = torch.randperm(len(train.images), generator=random).numpy()
    steps = len(order) // BATCH
    model.train()
    total = 0.0
    for step in range(steps):
        rows = order[step * BATCH:(step + 1) * BATCH]
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(epoch + step / steps, wish.epochs)
        x = augment(torch.from_numpy(train.images[rows][:, None]).float() / 255, random) * 2 - 1
        loss = cross_entropy(model(x.contiguous(memory_format=torch.channels_last)), torch.from_numpy(train.labels[rows]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item()
        follow(average, model, min(AVERAGE_DECAY, (epoch * steps + step + 1) / (epoch * steps + step + 10)))
    return total / steps


def follow(average, model, decay: float) -> None:
    """Exponential moving average of weights and of batch statistics."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), model.state_dict().values()):
            if kept.is_floating_point():
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)


def note(path: Path, row: list) -> None:
    fresh = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(["epoch", "train_loss", "valid_loss", "valid_accuracy", "seconds"])
        writer.writerow(row)


if __name__ == "__main__":
    main()
