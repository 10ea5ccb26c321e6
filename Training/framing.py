"""Measures where OpenCV's frontal-face boxes sit in FER's pictures: their inverse is the crop margin of the weight file.

    python Training/framing.py --data ../shared/data [--weights Weights/expression.weights]

The network was trained on FER's framing; a box of the detector plus this margin shows a face the same way. Pictures are
enlarged four times with the edge repeated around them, so that boxes reaching beyond the frame are found as well.
With weights it also tells how often the network is right on valid faces cropped by box and margin, as the program crops them.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

import faces
import leitmotif_reference
from read_pictures import crop

ENLARGED, BORDER = 192, 96


def box_in_frame(cascade: cv2.CascadeClassifier, image: np.ndarray) -> tuple[float, float, float] | None:
    """(left, top, side) of the largest box in units of the frame, or None."""
    large = cv2.copyMakeBorder(cv2.resize(image, (ENLARGED, ENLARGED)), BORDER, BORDER, BORDER, BORDER, cv2.BORDER_REPLICATE)
    boxes = cascade.detectMultiScale(large, 1.05, 4, minSize=(ENLARGED // 3, ENLARGED // 3))
    if len(boxes) == 0:
        return None
    x, y, side, _ = max(boxes, key=lambda box: box[2])
    return (x - BORDER) / ENLARGED, (y - BORDER) / ENLARGED, side / ENLARGED


def print_framing(boxes: np.ndarray) -> None:
    left, top, side = boxes.T
    print(f"a box in {len(boxes)} pictures; 10, 25, 50, 75 and 90 of a hundred, in units of the frame")
    for name, values in (("centre x", left + side / 2), ("centre y", top + side / 2), ("side", side)):
        print(f"{name:9s}", *(f"{value:.3f}" for value in np.percentile(values, (10, 25, 50, 75, 90))))
    print(f"margin on each side, as a part of the box: {(1 / np.median(side) - 1) / 2:.3f}")


def print_accuracy(weights: Path, images: list, boxes: np.ndarray, truth: np.ndarray) -> None:
    network = leitmotif_reference.read(str(weights))
    size = (network.width, network.height)

    def right(pictures) -> float:
        return float(np.mean([network.run(picture).argmax() == t for picture, t in zip(pictures, truth)]))

    print(f"{len(truth)} valid faces: the whole picture {right(images):.3f}")
    for margin in (-0.05, 0.0, 0.02, 0.05, 0.1, 0.15):
        crops = [crop(cv2.resize(image, (ENLARGED, ENLARGED)), np.append(box, box[2]) * ENLARGED, (margin, margin), size)
                 for image, box in zip(images, boxes)]
        print(f"  box and margin {margin:5.2f}  {right(crops):.3f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--weights", type=Path)
    arguments.add_argument("--count", type=int, default=300, help="pictures to look at")
    wish = arguments.parse_args()
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    data = np.load(wish.data / f"ferplus-{'valid' if wish.weights else 'train'}.npz")
    truth = faces.majority(data["votes"].astype(int))
    chosen = np.random.default_rng(1).permutation(np.flatnonzero(truth >= 0))[:wish.count]
    found = [(index, box) for index in chosen if (box := box_in_frame(cascade, data["images"][index])) is not None]
    boxes = np.array([box for _, box in found])
    print_framing(boxes)
    if wish.weights:
        print_accuracy(wish.weights, [data["images"][index] for index, _ in found], boxes, truth[[index for index, _ in found]])


if __name__ == "__main__":
    main()
