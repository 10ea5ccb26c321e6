"""Makes detection.golden: what OpenCV's own detector finds in synthetic pictures of ours (noise, patterns, a drawn face, the actor).

    python3 Tests/Goldens/make_detection_golden.py CASCADE.xml      (numpy, opencv-python-headless==4.14.0.94; one thread)

CASCADE.xml is haarcascade_frontalface_default.xml of Debian's opencv-data. All numbers i32, little-endian:
picture count; each picture: width, height, its pixels as bytes padded to a multiple of 4, run count; each run: scale factor (f64),
min neighbours, min size, candidate count, candidates (x, y, width, height), face count, faces (x, y, width, height, neighbours).
"""
import pathlib
import struct
import sys

import cv2
import numpy as np

RUNS = [(1.1, 5, 30), (1.1, 3, 0), (1.3, 2, 0), (1.05, 1, 24), (2.5, 1, 0), (1.17, 0, 40), (1.5, 2, 0), (3, 0, 0), (1.01, 4, 60)]
random = np.random.default_rng(7)


def drawn_face(width: int, height: int, centre: tuple[float, float], size: float, tilt: float = 0) -> np.ndarray:
    """A head in a few ellipses: what the cascade looks for is a bright brow and cheeks around dark eyes and mouth."""
    picture = np.full((height, width), 90, np.uint8)
    x, y = centre

    def ellipse(dx, dy, a, b, grey):
        turn = np.deg2rad(tilt)
        at = (x + size * (dx * np.cos(turn) - dy * np.sin(turn)), y + size * (dx * np.sin(turn) + dy * np.cos(turn)))
        cv2.ellipse(picture, (at, (2 * a * size, 2 * b * size), tilt), grey, -1)

    ellipse(0, -0.05, 0.52, 0.70, 40)
    ellipse(0, 0, 0.44, 0.60, 190)
    for side in (-1, 1):
        ellipse(side * 0.2, -0.14, 0.13, 0.075, 90)
        ellipse(side * 0.2, -0.13, 0.06, 0.05, 30)
        ellipse(side * 0.2, -0.26, 0.14, 0.03, 70)
    ellipse(0, 0.05, 0.05, 0.14, 215)
    ellipse(0, 0.17, 0.09, 0.03, 130)
    ellipse(0, 0.33, 0.18, 0.05, 80)
    return cv2.GaussianBlur(picture, (0, 0), size * 0.02)


def actor(numbers: list[int], size: tuple[int, int]) -> list[np.ndarray]:
    """Frames of the built-in actor, grey and small. Stored as pixels, since JPEG decoders may differ."""
    frames = (pathlib.Path(__file__).parents[2] / "Resources/actor.mjpeg").read_bytes().split(b"\xff\xd8\xff")[1:]
    pictures = [cv2.imdecode(np.frombuffer(b"\xff\xd8\xff" + frames[number], np.uint8), cv2.IMREAD_GRAYSCALE) for number in numbers]
    return [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in pictures]


def pictures() -> list[np.ndarray]:
    y, x = np.mgrid[0:90, 0:121]
    face = drawn_face(160, 120, (75, 62), 80)
    pair = np.maximum(drawn_face(201, 133, (55, 60), 62, 4), drawn_face(201, 133, (146, 75), 70, -6))
    noisy = np.clip(face + random.normal(0, 6, face.shape), 0, 255).astype(np.uint8)
    edge = drawn_face(96, 97, (40, 46), 78)
    blobs = cv2.GaussianBlur(random.integers(0, 256, (101, 143), dtype=np.uint8), (0, 0), 3)
    blobs = cv2.normalize(blobs, None, 0, 255, cv2.NORM_MINMAX)
    return [
        face, noisy, pair, edge, blobs,
        (127 + 120 * np.sin(x / 5) * np.sin(y / 7)).astype(np.uint8),
        random.integers(0, 256, (47, 53), dtype=np.uint8),
        random.integers(0, 256, (24, 24), dtype=np.uint8), cv2.resize(face, (25, 31)), cv2.resize(face, (24, 200)),
        random.integers(0, 256, (23, 60), dtype=np.uint8), np.full((30, 30), 200, np.uint8), np.zeros((1, 1), np.uint8),
        *actor([0, 60, 110], (137, 103)), random.integers(0, 256, (24, 131), dtype=np.uint8),
    ]


def main() -> None:
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(sys.argv[1])
    images = pictures()
    out = struct.pack("<i", len(images))
    for image in images:
        height, width = image.shape
        out += struct.pack("<ii", width, height) + image.tobytes() + bytes(-image.size % 4) + struct.pack("<i", len(RUNS))
        for scale_factor, neighbors, size in RUNS:
            options = {"scaleFactor": scale_factor, "minSize": (size, size)}
            raw = cascade.detectMultiScale(image, minNeighbors=0, **options)
            faces, counts = cascade.detectMultiScale2(image, minNeighbors=neighbors, **options)
            out += struct.pack("<diii", scale_factor, neighbors, size, len(raw))
            out += b"".join(struct.pack("<4i", *map(int, rect)) for rect in raw) + struct.pack("<i", len(faces))
            out += b"".join(struct.pack("<5i", *map(int, rect), int(n)) for rect, n in zip(faces, np.ravel(counts)))
            print(f"{width} x {height}, {scale_factor}, {neighbors}, {size}: {len(raw)} candidates, {len(faces)} faces")
    (pathlib.Path(__file__).parent / "detection.golden").write_bytes(out)


main()
