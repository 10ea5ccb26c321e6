"""Runs a weight file (plain numpy, as the program would) over FER+ valid and tells how good it is.

    python Training/measure.py Weights/expression.weights --data ../shared/data [--predictions out.npy]

Truth is the majority protocol: lone votes dropped, a winner needs more than half. "apart" leaves out the valid pictures
that also stand in FER+'s training part (this training never saw them, others may have).
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import faces
import leitmotif_reference


def calibration_error(probabilities: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error, 15 bins of confidence."""
    confidence = probabilities.max(1)
    bins = np.ceil(confidence * 15)
    return float(sum(abs(confidence[m].mean() - right[m].mean()) * m.mean() for b in range(1, 16) if (m := bins == b).any()))


def report(title: str, truth: np.ndarray, probabilities: np.ndarray) -> None:
    known = truth >= 0
    truth, probabilities = truth[known], probabilities[known]
    guess = probabilities.argmax(1)
    confusion = np.zeros((len(faces.CLASSES),) * 2, int)
    np.add.at(confusion, (truth, guess), 1)
    recall = np.diag(confusion) / np.maximum(confusion.sum(1), 1)
    print(f"{title}: {len(truth)} faces, accuracy {(guess == truth).mean():.4f}, balanced {recall.mean():.4f}, "
          f"calibration error {calibration_error(probabilities, guess == truth):.4f}")
    for name, row, value in zip(faces.CLASSES, confusion, recall):
        print(f"  {name:10s}", *(f"{count:4d}" for count in row), f"  recall {value:.3f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--predictions", type=Path, help="also write the probabilities [N, 8] as .npy")
    wish = arguments.parse_args()
    network = leitmotif_reference.read(str(wish.weights))
    valid, train = (np.load(wish.data / f"ferplus-{part}.npz") for part in ("valid", "train"))
    probabilities = np.array([network.run(image) for image in valid["images"]])
    if wish.predictions:
        np.save(wish.predictions, probabilities)
    truth = faces.majority(valid["votes"].astype(int))
    seen = {faces.digest(image) for image in train["images"]}
    double = np.array([faces.digest(image) in seen for image in valid["images"]])
    report("valid", truth, probabilities)
    report("apart", np.where(double, -1, truth), probabilities)


if __name__ == "__main__":
    main()
