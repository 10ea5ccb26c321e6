"""A pianist alone, with rubato: left-hand figures, a melody that leads a little, pedal, chords that are spread."""
from __future__ import annotations

import numpy as np

from ensembles import frame
from harmony import melody
from score import Score


def piano(meter: int, beats: float, random: np.random.Generator) -> Score:
    score, harmony = frame(meter, beats, random)
    score.programs.append((0, 0, int(random.choice([0, 0, 0, 1, 2, 4]))))
    score.programs.append((0, 1, score.programs[-1][2]))
    division = int(random.choice([2, 2, 3, 4, 1]))
    centre = int(random.integers(67, 79))
    key, figure = centre, ""
    lead, spread = random.uniform(0, 0.03), random.uniform(0, 0.02)
    for index, bar in enumerate(score.bars):
        if index % 8 == 0:
            figure = str(random.choice(["broken", "alberti", "block", "oompah", "wide", "sparse", "walking"]))
        swell = 1 + 0.15 * np.sin(2 * np.pi * index / 8)
        left_hand(score, harmony.voiced(index, 45), harmony.chord(index)[0], bar, meter, division, figure, spread, 66 * swell, random)
        likely = np.where(np.arange(meter * 2) % 2 == 0, random.choice([0.5, 0.85]), random.choice([0.1, 0.35, 0.6]))
        onsets = [float(slot) / 2 for slot in np.flatnonzero(random.random(meter * 2) < likely)]
        keys = melody(harmony, index, onsets, key, centre, random)
        key = keys[-1] if keys else key
        for number, (onset, pitch) in enumerate(zip(onsets, keys)):
            until = onsets[number + 1] if number + 1 < len(onsets) else meter
            level = 88 * swell + 6 * (onset == 0) + random.normal(0, 6)
            score.add(bar + onset - lead, until - onset, 0, pitch, level)
            if onset == int(onset) and random.random() < 0.25:
                score.add(bar + onset, until - onset, 0, harmony.voiced(index, pitch - 12)[0], level - 14)
    for beat in range(score.bars[0]):
        score.add(beat, 0.9, 0, centre - score.bars[0] + beat, 80)
    return score


def left_hand(score: Score, keys: list[int], root: int, bar: int, meter: int, division: int, figure: str, spread: float,
              level: float, random: np.random.Generator) -> None:
    bass = 36 + (root - 36) % 12

    def stroke(place: float, key: int, length: float, stress: float = 0) -> None:
        score.add(bar + place, length, 1, key, level + stress + random.normal(0, 5))

    if figure == "block":
        for place in range(0, meter, 1 if division > 1 else 2):
            for number, key in enumerate(keys):
                stroke(place + number * spread, key, 0.95, 4 * (place == 0))
    elif figure == "oompah":
        stroke(0, bass, 1, 8)
        for place in range(1, meter):
            for key in keys:
                stroke(place, key, 0.6)
    elif figure == "sparse":
        stroke(0, bass, meter, 6)
        for number, key in enumerate(keys):
            stroke(number * spread * 2 + (0 if random.random() < 0.6 else 1), key, meter - 1)
    elif figure == "walking":
        for place in range(meter):
            stroke(place, bass + int([0, 7, 12, 7, 4, 7, 12][place % 7]), 0.9, 5 * (place == 0))
    else:
        ladder = {"alberti": [keys[0], keys[-1], keys[1], keys[-1]], "broken": keys + [keys[0] + 12] + keys[:0:-1],
                  "wide": [bass, bass + 7, bass + 12, keys[1] + 12, bass + 12, bass + 7]}[figure]
        each = max(division, 2)
        for slot in range(meter * each):
            stroke(slot / each, ladder[slot % len(ladder)], meter - slot / each if figure == "wide" else 1.5 / each, 8 * (slot == 0) + 3 * (slot % each == 0))
