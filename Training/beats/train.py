"""Trains the beat network and keeps everything needed to go on in a folder.

    python Training/beats/pieces.py --out Training/runs/pieces          the pieces, see there
    python Training/beats/train.py --pieces Training/runs/pieces        begins, or goes on where it stopped
    … --from Weights/beats.weights                                      begins with what was learnt before

Writes in --run: checkpoint.pt (all that is needed to resume) and log.csv. Pieces that have come since the last epoch are
read at its end, so that making them and learning may overlap.
"""
from __future__ import annotations

import argparse
import copy
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import examples
import unfolded
from network import STRIDE, BeatNetwork
from picking import f_measure, peaks

sys.path.append(str(Path(__file__).parents[1]))
from training_run import follow, note

COLUMNS = ["epoch", "pieces", "train_loss", "held_back_loss", "held_back_f_beats", "held_back_f_bars", "seconds"]

BATCH = 8
PEAK_RATE, RISE_STEPS, FALL_SHARE = 2e-3, 100, 0.5
AVERAGE_DECAY = 0.999
STATISTICS_CROPS = 64
FRAMES_A_SECOND = 44100 / 512 / STRIDE
HALF = torch.bfloat16  # products in half precision, sums in single
DOWNBEAT_WEIGHT = 3  # there are fewer of them, and they are harder to hear


def loss_of(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    each = F.binary_cross_entropy_with_logits(logits, y, reduction="none").mean((0, 2))
    return each[0] + DOWNBEAT_WEIGHT * each[1]


def rate(epoch: float, epochs: int, step: int) -> float:
    return PEAK_RATE * min(1.0, (step + 1) / RISE_STEPS) * min(1.0, (epochs - epoch) / (FALL_SHARE * epochs) + 1e-3)


def judged(model: BeatNetwork, held_back: list[examples.Example]) -> dict[str, tuple[float, float, float, int]]:
    """By kind: loss, F of plainly picked beats, F of bars, pieces."""
    model.eval()
    sums: dict[str, np.ndarray] = {}
    with torch.inference_mode():
        for example in held_back:
            logits = model(torch.from_numpy(example.features.astype(np.float32).T[None]))
            y = torch.from_numpy(np.stack([examples.targets(places, logits.shape[2]) for places in (example.beats, example.bars)]))[None]
            beat, bar = torch.sigmoid(logits[0]).numpy()
            seconds = [places / STRIDE / FRAMES_A_SECOND for places in (example.beats, example.bars)]
            row = np.array([float(loss_of(logits, y)), f_measure(peaks(beat, FRAMES_A_SECOND), seconds[0]), f_measure(peaks(bar, FRAMES_A_SECOND), seconds[1]), 1])
            for name in ("all", example.kind if "+" not in example.kind else "joined"):
                sums[name] = sums.get(name, 0) + row
    return {name: (*(row[:3] / row[3]), int(row[3])) for name, row in sorted(sums.items())}


def begun(weights: Path, pieces: Path) -> BeatNetwork:
    """A network that says what the weights say, its statistics those of the first examples."""
    random = np.random.default_rng(11)
    learnt, _ = examples.load(pieces)
    crops = [examples.crop(learnt[random.integers(len(learnt))], random)[0] for _ in range(STATISTICS_CROPS)]
    return unfolded.network(weights, torch.from_numpy(np.stack(crops)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pieces", type=Path, required=True)
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent.parent / "runs" / "beats")
    arguments.add_argument("--epochs", type=int, default=30)
    arguments.add_argument("--steps", type=int, default=120, help="batches an epoch")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--from", type=Path, dest="weights", help="weights to begin with")
    wish = arguments.parse_args()
    wish.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(wish.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    model = begun(wish.weights, wish.pieces) if wish.weights else BeatNetwork()
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-2)
    begin, checkpoint = 0, wish.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        begin = state["epoch"] + 1
    for epoch in range(begin, wish.epochs):
        learnt, held_back = examples.load(wish.pieces)
        started, total = time.monotonic(), 0.0
        random = np.random.default_rng([11, epoch])
        torch.manual_seed(epoch)
        model.train()
        for step in range(wish.steps):
            for group in optimiser.param_groups:
                group["lr"] = rate(epoch + step / wish.steps, wish.epochs, epoch * wish.steps + step)
            crops = [examples.crop(learnt[random.integers(len(learnt))], random) for _ in range(BATCH)]
            x, y = (torch.from_numpy(np.stack(arrays)) for arrays in zip(*crops))
            with torch.autocast("cpu", HALF):
                logits = model(x)
            loss = loss_of(logits.float(), y)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            follow(average, model, min(AVERAGE_DECAY, (epoch * wish.steps + step + 1) / (epoch * wish.steps + step + 10)))
            total += loss.item()
        torch.save(dict(model=model.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict(), epoch=epoch), f"{checkpoint}.part")
        os.replace(f"{checkpoint}.part", checkpoint)
        answer = judged(average, held_back)
        loss_held, beats, bars, _ = answer["all"]
        note(wish.run / "log.csv", COLUMNS, [epoch, len(learnt), f"{total / wish.steps:.4f}", f"{loss_held:.4f}", f"{beats:.4f}", f"{bars:.4f}", f"{time.monotonic() - started:.0f}"])
        print(epoch, len(learnt), f"{total / wish.steps:.4f}", *(f"{name} {row[1]:.2f}/{row[2]:.2f}" for name, row in answer.items()),
              f"{time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
