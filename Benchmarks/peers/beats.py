"""Beats beside librosa and aubio: on pieces with exact truth, and how far all agree on recordings of Debian's games. Run by Scripts/bench.

F is the F-measure of beats within 70 ms of the truth (or of the other program), from the first second on. A piece without a
beat counts as right when none is given. See judged_beats.py for the pieces.
"""
from __future__ import annotations

import pathlib
import sys
import tempfile

import numpy as np

import beat_finders
import games
import judged_beats
from judged_beats import Judged
from turns import table

from picking import TOLERANCE, f_measure  # Training/beats, put on the path by judged_beats

SURE = 0.8


def bars_until_followed(truth: Judged, found: np.ndarray) -> float:
    """Bars from the change of tempo until four beats in a row are found; infinite where they never are."""
    if len(found) == 0:
        return float("inf")
    hit = np.array([np.abs(found - beat).min() <= TOLERANCE for beat in truth.beats])
    bar = np.diff(truth.bars)[-1]
    for index in np.flatnonzero(truth.beats >= truth.change - 1e-6):
        if index + 4 <= len(hit) and hit[index:index + 4].all():
            return (truth.beats[index] - truth.change) / bar
    return float("inf")


def mean(values) -> str:
    values = list(values)
    return f"{np.mean(values):.2f}" if values else "–"


def judge(app: str, folder: pathlib.Path, only: int | None) -> None:
    rows, followed, sure, minutes = {}, [], [], 0.0
    seconds = dict.fromkeys(("ours", "librosa", "aubio"), 0.0)
    for piece in judged_beats.made(folder, only):
        answers = {"ours": beat_finders.ours(app, piece.path), "librosa": beat_finders.librosa(piece.path), "aubio": beat_finders.aubio(piece.path)}
        minutes += piece.path.stat().st_size / 4 / judged_beats.RATE / 60
        for name, answer in answers.items():
            seconds[name] += answer.seconds
        scores = {name: f_measure(answer.beats, piece.beats) for name, answer in answers.items()}
        mine = answers["ours"]
        bars = f_measure(mine.bars, piece.bars) if len(piece.bars) else None
        rows.setdefault(piece.group, []).append((scores, bars, mine.confidence))
        if len(piece.beats):
            sure.append((mine.confidence, scores["ours"]))
        if piece.change is not None:
            followed.append(bars_until_followed(piece, mine.beats))
        print(f"{piece.path.stem}: " + ", ".join(f"{name} {score:.2f}" for name, score in scores.items())
              + (f", bars {bars:.2f}" if bars is not None else "") + f", confidence {mine.confidence:.2f}", file=sys.stderr)
        piece.path.unlink()
    lines = []
    for group, answers in rows.items():
        beaten = [bars for _, bars, _ in answers if bars is not None]
        lines.append([group, str(len(answers)), *(mean(scores[name] for scores, _, _ in answers) for name in seconds), mean(beaten),
                      mean(bars >= 0.7 for bars in beaten), mean(confidence >= SURE for _, _, confidence in answers)])
    print(table(["pieces", "number", "F ours", "F librosa", "F aubio", "F of bars", "bars right", "sure"], lines) + "\n")
    certain = [score for confidence, score in sure if confidence >= SURE]
    print(f"Of {len(sure)} pieces with a beat {mean([confidence >= SURE for confidence, _ in sure])} have a confidence of {SURE} or more, "
          f"and of those {mean([score >= 0.7 for score in certain])} an F of 0.7 or more.")
    if followed:
        print(f"A change of tempo is followed within two bars in {sum(bars <= 2 for bars in followed)} of {len(followed)} pieces; the middle one needs {np.median(followed):.1f} bars.")
    print("Processor time for a minute of music: " + ", ".join(f"{name} {value / minutes:.2f} s" for name, value in seconds.items()) + ".\n")


def compare(app: str, folder: pathlib.Path, only: int | None) -> None:
    lines, sums = [], []
    for path in games.recordings(folder, only):
        mine, theirs, third = beat_finders.ours(app, path), beat_finders.librosa(path), beat_finders.aubio(path)
        row = [f_measure(mine.beats, theirs.beats), f_measure(mine.beats, third.beats), f_measure(theirs.beats, third.beats)]
        sums.append((*row, mine.confidence, len(mine.beats)))
        print(f"{path.parent.name}/{path.name}: " + " ".join(f"{value:.2f}" for value in row), file=sys.stderr)
        if max(row[:2]) < 0.5:
            lines.append([f"{path.parent.name}/{path.name}", tempo_of(mine.beats), tempo_of(theirs.beats), tempo_of(third.beats), f"{row[2]:.2f}", f"{mine.confidence:.2f}"])
    agreement = np.array(sums)
    with_beat = agreement[agreement[:, 4] > 0]
    print(f"{len(sums)} recordings out of Debian's games; agreement (F) ours and librosa {agreement[:, 0].mean():.2f}, ours and aubio {agreement[:, 1].mean():.2f}, "
          f"librosa and aubio {agreement[:, 2].mean():.2f}; where ours gives a beat ({len(with_beat)}): {with_beat[:, 0].mean():.2f}, {with_beat[:, 1].mean():.2f}, "
          f"{with_beat[:, 2].mean():.2f}; sure of {int((agreement[:, 3] >= SURE).sum())}.\n")
    if lines:
        print(table(["ours agrees with neither", "ours", "librosa", "aubio", "they with each other", "confidence"], lines))


def tempo_of(beats: np.ndarray) -> str:
    return f"{60 / np.median(np.diff(beats)):.0f}" if len(beats) > 1 else "none"


def main() -> None:
    app = sys.argv[1]
    only = int(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        judge(app, pathlib.Path(folder), only)
        compare(app, pathlib.Path(folder), only)


if __name__ == "__main__":
    main()
