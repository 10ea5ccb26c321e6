"""BlazeFace (Bazarevsky et al. 2019), MediaPipe's detector of near faces, out of MediaPipe's wheel and run by OpenCV: its network has 896
places, each with a score, a box and six points in 128 x 128 pixels. Scores, boxes and their weighted mean are MediaPipe's."""
from __future__ import annotations

import pathlib
import subprocess
import sys
import zipfile

import cv2
import numpy as np

WHEEL = "mediapipe==0.10.14"
MODEL = "mediapipe/modules/face_detection/face_detection_short_range.tflite"
SIDE = 128
LEAST_SCORE = 0.5
SAME_FACE = 0.3


def model(folder: pathlib.Path) -> pathlib.Path:
    """Taken out of the wheel, nothing of which is installed."""
    path = folder / pathlib.Path(MODEL).name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--python-version", "3.11",
                        "--platform", "manylinux2014_x86_64", "--only-binary=:all:", "--dest", folder, WHEEL], check=True)
        wheel = next(folder.glob("mediapipe-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            path.write_bytes(archive.read(MODEL))
        wheel.unlink()
    return path


def anchors() -> np.ndarray:
    """Middles, in shares of the side: two at each of 16 x 16 places, six at each of 8 x 8."""
    grids = []
    for count, each in ((16, 2), (8, 6)):
        middles = (np.arange(count) + 0.5) / count
        y, x = np.meshgrid(middles, middles, indexing="ij")
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], 1), each, axis=0))
    return np.concatenate(grids)


class BlazeFace:
    def __init__(self, folder: pathlib.Path):
        self.network = cv2.dnn.readNet(str(model(folder)))
        self.anchors = anchors()

    def faces(self, picture: np.ndarray) -> list[tuple[float, float, float, float]]:
        """x, y, width, height of every face in a grey picture."""
        height, width = picture.shape
        longer = max(width, height)
        left, top = (longer - width) / 2, (longer - height) / 2
        scale = SIDE / longer
        square = cv2.warpAffine(picture, np.array([[scale, 0, left * scale], [0, scale, top * scale]]), (SIDE, SIDE))
        self.network.setInput(cv2.dnn.blobFromImage(cv2.cvtColor(square, cv2.COLOR_GRAY2RGB), 1 / 127.5, mean=(127.5,) * 3))
        scores, places = self.network.forward(["classificators", "regressors"])
        scores = 1 / (1 + np.exp(-np.clip(scores[0, :, 0], -80, 80)))
        kept = np.flatnonzero(scores >= LEAST_SCORE)
        middles = places[0, kept, :2] / SIDE + self.anchors[kept]
        sizes = places[0, kept, 2:4] / SIDE
        boxes = np.concatenate([middles - sizes / 2, sizes], 1) * longer - [left, top, 0, 0]
        return self.joined(boxes, scores[kept])

    @staticmethod
    def joined(boxes: np.ndarray, scores: np.ndarray) -> list[tuple[float, float, float, float]]:
        """The mean, weighted by scores, of boxes that overlap the best one; then of those that are left."""
        order = list(np.argsort(-scores))
        faces = []
        while order:
            best = order[0]
            same = [index for index in order if overlap(boxes[best], boxes[index]) > SAME_FACE] or [best]
            faces.append(tuple(float(value) for value in np.average(boxes[same], axis=0, weights=scores[same])))
            order = [index for index in order if index not in same]
        return faces


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(width, 0) * max(height, 0)
    return common / (a[2] * a[3] + b[2] * b[3] - common)
