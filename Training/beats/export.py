"""The averaged weights of a checkpoint as Weights/beats.weights, and proof that the file says the same.

    python Training/beats/export.py [--run Training/runs/beats] [--out Weights/beats.weights]
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

import beat_weights
from features import BANDS
from network import BeatNetwork

ROOT = Path(__file__).parent.parent


def folded(convolution: torch.nn.Conv1d, norm: torch.nn.BatchNorm1d) -> tuple[np.ndarray, np.ndarray]:
    """Kernel [tap][in][out] and bias that do both."""
    factor = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    kernel = convolution.weight.double() * factor[:, None, None]
    return kernel.permute(2, 1, 0).numpy(), (norm.bias.double() - norm.running_mean.double() * factor).numpy()


def matrix(convolution: torch.nn.Conv1d) -> tuple[np.ndarray, np.ndarray]:
    return convolution.weight[:, :, 0].double().numpy().T, convolution.bias.double().numpy()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--run", type=Path, default=ROOT / "runs" / "beats")
    arguments.add_argument("--out", type=Path, default=ROOT.parent / "Weights" / "beats.weights")
    wish = arguments.parse_args()
    state = torch.load(wish.run / "checkpoint.pt", weights_only=True)
    model = BeatNetwork()
    model.load_state_dict(state["average"])
    model.eval()
    with torch.inference_mode():
        blocks = [(*folded(block.dilated, block.norm), *matrix(block.back)) for block in model.blocks]
        beat_weights.write(beat_weights.BeatWeights(folded(model.first, model.norm), blocks, matrix(model.head)), wish.out)
        probe = np.random.default_rng(0).uniform(0, 8, (1501, BANDS)).astype(np.float32)
        expected = torch.sigmoid(model(torch.from_numpy(probe.T[None])))[0].numpy().T
    difference = np.abs(beat_weights.read(wish.out).probabilities(probe) - expected).max()
    print(f"{wish.out}: {wish.out.stat().st_size} bytes, epoch {state['epoch']}; differs by {difference:.1e} from the checkpoint")
    if difference > 1e-4:
        raise SystemExit("the file does not say what the checkpoint says")


if __name__ == "__main__":
    main()
