"""Makes the pieces that the network learns from: one .npz of features and truth for each, nothing else is kept.

    python Training/beats/pieces.py --out FOLDER [--first 0] [--count 1000] [--seconds 46]

A piece depends on its number alone, so the work can be shared and interrupted. Needs Debian's mma, fluidsynth, ffmpeg,
fluid-soundfont-gm and musescore-general-soundfont-lossless.
"""
from __future__ import annotations

import argparse
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import alterations
import ensembles
import grooves
import patterns
import piano
import rendering
import tempo
import unmeasured
from features import features
from score import Performance, Score, perform

METERS = [3, 4, 4, 4, 4, 4, 4, 4, 2, 5, 7]  # two: 6/8
KINDS = dict(band=0.44, rock=0.14, piano=0.14, offbeat=0.04, strum=0.05, machine=0.05, chip=0.04, orchestra=0.03, mixed=0.02, none=0.05)
PATTERNS_FROM = 2000  # pieces with these numbers are drum patterns from formulas
RATES = [44100, 44100, 44100, 48000, 32000, 22050]


@dataclass
class Piece:
    """Mono sound and its truth, in seconds."""
    kind: str
    sound: np.ndarray
    rate: int
    beats: np.ndarray
    bars: np.ndarray


def composed(kind: str, seconds: float, random: np.random.Generator, held_out: bool) -> tuple[Score, float, int]:
    """A score, its tempo in beats a minute and its beats in a bar."""
    if kind == "band":
        return band(seconds, random, held_out)
    meter = int(random.choice(METERS)) if kind != "piano" else int(random.choice([3, 4, 4, 2]))
    if kind == "rock" and meter == 2:
        meter = 4
    low, high = {"rock": (80, 200), "piano": (48, 150), "strum": (60, 150), "offbeat": (68, 150), "orchestra": (55, 160)}.get(kind, (75, 180))
    if meter >= 5:
        low, high = 110, 230
    elif meter == 2 and kind != "piano":
        low, high = 48, 115
    bpm = float(np.exp(random.uniform(np.log(low), np.log(high))))
    beats = seconds * bpm / 60
    if kind == "rock":
        return ensembles.rock(meter, beats, random), bpm, meter
    if kind == "piano":
        return piano.piano(meter, beats, random), bpm, meter
    return ensembles.layered(meter, beats, random, kind), bpm, meter


def band(seconds: float, random: np.random.Generator, held_out: bool) -> tuple[Score, float, int]:
    choice = [style for style in grooves.styles() if style.held_out == held_out]
    wish = random.random()
    if wish < 0.14:
        choice = [style for style in choice if style.unit == 3 or style.meter == 5]
    elif wish < 0.28:
        choice = [style for style in choice if style.meter == 3]
    while True:
        style = choice[random.integers(len(choice))]
        bpm, meter = grooves.usual_tempo(style, random), style.meter
        try:
            score, harmony = grooves.arranged(style, max(4, round(seconds * bpm / 60 / style.meter)), random)
        except subprocess.SubprocessError:
            continue
        if len(score.notes) > score.beats // 2:
            break
    if style.meter == 4 and random.random() < 0.12:
        meter = int(random.choice([5, 7, 7, 3]))
        score = grooves.with_meter(score, meter)
        bpm = float(np.clip(bpm * 1.1, 100, 220))
    grooves.varied(score, harmony, meter, random)
    return score, bpm, meter


def played(kind: str, score: Score, bpm: float, meter: int, random: np.random.Generator) -> Performance:
    chance = random.random()
    if kind == "piano" or (kind in ("orchestra", "strum") and chance < 0.5):
        depth = float(random.choice([0.04, 0.08, 0.12, 0.16, 0.22]))
        return perform(score, tempo.rubato(bpm, score.beats, meter, random, depth), random, random.uniform(0.002, 0.012))
    if kind in ("machine", "chip") and chance < 0.8:
        return perform(score, tempo.steady(bpm, score.beats), random, 0.0)
    curve = (tempo.steady(bpm, score.beats) if chance < 0.45 else tempo.drifting(bpm, score.beats, random, random.uniform(0.005, 0.04)) if chance < 0.75 else
             tempo.stepped(bpm, score.beats, meter, random) if chance < 0.86 else tempo.ramped(bpm, score.beats, random) if chance < 0.95 else
             tempo.rubato(bpm, score.beats, meter, random, 0.06))
    return perform(score, curve, random, random.choice([0.0, 0.003, 0.006, 0.012]))


def single(kind: str, seconds: float, rate: int, font: str, random: np.random.Generator, held_out: bool = False) -> Piece:
    none = np.zeros(0)
    if kind == "none":
        if random.random() < 0.4:
            return Piece(kind, unmeasured.noise(seconds, rate, random), rate, none, none)
        sound = rendering.rendered(unmeasured.scattered(seconds, random), font, rate, random) @ np.float32([0.6, 0.4])
        return Piece(kind, sound, rate, none, none)
    performance = played(kind, *composed(kind, seconds, random, held_out), random)
    sound = rendering.rendered(performance, font, rate, random) @ np.float32([0.6, 0.4])
    return Piece(kind, sound, rate, performance.beats, performance.beats[performance.bars])


def patterned(seconds: float, rate: int, random: np.random.Generator) -> Piece:
    style = str(random.choice(patterns.STYLES))
    bpm = patterns.usual_tempo(style, random)
    meter, strokes = patterns.pattern(style, random)
    beats = seconds * bpm / 60 * 1.5
    curve = tempo.steady(bpm, beats) if random.random() < 0.6 else tempo.drifting(bpm, beats, random, random.uniform(0.005, 0.03))
    sound, truth = patterns.played(style, curve, meter, strokes, seconds, rate, random)
    return Piece("pattern", sound, rate, truth.beats, truth.beats[truth.bars])


def piece(number: int, seconds: float, held_out: bool = False) -> Piece:
    """Mostly one piece; some begin or end without a beat, some are two of different kinds joined."""
    random = np.random.default_rng([7, number])
    if number >= PATTERNS_FROM:
        whole = patterned(seconds, int(random.choice(RATES)), random)
        if random.random() < 0.6:
            whole.sound = alterations.altered(whole.sound, whole.rate, random)
        return whole
    kind = str(random.choice(list(KINDS), p=np.array(list(KINDS.values())) / sum(KINDS.values())))
    rate = int(random.choice(RATES))
    font = str(random.choice(rendering.LEARNT_FONTS))
    chance = random.random()
    if kind == "none" or chance > 0.22:
        parts = [single(kind, seconds, rate, font, random)]
    elif chance > 0.1:
        parts = [single(kind, seconds * 0.7, rate, font, random), single("none", seconds * random.uniform(0.15, 0.35), rate, font, random)]
        parts = parts[::-1] if random.random() < 0.6 else parts
    else:
        other = str(random.choice([name for name in KINDS if name != "none"]))
        parts = [single(kind, seconds / 2, rate, font, random), single(other, seconds / 2, rate, font, random)]
    whole = joined(parts)
    whole.sound = alterations.altered(whole.sound, rate, random)
    return whole


def joined(parts: list[Piece]) -> Piece:
    """One after another; what rings on after the last beat of one is cut two seconds later."""
    sounds, beats, bars, at = [], [], [], 0.0
    for part in parts:
        sound = part.sound / (np.abs(part.sound).max() + 1e-3) if part.kind != "none" else part.sound
        if len(parts) > 1 and len(part.beats):
            sound = sound[:int((part.beats[-1] + 2) * part.rate)]
        sounds.append(sound)
        beats.append(part.beats + at)
        bars.append(part.bars + at)
        at += len(sound) / part.rate
    return Piece("+".join(part.kind for part in parts), np.concatenate(sounds), parts[0].rate, np.concatenate(beats), np.concatenate(bars))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--step", type=int, default=1, help="every so many numbers, for several processes")
    arguments.add_argument("--seconds", type=float, default=46)
    wish = arguments.parse_args()
    wish.out.mkdir(parents=True, exist_ok=True)
    for number in range(wish.first, wish.first + wish.count, wish.step):
        path = wish.out / f"{number:05}.npz"
        if path.exists():
            continue
        made = piece(number, wish.seconds)
        partial = path.with_suffix(".part.npz")
        np.savez(partial, features=features(made.sound, made.rate).astype(np.float16), rate=made.rate, kind=made.kind, beats=made.beats, bars=made.bars)
        partial.rename(path)


if __name__ == "__main__":
    main()
