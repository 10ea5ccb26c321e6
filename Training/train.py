"""Trains the network on FER+ and keeps everything needed to go on in a folder.

    python Training/train.py --data ../shared/data                     begins, or goes on where it stopped
    python Training/train.py --data ../shared/data --epochs 40         with another end
    … --begin Weights/expression.weights --teacher Weights/expression.weights     a second round, from what the first one learnt
    … --network light --teacher Weights/expression.weights --run Training/runs/light    the light network, taught by the large one

Writes in --run: checkpoint.pt (all that is needed to resume) and log.csv.
"""
from __future__ import annotations

import argparse
import copy
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import faces
import schedule
import teacher
import warm_start
from augmentation import augment, mix
from light import LightNetwork
from network import ExpressionNetwork
from training_run import follow, note

COLUMNS = ["epoch", "rate", "train_loss", "held_back_loss", "held_back_accuracy_last", "held_back_accuracy_average", "seconds"]

NETWORKS = dict(dense=ExpressionNetwork, light=LightNetwork)
BATCH = 128
STATISTICS = 1024  # faces that show a finished network's convolutions to its new normalisations
MOMENTUM, WEIGHT_DECAY = 0.9, 5e-4
AVERAGE_DECAY = 0.998  # a step; two and a half epochs of memory
HALF = torch.bfloat16  # products in half precision, sums in single; processors with matrix tiles are several times faster so


def cross_entropy(logits: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Kullback–Leibler divergence up to the entropy of the labels, which nothing changes."""
    return -(F.log_softmax(logits, 1) * shares).sum(1).mean()


def logits_of(model: torch.nn.Module, images: np.ndarray, half: bool = False) -> torch.Tensor:
    model.eval()
    with torch.inference_mode(), torch.autocast("cpu", HALF, enabled=half):
        return torch.cat([model(as_input(images[i:i + 256])).float() for i in range(0, len(images), 256)])


def as_input(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images[:, None]).float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def accuracy(logits: torch.Tensor, votes: np.ndarray) -> float:
    truth = faces.majority(votes)
    return float((logits.argmax(1).numpy() == truth)[truth >= 0].mean())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True, help="folder with ferplus-train.npz and ferplus-valid.npz")
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent / "runs" / "expression")
    arguments.add_argument("--network", choices=NETWORKS, default="dense")
    arguments.add_argument("--begin", type=Path, metavar="WEIGHTS", help="a finished network of the same kind, to go on from")
    arguments.add_argument("--teacher", type=Path, metavar="WEIGHTS", action="append", default=[], help="finished networks whose opinions count as much as the votes")
    arguments.add_argument("--epochs", type=int, default=schedule.EPOCHS)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=20)
    wish = arguments.parse_args()
    wish.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(wish.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(wish.seed)

    train, held_back, _ = faces.load(wish.data)
    if wish.teacher:
        train = teacher.with_opinions(train, held_back, wish.teacher)
    model = NETWORKS[wish.network]().to(memory_format=torch.channels_last)
    if wish.begin:
        first = augment(torch.from_numpy(train.images[:STATISTICS][:, None]).float() / 255, torch.Generator().manual_seed(wish.seed))
        warm_start.begin(model, wish.begin, first * 2 - 1)
    average = copy.deepcopy(model)
    optimiser = torch.optim.SGD(groups(model), lr=0, momentum=MOMENTUM, nesterov=True)
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
        state = dict(network=wish.network, epoch=epoch, model=model.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict())
        torch.save(state, f"{checkpoint}.part")
        os.replace(f"{checkpoint}.part", checkpoint)
        logits, last = (logits_of(network, held_back.images, half=True) for network in (average, model))
        row = [epoch, f"{schedule.rate(epoch, wish.epochs, peak_of(wish)):.4f}", f"{loss:.4f}",
               f"{float(cross_entropy(logits, torch.from_numpy(held_back.labels))):.4f}", f"{accuracy(last, held_back.votes):.4f}",
               f"{accuracy(logits, held_back.votes):.4f}", f"{time.monotonic() - started:.0f}"]
        note(wish.run / "log.csv", COLUMNS, row)
        print(*row, flush=True)


def peak_of(wish) -> float:
    return schedule.WARM_PEAK_RATE if wish.begin else schedule.PEAK_RATE


def groups(model: torch.nn.Module) -> list[dict]:
    """Kernels are drawn towards zero; shifts, scales and biases are not."""
    learnt = [p for p in model.parameters() if p.requires_grad]
    return [dict(params=[p for p in learnt if p.ndim > 1], weight_decay=WEIGHT_DECAY),
            dict(params=[p for p in learnt if p.ndim == 1], weight_decay=0.0)]


def train_epoch(model, average, optimiser, train: faces.Faces, epoch: int, wish) -> float:
    """One pass in an order, and with changes, that depend only on seed and epoch, so that a resumed run is the same run."""
    torch.manual_seed(wish.seed * 1000 + epoch)  # the dropout's
    random = torch.Generator().manual_seed(wish.seed * 1000 + epoch)
    order = faces.balanced_order(train, random)
    steps = len(order) // BATCH
    model.train()
    total = 0.0
    for step in range(steps):
        rows = order[step * BATCH:(step + 1) * BATCH]
        now = epoch + step / steps
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(now, wish.epochs, peak_of(wish))
        x = augment(torch.from_numpy(train.images[rows][:, None]).float() / 255, random) * 2 - 1
        shares = torch.from_numpy(train.labels[rows])
        if schedule.mixes(now, wish.epochs):
            x, shares = mix(x, shares, random)
        with torch.autocast("cpu", HALF):
            logits = model(x.contiguous(memory_format=torch.channels_last))
        loss = cross_entropy(logits.float(), shares)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item()
        follow(average, model, min(AVERAGE_DECAY, (epoch * steps + step + 1) / (epoch * steps + step + 10)))
    return total / steps


if __name__ == "__main__":
    main()
