"""How good a weight file is on FER+ valid, by the program's own inference; tables in Markdown.

    python Training/measure.py --data ../shared/data [--weights Weights/expression.weights] [--app .build/release/app]

Takes any weight file whose classes are FER+'s eight or the prototype's seven. "apart" leaves out the valid pictures that
also stand in FER+'s training part (our training never saw them, others may have).
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import faces
import leitmotif_reference
import program
import scoring

HOME = Path(__file__).parent.parent


def print_confusion(score: scoring.Score) -> None:
    print("\n| | " + " | ".join(score.names) + " | recall |\n" + "|---" * (len(score.names) + 2) + "|")
    for name, row, recall in zip(score.names, score.confusion, score.recalls):
        print(f"| {name} | " + " | ".join(str(count) for count in row) + f" | {recall:.2f} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--weights", type=Path, default=HOME / "Weights" / "expression.weights")
    arguments.add_argument("--app", type=Path, default=HOME / ".build" / "release" / "app")
    wish = arguments.parse_args()
    valid, train = (np.load(wish.data / f"ferplus-{part}.npz") for part in ("valid", "train"))
    votes = valid["votes"].astype(int)
    seen = {faces.digest(image) for image in train["images"]}
    single = np.array([faces.digest(image) not in seen for image in valid["images"]])
    probabilities = program.read(wish.app, wish.weights, valid["images"])
    answers = leitmotif_reference.read(str(wish.weights)).five(probabilities)
    rules = (("eight expressions", scoring.eight, probabilities), ("five", scoring.five, answers))

    print("| | faces | accuracy | mean recall of the classes | calibration error |\n|---|---|---|---|---|")
    for title, rule, given in rules:
        for suffix, kept in (("", True), (", apart", single)):
            score = rule(given, votes, kept)
            print(f"| {title}{suffix} | {score.faces} | {score.accuracy * 100:.2f} % | {score.balanced * 100:.1f} % | "
                  f"{score.calibration_error:.3f} |")
    for _, rule, given in rules:
        print_confusion(rule(given, votes))
    calm = answers[votes[:, 0] >= 8]
    print(f"\nThe middle reading of {len(calm)} faces that at least eight of ten people called neutral (Sources/Mood/Expression/Calibration.swift): " +
          ", ".join(f"{name} {value:.3f}" for name, value in zip(scoring.FIVE, np.median(calm, 0))))


if __name__ == "__main__":
    main()
