"""Two sides in turns: each runs for a while, then the other, until there is enough to take medians of.

Turns of both sides are equally long, and the first quarter of each is left out: it finds the other side's data in the caches and a
core that rested. Times are milliseconds of processor time of the thread that works, so that waiting for a busy machine does not count.
"""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def thread_milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        start = time.clock_gettime_ns(time.CLOCK_THREAD_CPUTIME_ID)
        work()
        times.append((time.clock_gettime_ns(time.CLOCK_THREAD_CPUTIME_ID) - start) / 1e6)
    return times


class Result:
    """Medians of both sides, and how often ours fits into theirs: of the medians, and the quartiles over the turns."""

    def __init__(self, ours: list[float], theirs: list[float], ratios: list[float]):
        self.ours, self.theirs = statistics.median(ours), statistics.median(theirs)
        self.ratio = self.theirs / self.ours
        self.low, _, self.high = statistics.quantiles(ratios, n=4)


def compare(ours: Callable[[int], list[float]], theirs: Callable[[int], list[float]], *, seconds: float, runs: int) -> Result:
    """Both sides are functions from a number of runs to their times; in a turn of the slower one `runs` count. At least seven turns."""
    probes = [statistics.median(side(3)) for side in (ours, theirs)]
    turn = max(probes) * (runs + 1)
    counts = [max(runs + 1, round(turn / probe)) for probe in probes]
    turns = max(7, min(200, int(seconds * 1000 / (2 * turn))))
    mine, peers, ratios = [], [], []
    for _ in range(turns):
        a, b = (side(count)[(count + 3) // 4:] for side, count in zip((ours, theirs), counts))
        mine += a
        peers += b
        ratios.append(statistics.median(b) / statistics.median(a))
    return Result(mine, peers, ratios)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Aligned Markdown, first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    def line(cells):
        return "| " + " | ".join(cell.ljust(width) if index == 0 else cell.rjust(width)
                                 for index, (cell, width) in enumerate(zip(cells, widths))) + " |"
    rule = "|" + "|".join("-" * (width + 2) if index == 0 else "-" * (width + 1) + ":" for index, width in enumerate(widths)) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])
