"""How much reading suffers from light, noise, size, turns and a careless box: our network and the prototype's, as a report.

    python Training/robustness.py --data ../shared/data [--app .build/release/app] [--out Weights/robustness.md]

Altered copies of FER+'s valid faces (alterations.py) go through the program's own inference; they live in a temporary folder
and leave nothing but numbers. Needs the prototype's models/emotion_model.hdf5 in --data.
"""
from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

import keras_network
import leitmotif_reference
import program
import scoring
from alterations import ROWS

HOME = Path(__file__).parent.parent
SEED = 5
HEAD = """# How reading suffers from light, noise, size, turns and a careless box

FER+ valid ({five} faces for the five expressions, {eight} for the eight classes), altered one thing at a time, read by
`app classify --cropped`. In percent: *five* and *eight* are accuracies, *balanced* is the mean recall of the five expressions.
*Prototype* is the mini-Xception that the program began with, trained on FER2013's labels. Differences under 2 points mean little.

Every altered face is made from a 48×48 picture: turned and shifted ones repeat the picture's edge instead of showing what
was beside the face, and sizes above 48 pixels add no detail. True pictures will be less kind.
Made by `python Training/robustness.py --data ../shared/data`.

| what | how much | five | balanced | eight | prototype: five | balanced | eight |
|---|---|---|---|---|---|---|---|
"""


def altered(images: np.ndarray, change) -> list[np.ndarray]:
    random = np.random.default_rng(SEED)
    return [change(image, number, random) for number, image in enumerate(images)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--weights", type=Path, default=HOME / "Weights" / "expression.weights")
    arguments.add_argument("--app", type=Path, default=HOME / ".build" / "release" / "app")
    arguments.add_argument("--out", type=Path, default=HOME / "Weights" / "robustness.md")
    wish = arguments.parse_args()
    valid = np.load(wish.data / "ferplus-valid.npz")
    votes = valid["votes"].astype(int)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        prototype = Path(folder, "prototype.weights")
        keras_network.convert(str(wish.data / "models" / "emotion_model.hdf5"), str(prototype))
        for what, amount, change in ROWS:
            images, cells = altered(valid["images"], change), []
            for weights in (wish.weights, prototype):
                probabilities = program.read(wish.app, weights, images)
                answers = leitmotif_reference.read(str(weights)).five(probabilities)
                five, eight = scoring.five(answers, votes), scoring.eight(probabilities, votes)
                cells += [five.accuracy, five.balanced, eight.accuracy]
            lines.append(f"| {what} | {amount} | " + " | ".join(f"{100 * cell:.1f}" for cell in cells) + " |")
            print(lines[-1], flush=True)
    wish.out.write_text(HEAD.format(five=five.faces, eight=eight.faces) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
