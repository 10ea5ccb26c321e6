"""What can befall a face before the network sees it, one thing at a time and by a stated amount.

Each entry of `ROWS` is (what, how much, function of a 48×48 picture of bytes, its number and the random source). Where something has
two directions or four, faces take them in turn. What lies beyond the picture repeats its edge, as the program's own crop does:
kinder than a true picture would be, where hair, a neighbour or a wall comes into the box.
"""
from __future__ import annotations

import cv2
import numpy as np

SIDE = 48
MEAN = 128.0


def brighter(levels: int):
    return lambda face, number, random: rounded(face.astype(float) + levels)


def contrast(factor: float):
    return lambda face, number, random: rounded((face.astype(float) - MEAN) * factor + MEAN)


def blurred(pixels: float):
    return lambda face, number, random: cv2.GaussianBlur(face, (0, 0), pixels, borderType=cv2.BORDER_REPLICATE)


def noisy(levels: float):
    return lambda face, number, random: rounded(face + random.normal(0, levels, face.shape))


def sized(side: int):
    """The face at another size; the program brings it to the network's. Beyond 48 no detail is added."""
    way = cv2.INTER_AREA if side < SIDE else cv2.INTER_CUBIC
    return lambda face, number, random: cv2.resize(face, (side, side), interpolation=way)


def turned(degrees: float):
    def turn(face, number, random):
        middle = (SIDE - 1) / 2
        return warped(face, cv2.getRotationMatrix2D((middle, middle), degrees * (-1) ** number, 1))
    return turn


def shifted(share: float):
    """The box beside the face: right, left, below, above in turn."""
    def shift(face, number, random):
        x, y = ((1, 0), (-1, 0), (0, 1), (0, -1))[number % 4]
        return warped(face, np.array([[1, 0, x * share * SIDE], [0, 1, y * share * SIDE]]))
    return shift


def boxed(factor: float):
    """A box larger than the face (above 1) shows it smaller, and the other way round."""
    middle = (SIDE - 1) / 2
    return lambda face, number, random: warped(face, cv2.getRotationMatrix2D((middle, middle), 0, 1 / factor))


def warped(face: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return cv2.warpAffine(face, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def rounded(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


ROWS = (
    [("as it is", "", lambda face, number, random: face)]
    + [("brightness", f"{levels:+d} of 255", brighter(levels)) for levels in (-80, -40, 40, 80)]
    + [("contrast", f"× {factor}", contrast(factor)) for factor in (0.25, 0.5, 1.5, 2)]
    + [("blur", f"σ {pixels} pixels of 48", blurred(pixels)) for pixels in (1, 2, 3)]
    + [("noise", f"σ {levels} of 255", noisy(levels)) for levels in (10, 20, 40)]
    + [("face size", f"{side} pixels", sized(side)) for side in (20, 24, 32, 40, 64, 100, 200)]
    + [("turned in the picture", f"± {degrees}°", turned(degrees)) for degrees in (10, 20, 30, 45)]
    + [("box shifted", f"± {share * 100:.0f} %", shifted(share)) for share in (0.05, 0.1, 0.15)]
    + [("box size", f"× {factor}", boxed(factor)) for factor in (0.85, 1.15, 1.3)]
)
