"""What grows with the size of a picture, the number of faces, a block, a song and a session, and what must not: one figure and its table.
Run by Scripts/bench.

Each curve is compared with a power law through all its points: an exponent of 1 is linear growth, of 0 none. A curve that should be flat and
is not, or grows faster than it should, is named and fails the run.
"""
from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

import pictures  # noqa: E402
from detection_cost import Cost  # noqa: E402
from ours import Ours  # noqa: E402
from turns import table  # noqa: E402

SIZES = [(320, 240), (480, 360), (640, 480), (800, 600), (1024, 768), (1280, 720), (1600, 900), (1920, 1080)]
BLOCKS = [64, 128, 256, 512, 1024]
MINUTES = [1, 2, 4, 8, 16, 32]
HOURS = 8
PLAYED_MINUTES = 60
BLUE, GREY = "#3a6ea5", "#999999"


class Curve:
    """Values over sizes, and the exponent that they may grow with."""

    def __init__(self, title: str, x: str, y: str, sizes: list[float], values: list[float], most: float):
        self.title, self.x, self.y, self.sizes, self.values, self.most = title, x, y, sizes, values, most

    @property
    def exponent(self) -> float:
        return float(np.polyfit(np.log(self.sizes), np.log(self.values), 1)[0])

    @property
    def is_good(self) -> bool:
        return self.exponent <= self.most

    def row(self) -> list[str]:
        expected = "flat" if self.most < 0.5 else "linear"
        first, last = (f"{value:.3g} {self.y}" for value in (self.values[0], self.values[-1]))
        return [self.title, f"{self.sizes[0]:.4g} … {self.sizes[-1]:.4g} {self.x}", first, last, f"{self.exponent:+.2f}",
                f"{expected}: {'yes' if self.is_good else 'NO'}"]


def vision(ours: Ours, folder: pathlib.Path) -> list[Curve]:
    cost = Cost(ours, folder)
    for width, height in SIZES:
        cost.add((width, height), pictures.with_faces(width, height, 1, height * 3 // 4))
    for faces in range(1, 9):
        cost.add(faces, pictures.with_faces(1280, 720, faces, 240))
    cost.measure(turns=7)
    return [Curve("finding a face, by picture area", "megapixels", "ms", [w * h / 1e6 for w, h in SIZES], [cost[size] for size in SIZES], 1.1),
            Curve("faces in 1280×720", "faces", "ms", list(range(1, 9)), [cost[faces] for faces in range(1, 9)], 1.1)]


def sound(ours: Ours) -> list[Curve]:
    costs = {frames: [] for frames in BLOCKS}
    for _ in range(5):
        for frames in BLOCKS:
            answer = ours.ask(f"chain happy {frames} {4 * 44_100 // frames}")
            check(answer, f"blocks of {frames}")
            costs[frames].append(1000 * sum(answer["microseconds"]) / (frames * len(answer["microseconds"])))
    played = ours.ask(f"play {60 * PLAYED_MINUTES} 12")
    check(played, "an hour of music")
    ends = [PLAYED_MINUTES * (part + 1) / 12 for part in range(12)]
    return [Curve("a frame of sound, by block size", "frames a block", "ns", BLOCKS, [statistics.median(costs[frames]) for frames in BLOCKS], 0.1),
            Curve("a block of sound, over an hour", "minutes", "µs", ends, played["microseconds"], 0.1)]


def check(answer: dict, what: str) -> None:
    if answer["allocations"]:
        raise SystemExit(f"bench: {what}: {answer['allocations']} allocations while it played")


def songs(ours: Ours) -> Curve:
    times = [statistics.median(ours.ask(f"listen {60 * minutes}")["milliseconds"] for _ in range(3 if minutes < 8 else 1)) / 1000 for minutes in MINUTES]
    return Curve("finding beats, by length of the song", "minutes", "s", MINUTES, times, 1.1)


def sessions(ours: Ours) -> list[Curve]:
    lived = ours.ask(f"session {HOURS}")
    hours = list(range(1, HOURS + 1))
    return [Curve("a session's heart, a second of it", "hours", "µs", hours, lived["microsecondsASecond"], 0.1),
            Curve("a session's heart, memory", "hours", "MB", hours, lived["megabytes"], 0.005)]


def draw(curves: list[Curve], machine: str, target: pathlib.Path) -> None:
    plt.rcParams["svg.hashsalt"] = "leitmotif"
    figure, axes = plt.subplots(2, 4, figsize=(14, 6))
    for place, curve in zip(axes.flat, curves):
        place.plot(curve.sizes, curve.values, "o-", ms=4, color=BLUE)
        ends = ([curve.sizes[0], curve.sizes[-1]], [curve.values[0], curve.values[-1]])
        straight = np.interp(curve.sizes, *ends) if curve.most > 0.5 else np.full(len(curve.sizes), np.median(curve.values))
        place.plot(curve.sizes, straight, ":", color=GREY)
        place.set_title(f"{curve.title}\nexponent {curve.exponent:+.2f}", fontsize=9)
        place.set_xlabel(curve.x, fontsize=8)
        place.set_ylabel(curve.y, fontsize=8)
        place.set_ylim(0, 1.25 * max(max(curve.values), max(straight)))
        place.set_xlim(0, 1.04 * max(curve.sizes))
        place.tick_params(labelsize=8)
        place.grid(alpha=0.25)
    for place in axes.flat[len(curves):]:
        place.axis("off")
    figure.text(0.5, 0.01, f"{machine}; one thread, processor time. Dotted: a straight line between the ends, or flat.", ha="center", fontsize=8, color=GREY)
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    figure.savefig(target, metadata={"Date": None, "Creator": None})


def main() -> None:
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    ours = Ours(program)
    with tempfile.TemporaryDirectory() as scratch:
        curves = [*vision(ours, pathlib.Path(scratch)), *sound(ours), songs(ours), *sessions(ours)]
    draw(curves, ours.machine(), folder / "growth.svg")
    print(f"{ours.machine()}; one thread, processor time.\n")
    print(table(["what", "from … to", "first", "last", "exponent", "as it should be"], [curve.row() for curve in curves]))
    if not all(curve.is_good for curve in curves):
        raise SystemExit("bench: something grows that should not")


if __name__ == "__main__":
    main()
