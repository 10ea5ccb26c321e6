"""Grey pictures to look for faces in: our own, made from the built-in actor and seeded noise, and the shared ones where they are."""
from __future__ import annotations

import functools
import pathlib

import cv2
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
SIZES = [(320, 240), (640, 480), (1280, 720)]


def film_frames(path: pathlib.Path) -> list[np.ndarray]:
    """The frames of a film that is one JPEG after another, in grey."""
    film = path.read_bytes()
    starts = []
    at = film.find(b"\xff\xd8\xff")
    while at >= 0:
        starts.append(at)
        at = film.find(b"\xff\xd8\xff", at + 3)
    starts.append(len(film))
    frames = [cv2.imdecode(np.frombuffer(film[start:end], np.uint8), cv2.IMREAD_GRAYSCALE) for start, end in zip(starts, starts[1:])]
    return [frame for frame in frames if frame is not None]


def actor_frames(count: int) -> list[np.ndarray]:
    """`count` frames spread over the actor's film, 320 x 240."""
    frames = film_frames(ROOT / "Resources" / "actor.mjpeg")
    return [frames[index] for index in np.linspace(0, len(frames) - 1, count).astype(int)]


@functools.cache
def sky(width: int = 1920, height: int = 1080, seed: int = 7) -> np.ndarray:
    """Noise whose strength falls with frequency, and a sensor's grain. With a flatter fall (1.6 to 1.8) it looks rougher, takes twice
    to three times as long, and the cascade finds faces in it."""
    random = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.rfftfreq(width), np.fft.fftfreq(height)[:, None])
    frequency[0, 0] = 1
    spectrum = (random.normal(size=frequency.shape) + 1j * random.normal(size=frequency.shape)) / frequency ** 2
    spectrum[0, 0] = 0
    picture = np.fft.irfft2(spectrum, (height, width))
    return np.clip(128 + 45 * picture / picture.std() + random.normal(0, 1, (height, width)), 0, 255).astype(np.uint8)


def clouds(width: int, height: int) -> np.ndarray:
    """A room without anybody in it: the middle of the sky, so that all sizes show the same and differ in how much they show."""
    tall, wide = sky().shape
    x, y = (wide - width) // 2, (tall - height) // 2
    return sky()[y:y + height, x:x + width].copy()


def with_faces(width: int, height: int, faces: int, face_height: int | None = None) -> np.ndarray:
    """Clouds with `faces` actors side by side, as many in a row as fit, every one of `face_height` pixels with shoulders."""
    picture = clouds(width, height)
    tall = face_height or height // (1 if faces <= 1 else 2)
    wide = tall * 3 // 4
    columns = max(1, width // wide)
    for index, frame in enumerate(actor_frames(faces) if faces else []):
        small = cv2.resize(frame[:, 70:250], (wide, tall), interpolation=cv2.INTER_AREA if tall < 240 else cv2.INTER_LINEAR)
        x, y = index % columns * wide, index // columns * tall
        if y + tall <= height and x + wide <= width:
            picture[y:y + tall, x:x + wide] = small
    return picture


def of_size(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """The middle of the picture in this shape, made larger or smaller."""
    tall, wide = picture.shape
    scale = max(width / wide, height / tall)
    resized = cv2.resize(picture, (max(width, round(wide * scale)), max(height, round(tall * scale))),
                         interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x, y = (resized.shape[1] - width) // 2, (resized.shape[0] - height) // 2
    return np.ascontiguousarray(resized[y:y + height, x:x + width])


def comparison() -> list[tuple[str, np.ndarray]]:
    """Name and picture, in three sizes each."""
    chosen = []
    for width, height in SIZES:
        count, share = {320: (1, 1), 640: (4, 3), 1280: (8, 3)}[width]
        chosen.append((f"actors {width}×{height}", with_faces(width, height, count, height // share)))
    for name in ["Happy", "solvay_conference", "dinner"]:
        for width, height in SIZES:
            ready = SHARED / "detect" / f"{name}_{width}x{height}.pgm"
            source = ready if ready.exists() else SHARED / "detect" / f"{name}_0100.pgm"
            if source.exists():
                picture = cv2.imread(str(source), cv2.IMREAD_GRAYSCALE)
                chosen.append((f"{name.split('_')[0]} {width}×{height}", of_size(picture, width, height)))
    return chosen
