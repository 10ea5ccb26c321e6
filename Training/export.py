"""Writes Weights/expression.weights from a run's checkpoint and proves that the flat file says the same.

    python Training/export.py --data ../shared/data [--run Training/runs/expression] [--out Weights/expression.weights]

One temperature is fitted on the slice of train that was held back (never on valid). Then the file is read again and run
in plain numpy (leitmotif_reference.py); a difference above 1e-4 from the framework's probabilities is an error.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

import faces
import leitmotif_reference
from train import NETWORKS, logits_of

CROP_MARGINS = (0.0, 0.0)  # framing.py: FER's frame is about as large as the box, and valid faces cropped so read best
COMPARED, TOLERANCE = 64, 1e-4


def fitted_temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """The divisor of the logits that makes the clear labels likeliest (Guo et al. 2017), searched in steps of 1 %."""
    logits, truth = logits[truth >= 0].astype(np.float64), truth[truth >= 0]
    candidates = np.exp(np.arange(-70, 71) / 100)
    return float(min(candidates, key=lambda t: -log_softmax(logits / t)[np.arange(len(truth)), truth].mean()))


def log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def largest_difference(path: Path, images: np.ndarray, probabilities: np.ndarray) -> float:
    network = leitmotif_reference.read(str(path))
    return max(float(np.abs(network.run(image) - expected).max()) for image, expected in zip(images, probabilities))


def main() -> None:
    folder = Path(__file__).parent
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--run", type=Path, default=folder / "runs" / "expression")
    arguments.add_argument("--out", type=Path, default=folder.parent / "Weights" / "expression.weights")
    wish = arguments.parse_args()

    saved = torch.load(wish.run / "checkpoint.pt", weights_only=True)
    model = NETWORKS[saved["network"]]().eval()
    model.load_state_dict(saved["average"])
    _, held_back, _ = faces.load(wish.data)
    logits = logits_of(model, held_back.images).numpy()
    temperature = fitted_temperature(logits, faces.majority(held_back.votes))

    model.write(CROP_MARGINS, temperature).save(str(wish.out))
    expected = np.exp(log_softmax(logits[:COMPARED].astype(np.float64) / temperature))
    difference = largest_difference(wish.out, held_back.images[:COMPARED], expected)
    print(f"{wish.out}: epoch {saved['epoch']}, temperature {temperature:.3f}, {wish.out.stat().st_size} bytes, "
          f"largest difference from the framework {difference:.1e}")
    if not difference < TOLERANCE:
        raise SystemExit(f"export: the file's probabilities differ by {difference:.1e}, more than {TOLERANCE}: do not use it")


if __name__ == "__main__":
    main()
