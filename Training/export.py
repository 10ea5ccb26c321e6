"""Writes Weights/expression.weights from a run's checkpoint and proves that the flat file says the same.

    python Training/export.py --data ../shared/data [--run Training/runs/expression] [--out Weights/expression.weights]

One temperature and the five offsets of the fold (fold.py) are fitted on the slice of train that was held back (never on valid).
Then the file is read again and run in plain numpy (leitmotif_reference.py); a difference above 1e-4 from the framework's
probabilities is an error.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

import faces
import fold
import leitmotif_reference
from train import NETWORKS, logits_of

CROP_MARGINS = (0.0, 0.0)  # framing.py: FER's frame is about as large as the box, and valid faces cropped so read best
COMPARED, TOLERANCE = 64, 1e-4


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
    temperature = fold.fitted_temperature(logits, faces.majority(held_back.votes))

    probabilities = np.exp(fold.log_softmax(logits.astype(np.float64) / temperature))
    offsets = fold.fitted_offsets(probabilities, held_back.votes, faces.CLASSES)

    file = model.write(CROP_MARGINS, temperature)
    file.fold = (fold.targets(faces.CLASSES), offsets)
    file.save(str(wish.out))
    expected = probabilities[:COMPARED]
    difference = largest_difference(wish.out, held_back.images[:COMPARED], expected)
    print(f"{wish.out}: epoch {saved['epoch']}, temperature {temperature:.3f}, offsets {np.round(offsets, 2).tolist()}, {wish.out.stat().st_size} bytes, "
          f"largest difference from the framework {difference:.1e}")
    if not difference < TOLERANCE:
        raise SystemExit(f"export: the file's probabilities differ by {difference:.1e}, more than {TOLERANCE}: do not use it")


if __name__ == "__main__":
    main()
