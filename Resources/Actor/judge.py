#!/usr/bin/env python3
"""Judges the actor: does OpenCV's cascade find one face in every frame, and does a network name the held expressions?

    python3 Resources/Actor/judge.py Resources/actor.mjpeg Resources/actor.toml Weights/expression.weights [MORE.weights]

Needs numpy and "opencv-python-headless<5"; the networks run in Training/leitmotif_reference.py. Exit code 1 when a limit
is missed: one face in 95 % of the frames, each expression named in 80 % of the frames in which it is held.
"""
import sys
import tomllib
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "Training"))
import leitmotif_reference  # noqa: E402

FIVE = ["happy", "sad", "angry", "surprise", "neutral"]
LONG_NAMES = {"happiness": "happy", "sadness": "sad", "anger": "angry"}


def frames(path):
    """The pictures of a stream of JPEGs, each from its start marker (FF D8 FF) to the next."""
    data = Path(path).read_bytes()
    starts = [i for i in range(len(data) - 2) if data[i:i + 3] == b"\xff\xd8\xff"] + [len(data)]
    for start, end in zip(starts, starts[1:]):
        yield cv2.imdecode(np.frombuffer(data[start:end], np.uint8), cv2.IMREAD_GRAYSCALE)


def crop(picture, box, network):
    """The box with the network's margins, the picture's edge repeated beyond it, at the network's size."""
    x, y, width, height = (int(value) for value in box)
    dx, dy = round(width * network.crop_margins[0]), round(height * network.crop_margins[1])
    beyond = max(width, height)
    wide = cv2.copyMakeBorder(picture, beyond, beyond, beyond, beyond, cv2.BORDER_REPLICATE)
    part = wide[y - dy + beyond:y + height + dy + beyond, x - dx + beyond:x + width + dx + beyond]
    return cv2.resize(part, (network.width, network.height), interpolation=cv2.INTER_LINEAR)


def read(network, picture, box):
    """The five names' probabilities, everything else folded into neutral."""
    out = dict.fromkeys(FIVE, 0.0)
    for name, value in zip(network.classes, network.run(crop(picture, box, network))):
        name = LONG_NAMES.get(name, name)
        out[name if name in out else "neutral"] += float(value)
    return out


def main():
    stream, sidecar, *paths = sys.argv[1:]
    holds = tomllib.loads(Path(sidecar).read_text())["hold"]
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    pictures = list(frames(stream))
    found = [cascade.detectMultiScale(picture, 1.1, 5, minSize=(30, 30)) for picture in pictures]
    one = [len(boxes) == 1 for boxes in found]
    sizes = [boxes[0][3] / pictures[0].shape[0] for boxes in found if len(boxes)]
    print(f"{len(pictures)} frames, one face in {100 * np.mean(one):.1f} %, {min(sizes):.2f} to {max(sizes):.2f} of the height")
    good = np.mean(one) >= 0.95
    for path in paths:
        network = leitmotif_reference.read(path)
        print(path)
        for hold in holds:
            span = range(hold["start_frame"], hold["end_frame"] + 1)
            seen = [read(network, pictures[i], found[i][0]) for i in span if len(found[i])]
            right = sum(max(p, key=p.get) == hold["expression"] for p in seen) / len(span)
            mean = "  ".join(f"{name} {np.mean([p[name] for p in seen]):.2f}" for name in FIVE)
            print(f"  {hold['expression']:9}{100 * right:4.0f} %   {mean}")
            good = good and right >= 0.8
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
