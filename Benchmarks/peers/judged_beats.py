"""Pieces to judge beat finders by: style files and a soundfont that nothing was learnt from, other seeds, exact truth.

Made anew each time by Training/beats (MMA, FluidSynth), the same pieces for the same versions of those.
"""
from __future__ import annotations

import pathlib
import sys
from dataclasses import dataclass

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Training" / "beats"))
import grooves
import pieces
import rendering
import tempo
from score import perform

SEED, RATE, SECONDS = 41, 44_100, 45
GROUPS = {"band": 64, "dense rock": 18, "rubato piano": 18, "tempo change": 14, "other meters": 14, "own ensembles": 12, "no beat": 10}
ROCK = ("metal", "mtl", "thr", "digitalrock", "pflib/rock", "zoom/rock", "punk", "basicrock", "w-rock")


@dataclass
class Judged:
    """Truth in seconds; `change` is where the tempo changes, if it does."""
    group: str
    path: pathlib.Path
    beats: np.ndarray
    bars: np.ndarray
    change: float | None = None


def made(folder: pathlib.Path, only: int | None = None):
    """Writes the pieces and yields them; at most `only` of each group."""
    for index, (group, count) in enumerate(GROUPS.items()):
        for number in range(min(count, only or count)):
            yield one(group, number, np.random.default_rng([SEED, index, number]), folder / f"{group.replace(' ', '-')}-{number:02}.wav")


def one(group: str, number: int, random: np.random.Generator, path: pathlib.Path) -> Judged:
    none = np.zeros(0)
    if group == "no beat":
        piece = pieces.single("none", SECONDS, RATE, rendering.JUDGED_FONT, random, held_out=True)
        rendering.write(path, np.repeat(piece.sound[:, None], 2, 1), RATE)
        return Judged(group, path, none, none)
    change = None
    if group == "rubato piano":
        score, bpm, meter = pieces.composed("piano", SECONDS, random, True)
        performance = perform(score, tempo.rubato(bpm, score.beats, meter, random, float(random.choice([0.08, 0.12, 0.16]))), random, 0.006)
    elif group == "dense rock" and number % 2:
        score, bpm, meter = pieces.composed("rock", SECONDS, random, True)
        performance = perform(score, tempo.drifting(bpm, score.beats, random, 0.01), random, 0.006)
    elif group == "own ensembles":
        kind = ["offbeat", "strum", "machine", "chip", "orchestra", "mixed"][number % 6]
        performance = pieces.played(kind, *pieces.composed(kind, SECONDS, random, True), random)
    else:
        score, bpm, meter = arranged(group, random)
        if group == "tempo change":
            curve = changing(bpm, score.beats, meter, random)
            performance = perform(score, curve[0], random, 0.004)
            change = float(performance.beats[curve[1]])
        else:
            performance = perform(score, tempo.drifting(bpm, score.beats, random, random.uniform(0, 0.015)), random, 0.004)
    rendering.to_file(performance, rendering.JUDGED_FONT, RATE, path, random)
    return Judged(group, path, performance.beats, performance.beats[performance.bars], change)


def arranged(group: str, random: np.random.Generator):
    """A band piece from a style file that was held out."""
    styles = [style for style in grooves.styles() if style.held_out]
    if group == "dense rock":
        styles = [style for style in styles if any(word in style.name for word in ROCK)]
    elif group in ("tempo change", "other meters"):
        styles = [style for style in styles if style.meter == 4]
    style = styles[random.integers(len(styles))]
    bpm = grooves.usual_tempo(style, random)
    score, harmony = grooves.arranged(style, round(SECONDS * bpm / 60 / style.meter), random)
    meter = style.meter
    if group == "other meters":
        meter = int(random.choice([5, 7]))
        score = grooves.with_meter(score, meter)
    grooves.varied(score, harmony, meter, random)
    return score, bpm, meter


def changing(bpm: float, beats: int, meter: int, random: np.random.Generator) -> tuple[tempo.Tempo, int]:
    """Another tempo from a bar in the middle, 10 to 45 per cent away; and that bar's beat."""
    at = round(random.uniform(0.35, 0.6) * beats / meter) * meter
    factor = float(np.exp(random.uniform(0.1, 0.37) * random.choice([-1, 1])))
    return tempo.Tempo(np.where(tempo.points(beats) < at, bpm, bpm * factor)), at
