"""What the network makes of whole pictures and videos, through OpenCV's detector: a check by eye, and of the crop margin.

    python Training/read_pictures.py Weights/expression.weights PICTURE|VIDEO… [--margin 0.05] [--every 5]

A line a face: name, box, the two likeliest expressions. The crop is the program's: box plus margin, the picture's edge repeated
beyond it, bilinear.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

import leitmotif_reference

VIDEOS = {".mp4", ".mjpeg", ".avi", ".mov", ".y4m"}


def crop(picture: np.ndarray, box, margins: tuple[float, float], size: tuple[int, int]) -> np.ndarray:
    x, y, width, height = (int(value) for value in box)
    dx, dy = round(width * margins[0]), round(height * margins[1])
    beyond = max(width, height)
    wide = cv2.copyMakeBorder(picture, beyond, beyond, beyond, beyond, cv2.BORDER_REPLICATE)
    part = wide[y - dy + beyond:y + height + dy + beyond, x - dx + beyond:x + width + dx + beyond]
    return cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)


def frames(path: Path, every: int):
    """(name, grey picture), every so many frames of a video."""
    if path.suffix.lower() not in VIDEOS:
        yield path.name, cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        return
    video, index = cv2.VideoCapture(str(path)), 0
    while True:
        there, picture = video.read()
        if not there:
            return
        if index % every == 0:
            yield f"{path.name}@{index}", cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        index += 1


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("pictures", type=Path, nargs="+")
    arguments.add_argument("--margin", type=float, help="instead of the weight file's, in both directions")
    arguments.add_argument("--every", type=int, default=5, help="of a video, take every so many frames")
    wish = arguments.parse_args()
    cv2.setNumThreads(1)
    network = leitmotif_reference.read(str(wish.weights))
    margins = network.crop_margins if wish.margin is None else (wish.margin, wish.margin)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    for path in wish.pictures:
        for name, picture in frames(path, wish.every):
            boxes = cascade.detectMultiScale(picture, 1.1, 5, minSize=(30, 30))
            for box in sorted(boxes, key=lambda box: -box[2]):
                p = network.run(crop(picture, box, margins, (network.width, network.height)))
                best = p.argsort()[::-1][:2]
                print(name, *(int(v) for v in box), *(f"{network.classes[i]} {p[i]:.2f}" for i in best), sep="\t")


if __name__ == "__main__":
    main()
