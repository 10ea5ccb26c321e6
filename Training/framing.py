"""Measures where OpenCV's frontal-face boxes sit in FER's pictures: their inverse is the crop margin of the weight file.

    python Training/framing.py --data ../shared/data

The network was trained on FER's framing; a box of the detector plus this margin shows a face the same way. Pictures are
enlarged four times with the edge repeated around them, so that boxes reaching beyond the frame are found as well.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

ENLARGED, BORDER = 192, 96


def box_in_frame(cascade: cv2.CascadeClassifier, image: np.ndarray) -> tuple[float, float, float] | None:
    """(centre x, centre y, side) of the largest box in units of the frame, where a box is found near its middle."""
    large = cv2.copyMakeBorder(cv2.resize(image, (ENLARGED, ENLARGED)), BORDER, BORDER, BORDER, BORDER, cv2.BORDER_REPLICATE)
    boxes = cascade.detectMultiScale(large, 1.05, 4, minSize=(ENLARGED // 3, ENLARGED // 3))
    if len(boxes) == 0:
        return None
    x, y, side, _ = max(boxes, key=lambda box: box[2])
    return (x + side / 2 - BORDER) / ENLARGED, (y + side / 2 - BORDER) / ENLARGED, side / ENLARGED


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--count", type=int, default=600)
    wish = arguments.parse_args()
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    images = np.load(wish.data / "ferplus-train.npz")["images"]
    chosen = images[np.random.default_rng(1).choice(len(images), wish.count, replace=False)]
    found = np.array([box for image in chosen if (box := box_in_frame(cascade, image)) is not None])
    print(f"a box in {len(found)} of {len(chosen)} pictures; quartiles in units of the frame")
    for name, values in zip(("centre x", "centre y", "side"), found.T):
        print(f"{name:9s}", *(f"{value:.3f}" for value in np.percentile(values, (10, 25, 50, 75, 90))))
    side = np.median(found[:, 2])
    print(f"margin on each side, as a part of the box: {(1 / side - 1) / 2:.3f}")


if __name__ == "__main__":
    main()
