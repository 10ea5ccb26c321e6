#!/usr/bin/env python3
"""Judges the actor: does OpenCV's cascade find one face in every frame, and does a network name the held expressions?

    python3 judge.py ../actor.mjpeg ../actor.toml NETWORK...

A network is a .weights file (Weights/README.md). Needs numpy and "opencv-python-headless<5". Prints percentages; exit
code 1 when a limit is missed.
"""
import sys
import tomllib

import cv2
import numpy as np

from network import Network

CASCADE = cv2.data.haarcascades + "haarcascade_frontalface_default.xml"
FIVE = ["happy", "sad", "angry", "surprise", "neutral"]
NAMES = {"happiness": "happy", "sadness": "sad", "anger": "angry"}


def frames(path):
    """The pictures of a stream of JPEGs, each from its start marker (FF D8) to the next."""
    data = open(path, "rb").read()
    starts = [i for i in range(len(data) - 2) if data[i : i + 3] == b"\xff\xd8\xff"] + [len(data)]
    for start, end in zip(starts, starts[1:]):
        yield cv2.imdecode(np.frombuffer(data[start:end], np.uint8), cv2.IMREAD_GRAYSCALE)


def crop(picture, box, margin_x, margin_y):
    """The box with its margins (fractions of its size), clipped to the picture."""
    x, y, w, h = box
    dx, dy = int(round(w * margin_x)), int(round(h * margin_y))
    return picture[max(y - dy, 0) : y + h + dy, max(x - dx, 0) : x + w + dx]


def named(network, picture, box):
    """The five names' probabilities, everything else folded into neutral."""
    face = crop(picture, box, network.margin_x, network.margin_y)
    face = cv2.resize(face, (network.width, network.height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    p = network(face * network.scale + network.offset)
    out = dict.fromkeys(FIVE, 0.0)
    for name, value in zip(network.classes, p):
        name = NAMES.get(name, name)
        out[name if name in out else "neutral"] += float(value)
    return out


def main():
    stream, sidecar, *paths = sys.argv[1:]
    holds = tomllib.load(open(sidecar, "rb"))["hold"]
    cascade = cv2.CascadeClassifier(CASCADE)
    pictures = list(frames(stream))
    found = [cascade.detectMultiScale(p, 1.1, 5, minSize=(30, 30)) for p in pictures]
    one = [len(boxes) == 1 for boxes in found]
    sizes = [boxes[0][3] / pictures[0].shape[0] for boxes in found if len(boxes)]
    print(f"{len(pictures)} frames, exactly one face in {100 * np.mean(one):.1f} %, size {min(sizes):.2f}…{max(sizes):.2f} of the height")
    print("not one face:", [i for i, ok in enumerate(one) if not ok][:40])
    good = np.mean(one) >= 0.95
    for path in paths:
        network = Network(path)
        print(path)
        for hold in holds:
            span = [i for i in range(hold["start_frame"], hold["end_frame"] + 1)]
            read = [named(network, pictures[i], found[i][0]) for i in span if len(found[i])]
            right = sum(max(p, key=p.get) == hold["expression"] for p in read) / len(span)
            mean = {name: np.mean([p[name] for p in read]) for name in FIVE}
            print(f"  {hold['expression']:9}{100 * right:4.0f} %   " + "  ".join(f"{n} {v:.2f}" for n, v in mean.items()))
            good = good and right >= 0.8
    sys.exit(0 if good else 1)


main()
