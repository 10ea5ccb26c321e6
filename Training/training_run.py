"""What every training keeps beside its steps: the average of the weights, and the log."""
from __future__ import annotations

import csv
from pathlib import Path

import torch


def follow(average: torch.nn.Module, model: torch.nn.Module, decay: float) -> None:
    """Exponential moving average of weights and of batch statistics."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), model.state_dict().values()):
            if kept.is_floating_point():
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)


def note(path: Path, columns: list[str], row: list) -> None:
    """Adds a row to a log, which begins with its columns."""
    fresh = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(columns)
        writer.writerow(row)
