"""Who finds a face that is tilted, dim, small, close or turned: the program as a user runs it beside OpenCV's cascade, dlib's HOG and
BlazeFace, on the built-in actor. Prints tables and draws a figure. Run by Scripts/bench."""
from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Callable

import cv2
import dlib
import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from blazeface import BlazeFace  # noqa: E402
from pictures import ROOT, film_frames  # noqa: E402
from turns import table  # noqa: E402

EVERY = 3
"""Of the actor's frames: played at their full rate, so he moves three times as fast as he does in his own film."""
STILLS = 3
"""Every which of these is shown as a picture of its own."""

Box = tuple[float, float, float, float]


class Ours:
    """`app watch`: a folder of pictures, each of which stands alone; and the same as a film."""

    def __init__(self, program: str, folder: pathlib.Path):
        self.program, self.folder = program, folder

    def watch(self, source: pathlib.Path) -> list[list[Box]]:
        lines = subprocess.run([self.program, "watch", source, "--json"], check=True, capture_output=True, text=True).stdout.splitlines()
        return [[(face["x"], face["y"], face["width"], face["height"]) for face in json.loads(line)["faces"]] for line in lines]

    def alone(self, frames: list[np.ndarray]) -> list[list[Box]]:
        folder = self.folder / "stills"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for index, frame in enumerate(frames):
            cv2.imwrite(str(folder / f"{index:04}.pgm"), frame)
        return self.watch(folder)

    def film(self, frames: list[np.ndarray]) -> list[list[Box]]:
        path = self.folder / "film.y4m"
        height, width = frames[0].shape
        with path.open("wb") as file:
            file.write(f"YUV4MPEG2 W{width} H{height} F15:1 Ip A1:1 Cmono XCOLORRANGE=FULL\n".encode())
            for frame in frames:
                file.write(b"FRAME\n" + frame.tobytes())
        return self.watch(path)


def peers(folder: pathlib.Path) -> dict[str, Callable[[np.ndarray], list[Box]]]:
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    hog = dlib.get_frontal_face_detector()
    return {
        "OpenCV's cascade": lambda picture: [tuple(map(int, box)) for box in cascade.detectMultiScale(picture, 1.1, 5, minSize=(30, 30))],
        # Once enlarged, as its examples do: faces from 40 pixels on.
        "dlib's HOG": lambda picture: [(box.left(), box.top(), box.width(), box.height()) for box in hog(picture, 1)],
        "BlazeFace": BlazeFace(folder).faces,
    }


def is_at(box: Box, truth: Box) -> bool:
    """Detectors differ in what they frame; half a face aside or half its size is another place."""
    away = np.hypot(box[0] + box[2] / 2 - truth[0] - truth[2] / 2, box[1] + box[3] / 2 - truth[1] - truth[3] / 2)
    return away < truth[2] / 2 and 0.5 < box[2] / truth[2] < 2


# MARK: what is done to the actor: a picture and where his face is in it

def tilted(frame: np.ndarray, face: Box, degrees: float) -> tuple[np.ndarray, Box]:
    height, width = frame.shape
    move = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -degrees, 1)
    middle = move @ [face[0] + face[2] / 2, face[1] + face[3] / 2, 1]
    return cv2.warpAffine(frame, move, (width, height), borderMode=cv2.BORDER_REPLICATE), (
        middle[0] - face[2] / 2, middle[1] - face[3] / 2, face[2], face[3])


def dimmed(frame: np.ndarray, face: Box, share: float) -> tuple[np.ndarray, Box]:
    return np.rint(frame * share).astype(np.uint8), face


def sized(frame: np.ndarray, face: Box, share: float) -> tuple[np.ndarray, Box]:
    """His face in the middle of 640 x 480, as wide as this share of the picture; the edges of his film are repeated."""
    width, height = 640, 480
    scale = share * width / face[2]
    move = np.array([[scale, 0, width / 2 - scale * (face[0] + face[2] / 2)], [0, scale, height / 2 - scale * (face[1] + face[3] / 2)]])
    # Without aliasing: a lens does not make it either.
    soft = cv2.GaussianBlur(frame, (0, 0), 0.4 / scale) if scale < 0.8 else frame
    side = face[2] * scale
    return cv2.warpAffine(soft, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), (
        (width - side) / 2, (height - side) / 2, side, side)


class Panel:
    def __init__(self, name: str, unit: str, values: list[float], pictures: Callable[[float], list[tuple[np.ndarray, Box]]]):
        self.name, self.unit, self.values, self.pictures = name, unit, values, pictures
        self.recall: dict[str, list[float]] = {}
        self.elsewhere: dict[str, int] = {}
        self.count = 0

    def measure(self, ours: Ours, others: dict[str, Callable[[np.ndarray], list[Box]]]) -> None:
        for value in self.values:
            shown = self.pictures(value)
            alone = shown[::STILLS]
            self.count += len(alone)
            self.add("ours, in a film", shown, ours.film([picture for picture, _ in shown]), STILLS)
            self.add("ours, a picture", alone, ours.alone([picture for picture, _ in alone]))
            for name, find in others.items():
                self.add(name, alone, [find(picture) for picture, _ in alone])

    def add(self, name: str, shown: list[tuple[np.ndarray, Box]], found: list[list[Box]], weight: int = 1) -> None:
        if len(found) != len(shown):
            raise SystemExit(f"bench: {name}: {len(found)} answers to {len(shown)} pictures")
        hits = [any(is_at(box, truth) for box in boxes) for (_, truth), boxes in zip(shown, found)]
        self.recall.setdefault(name, []).append(100 * float(np.mean(hits)))
        wrong = sum(not is_at(box, truth) for (_, truth), boxes in zip(shown, found) for box in boxes)
        self.elsewhere[name] = self.elsewhere.get(name, 0) + wrong / weight

    def text(self) -> str:
        rows = [[name, *(f"{value:.0f}" for value in values), f"{100 * self.elsewhere[name] / self.count:.0f}"]
                for name, values in self.recall.items()]
        return table([f"{self.name}, {self.unit}", *(f"{value:g}" for value in self.values), "elsewhere"], rows)


def panels(sculptor: str, folder: pathlib.Path) -> list[Panel]:
    frames = film_frames(ROOT / "Resources" / "actor.mjpeg")[::EVERY]
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    faces = [max(map(tuple, cascade.detectMultiScale(frame, 1.1, 5)), key=lambda box: box[2]) for frame in frames]

    def turned(degrees: float) -> list[tuple[np.ndarray, Box]]:
        path = folder / "turned.mjpeg"
        subprocess.run([sculptor, "turned", path, str(EVERY), str(degrees)], check=True, stderr=subprocess.DEVNULL)
        return list(zip(film_frames(path), faces))

    def altered(change: Callable[[np.ndarray, Box, float], tuple[np.ndarray, Box]], scale: float = 1):
        return lambda value: [change(frame, face, value * scale) for frame, face in zip(frames, faces)]

    return [
        Panel("tilt", "°", [0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90], altered(tilted)),
        Panel("light", "%", [100, 50, 25, 20, 10, 5, 3, 2], altered(dimmed, 0.01)),
        Panel("width", "% of the picture", [4, 5, 6, 8, 10, 15, 20, 40, 60, 70, 80, 90], altered(sized, 0.01)),
        Panel("turn", "°", [0, 10, 20, 30, 40, 50, 60, 75], turned),
    ]


def draw(drawn: list[Panel], target: str) -> None:
    # The same bytes for the same numbers.
    plt.rcParams.update({"svg.hashsalt": "conditions", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9})
    styles = {"ours, in a film": ("#c8553d", "o-"), "ours, a picture": ("#c8553d", "o:"), "OpenCV's cascade": ("#3a6ea5", "s-"),
              "dlib's HOG": ("#5b8c5a", "^-"), "BlazeFace": ("#8d6a9f", "D-")}
    figure, axes = plt.subplots(2, 2, figsize=(10, 6.4))
    for panel, place in zip(drawn, axes.flat):
        for name, values in panel.recall.items():
            colour, style = styles[name]
            place.plot(panel.values, values, style, color=colour, label=name, markersize=3.5, linewidth=1.4)
        place.set_title({"width": "width of the face", "turn": "turn of the head"}.get(panel.name, panel.name))
        place.set_xlabel(panel.unit)
        place.set_ylim(-3, 103)
        place.grid(alpha=0.25)
        if panel.name in ("light", "width"):
            place.set_xscale("log")
            # The last ones would overlap.
            ticks = [value for value in panel.values if value not in (70, 80)]
            place.set_xticks(ticks, [f"{value:g}" for value in ticks])
            place.minorticks_off()
        if panel.name == "light":
            place.invert_xaxis()
    for place in axes[:, 0]:
        place.set_ylabel("found, % of pictures")
    axes[0, 0].legend(frameon=False, fontsize=8, loc="lower left")
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None, "Creator": None})


def main() -> None:
    program, sculptor, models, target = sys.argv[1:]
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, others = Ours(program, folder), peers(pathlib.Path(models))
        drawn = panels(sculptor, folder)
        for panel in drawn:
            panel.measure(ours, others)
            print(panel.text() + "\n", flush=True)
    draw(drawn, target)


if __name__ == "__main__":
    main()
