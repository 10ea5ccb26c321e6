"""What finding faces costs, by size of the picture and by number of faces: a plot and a table. Run by Scripts/bench."""
from __future__ import annotations

import math
import pathlib
import statistics
import sys
import tempfile

import cv2
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

import pictures  # noqa: E402
from ours import Ours  # noqa: E402
from turns import table  # noqa: E402

SIZES = [(160, 120), (320, 240), (480, 360), (640, 480), (800, 600), (1024, 768), (1280, 720), (1600, 900), (1920, 1080)]
SCALE, NEIGHBOURS, SMALLEST = 1.1, 5, 30


def windows(width: int, height: int) -> int:
    """Places at which the cascade is asked: of every size, every one or every second pixel in x and y."""
    total, factor = 0, 1.0
    while (window := round(24 * factor)) <= min(width, height):
        if window >= SMALLEST:
            step = 1 if factor >= 2 else 2
            columns, rows = round(width / factor) + 1 - 24, round(height / factor) + 1 - 24
            total += max(0, math.ceil(columns / step)) * max(0, math.ceil(rows / step))
        factor *= SCALE
    return total


class Cost:
    """Median milliseconds of a picture; all pictures take turns, so that no one has the machine's best moment to itself."""

    def __init__(self, ours: Ours, folder: pathlib.Path):
        self.ours, self.folder, self.times, self.found = ours, folder, {}, {}

    def add(self, key, picture) -> None:
        cv2.imwrite(str(self.folder / f"{len(self.times)}.pgm"), picture)
        self.times[key] = []

    def measure(self, turns: int) -> None:
        for _ in range(turns):
            for index, key in enumerate(self.times):
                self.ours.ask(f"picture {self.folder / f'{index}.pgm'}")
                answer = self.ours.ask(f"detect {SCALE} {NEIGHBOURS} {SMALLEST} 4")
                self.times[key] += answer["milliseconds"][1:]
                self.found[key] = len(answer["faces"])

    def __getitem__(self, key) -> float:
        return statistics.median(self.times[key])


def draw(cost: Cost, machine: str, target: str) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4), dpi=110)
    scanned = [windows(*size) / 1e6 for size in SIZES]
    areas = [width * height / 1e6 for width, height in SIZES]
    for faces, colour in ((0, "#3a6ea5"), (1, "#c8553d")):
        left.plot(areas, [cost[size, faces] for size in SIZES], "o-", color=colour, label="no face" if faces == 0 else "one face")
    # Through the origin and the largest empty picture: what it would cost if every window cost the same.
    straight = cost[SIZES[-1], 0] / scanned[-1]
    left.plot(areas, [straight * count for count in scanned], ":", color="#3a6ea5", label="windows scanned, to scale")
    left.set_xlabel("megapixels")
    left.set_title("by size of the picture")
    right.plot(range(9), [cost["faces", faces] for faces in range(9)], "o-", color="#c8553d")
    right.set_xlabel("faces of 180×240 pixels in 1280×720")
    right.set_title("by number of faces")
    for axes in (left, right):
        axes.set_ylim(0, axes.get_ylim()[1] * 1.05)
        axes.set_ylabel("ms of one processor")
        axes.grid(alpha=0.25)
    left.set_xlim(left=0)
    left.legend(frameon=False)
    figure.suptitle(f"Finding faces: scale {SCALE}, {NEIGHBOURS} neighbours, at least {SMALLEST} pixels", fontsize=11)
    figure.text(0.5, 0.005, machine, ha="center", fontsize=7, color="#666666")
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    figure.savefig(target, metadata={"Software": None})


def main() -> None:
    program, target = sys.argv[1:]
    ours = Ours(program)
    with tempfile.TemporaryDirectory() as folder:
        cost = Cost(ours, pathlib.Path(folder))
        for width, height in SIZES:
            for faces in (0, 1):
                cost.add(((width, height), faces), pictures.with_faces(width, height, faces, height * 3 // 4))
        for faces in range(9):
            cost.add(("faces", faces), pictures.with_faces(1280, 720, faces, 240))
        cost.measure(turns=7)
    draw(cost, ours.machine(), target)
    print(f"{ours.machine()}; one thread, processor time, medians.\n")
    rows = []
    for size in SIZES:
        count = windows(*size)
        rows.append([f"{size[0]}×{size[1]}", f"{count:,}", f"{cost[size, 0]:.2f}", f"{cost[size, 0] * 1e6 / count:.1f}",
                     f"{cost[size, 1]:.2f}", str(cost.found[size, 1])])
    print(table(["picture", "windows", "no face, ms", "ns a window", "one face, ms", "found"], rows))
    rows = [["ms", *(f"{cost['faces', faces]:.2f}" for faces in range(9))],
            ["found", *(str(cost.found["faces", faces]) for faces in range(9))]]
    print("\n" + table(["1280×720, faces", *map(str, range(9))], rows))


if __name__ == "__main__":
    main()
