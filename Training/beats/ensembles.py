"""Pieces of our own for what the arranger's grooves lack: rock and metal, off-beat music, strumming, machines, small orchestras."""
from __future__ import annotations

import numpy as np

from grooves import LEADS, add_melody
from harmony import Harmony
from score import DRUMS, Score

KICK, SNARE, SIDE_STICK, CLAP, HAT, OPEN_HAT, RIDE, CRASH, TOM, TAMBOURINE, SHAKER = 36, 38, 37, 39, 42, 46, 51, 49, 45, 54, 70


def frame(meter: int, beats_wanted: float, random: np.random.Generator) -> tuple[Score, Harmony]:
    """An empty piece; sometimes it begins with a pickup."""
    count = max(4, round(beats_wanted / meter))
    pickup = int(random.integers(1, meter)) if meter > 1 and random.random() < 0.15 else 0
    bars = [pickup + bar * meter for bar in range(count)]
    return Score(pickup + count * meter, bars), Harmony(count, random)


def rock(meter: int, beats: float, random: np.random.Generator) -> Score:
    """Power chords on distorted guitars in eighths or sixteenths, bass below, drums in half, plain or double time."""
    score, harmony = frame(meter, beats, random)
    guitars = [int(random.choice([29, 30, 30, 30, 28])) for _ in range(2)]
    score.programs += [(0, 0, guitars[0]), (0, 1, guitars[1]), (0, 2, int(random.choice([33, 34, 34])))]
    division = int(random.choice([2, 2, 4, 4, 3]))
    drums_from = 0 if random.random() < 0.75 else int(random.integers(2, 8))
    riff, feel = [], "plain"
    for index, bar in enumerate(score.bars):
        if index % 4 == 0:
            riff = riff_of(meter, division, random)
            # Half and double time only beside plain sections: alone they would be another tempo to any listener.
            feel = str(random.choice(["half", "double"])) if index >= 8 and feel == "plain" and random.random() < 0.3 else "plain"
        root = 28 + (harmony.chord(index)[0] - 28) % 12
        for place, length, muted in riff:
            level = random.normal(92 if muted else 108, 5) + 6 * (place == 0)
            for offset in ((0, 7) if muted else (0, 7, 12)):
                score.add(bar + place, length * (0.45 if muted else 0.95), 0, root + 12 + offset, level)
                if not muted or index % 2:
                    score.add(bar + place + 0.005, length * (0.45 if muted else 0.95), 1, root + 12 + offset, level - 6)
            score.add(bar + place, length * 0.9, 2, root, level)
        if index >= drums_from:
            rock_drums(score, bar, meter, division, feel, index, riff, random)
    if random.random() < 0.35:
        add_melody(score, harmony, meter, 3, int(random.choice([29, 30, 52, 81])), random)
    return score


def riff_of(meter: int, division: int, random: np.random.Generator) -> list[tuple[float, float, bool]]:
    """(place, length, muted) through one bar."""
    slots, at, riff = meter * division, 0, []
    chug, gallop = random.random() < 0.6, random.random() < 0.3
    while at < slots:
        if chug:
            size = 1 if not gallop or division != 4 else int([2, 1, 1][len(riff) % 3])
        else:
            size = int(random.choice([1, 2, 2, 3, 4]))
        size = min(size, slots - at)
        riff.append((at / division, size / division, chug and random.random() < 0.75))
        at += size
    return [stroke for stroke in riff if stroke[0] == 0 or random.random() < 0.93]


def rock_drums(score: Score, bar: int, meter: int, division: int, feel: str, index: int, riff: list, random: np.random.Generator) -> None:
    cymbal = RIDE if index // 4 % 2 and division != 3 else HAT
    each = 2 if feel == "double" and division != 3 else 1 if feel != "double" and random.random() < 0.3 else (3 if division == 3 else 2)
    for slot in range(meter * each):
        score.add(bar + slot / each, 0.1, DRUMS, cymbal, random.normal(88 if slot % each == 0 else 72, 6))
    if feel == "half":
        snares = [meter / 2] if meter % 2 == 0 else [meter - 1]
    elif feel == "double":
        snares = [place + 0.5 for place in range(meter)]
    else:
        snares = list(range(1, meter, 2)) if meter != 3 else [1, 2] if index % 2 else [2]
    for place in snares:
        score.add(bar + place, 0.1, DRUMS, SNARE, random.normal(112, 6))
    kicks = {0.0} | ({float(place) for place, _, _ in riff} if random.random() < 0.5 else
                     {place for place in np.arange(meter * 2) / 2 if place not in snares and random.random() < 0.45})
    for place in kicks:
        score.add(bar + place, 0.1, DRUMS, KICK, random.normal(108, 6))
    if index % 4 == 0:
        score.add(bar, 1, DRUMS, CRASH, 112)
    if index % 8 == 7 and random.random() < 0.7:
        for slot in range(4):
            score.add(bar + meter - 1 + slot / 4, 0.1, DRUMS, TOM + 2 - slot, random.normal(100, 6))


def layered(meter: int, beats: float, random: np.random.Generator, kind: str) -> Score:
    """Layers that each keep a rhythm for some bars, in two as 6/8. kind: offbeat, strum, machine, chip, orchestra or mixed."""
    score, harmony = frame(meter, beats, random)
    division = 3 if meter == 2 or kind in ("orchestra", "strum", "mixed") and random.random() < 0.2 else 4 if kind in ("machine", "chip") or random.random() < 0.3 else 2
    swing = random.uniform(0.08, 0.18) if division == 2 and random.random() < 0.25 else 0.0
    voices = {"offbeat": [27, 16, 0, 28], "strum": [24, 25, 25, 27], "machine": [81, 90, 38, 87, 88], "chip": [80, 80, 81, 82],
              "orchestra": [48, 45, 60, 68, 46, 44, 56], "mixed": [0, 4, 5, 16, 24, 48, 11, 12, 46, 61]}[kind]
    bass = {"machine": 38, "chip": 80, "orchestra": 43, "strum": 32}.get(kind, int(random.choice([32, 33, 34, 35])))
    score.programs += [(0, 0, int(random.choice(voices))), (0, 1, int(random.choice(voices))), (0, 2, bass), (0, 4, int(random.choice([48, 50, 52, 89, 91])))]
    parts = {"chords": random.random() < 0.9 or kind in ("offbeat", "strum"), "arpeggio": random.random() < (0.7 if kind in ("chip", "machine") else 0.35),
             "bass": random.random() < 0.8, "drums": random.random() < {"strum": 0.15, "orchestra": 0.3}.get(kind, 0.75), "pad": random.random() < 0.3}
    rhythms: dict[str, list] = {}
    entrance = {part: 0 if random.random() < 0.75 else int(random.integers(1, 9)) for part in parts}
    for index, bar in enumerate(score.bars):
        if index % 8 == 0 or not rhythms:
            rhythms = {part: rhythm(meter, division, part, kind, random) for part in ("chords", "bass")}
            rhythms["drums"] = drum_rhythm(meter, division, kind, random)
        playing = [part for part, wanted in parts.items() if wanted and index >= entrance[part]]
        place = lambda onset: bar + onset + (swing if onset % 1 == 0.5 else 0.0)
        keys = harmony.voiced(index, 55)
        if "chords" in playing:
            for onset, length, level in rhythms["chords"]:
                upward = kind == "strum" and onset % 1 != 0
                for number, key in enumerate(reversed(keys) if upward else keys + [keys[0] + 12] if kind == "strum" else keys):
                    score.add(place(onset) + (number * 0.015 if kind == "strum" else 0), length, 0, key, level + random.normal(0, 5))
        if "arpeggio" in playing:
            ladder = keys + [keys[0] + 12]
            for slot in range(meter * division):
                key = ladder[slot % len(ladder)] if index % 2 else ladder[-1 - slot % len(ladder)]
                score.add(place(slot / division), 0.9 / division, 1, key + 12, 78 + 10 * (slot % division == 0) + random.normal(0, 4))
        if "bass" in playing:
            root = 28 + (harmony.chord(index)[0] - 28) % 12
            for onset, length, level in rhythms["bass"]:
                score.add(place(onset), length, 2, root + (7 if onset and random.random() < 0.25 else 0), level + random.normal(0, 4))
        if "pad" in playing:
            for key in keys:
                score.add(bar, meter * 0.98, 4, key, 62)
        if "drums" in playing:
            for onset, key, level in rhythms["drums"]:
                score.add(place(onset), 0.1, DRUMS, key, level + random.normal(0, 5))
    if random.random() < 0.65 or not any(parts[part] for part in ("chords", "arpeggio", "bass")):
        add_melody(score, harmony, meter, 3, 80 if kind == "chip" else int(random.choice(LEADS)), random)
    if score.bars[0]:
        add_pickup(score, harmony, random)
    return score


def add_pickup(score: Score, harmony: Harmony, random: np.random.Generator) -> None:
    for beat in range(score.bars[0]):
        score.add(beat, 0.8, 0, 60 + (harmony.chord(0)[beat % 3] % 12), random.normal(85, 6))


def rhythm(meter: int, division: int, part: str, kind: str, random: np.random.Generator) -> list[tuple[float, float, float]]:
    """(onset, length, velocity) through one bar."""
    slots = np.arange(meter * division) / division
    on_beat = slots % 1 == 0
    if part == "chords" and kind == "offbeat":
        onsets = [float(beat) + 0.5 for beat in range(meter)] if random.random() < 0.7 else [float(beat) for beat in range(1, meter, 2)]
        return [(onset, random.choice([0.15, 0.3]), 96) for onset in onsets]
    if part == "chords" and kind == "strum":
        likely = np.where(on_beat, 0.9, 0.55)
    elif part == "chords":
        likely = np.where(slots == 0, 0.9, np.where(on_beat, random.choice([0.15, 0.5, 0.95]), random.choice([0.02, 0.2, 0.4])))
    else:
        likely = np.where(slots == 0, 0.97, np.where(on_beat, random.choice([0.3, 0.9]), random.choice([0.05, 0.3, 0.6])))
    onsets = [float(slot) for slot in slots[random.random(len(slots)) < likely]] or [0.0]
    ends = onsets[1:] + [float(meter)]
    short = random.uniform(0.4, 1)
    return [(onset, (end - onset) * short, 84 + 12 * (onset == 0) + 6 * (onset % 1 == 0)) for onset, end in zip(onsets, ends)]


def drum_rhythm(meter: int, division: int, kind: str, random: np.random.Generator) -> list[tuple[float, int, float]]:
    strokes = []
    cymbal = int(random.choice([HAT, HAT, RIDE, SHAKER, TAMBOURINE]))
    each = int(random.choice([1, division, division]))
    strokes += [(slot / each, cymbal, 84 if slot % each == 0 else 66) for slot in range(meter * each) if random.random() < 0.96]
    back = int(random.choice([SNARE, SNARE, SIDE_STICK, CLAP]))
    if kind == "machine" and random.random() < 0.7:
        strokes += [(float(beat), KICK, 115) for beat in range(meter)]
        strokes += [(beat + 0.5, OPEN_HAT, 88) for beat in range(meter)] if random.random() < 0.6 else []
    elif kind == "offbeat" and random.random() < 0.5:
        strokes += [(meter / 2 if meter == 4 else meter - 1.0, KICK, 110), (meter / 2 if meter == 4 else meter - 1.0, SIDE_STICK, 100)]  # one drop
    else:
        slots = np.arange(meter * division) / division
        likely = np.where(slots == 0, 0.97, np.where(slots % 1 == 0, 0.3, 0.18))
        strokes += [(float(slot), KICK, 108) for slot in slots[random.random(len(slots)) < likely]]
    backbeats = range(1, meter, 2) if meter in (2, 4) else [1, 2] if meter == 3 else [3] if meter == 5 else [2, 4, 6]
    strokes += [(float(beat), back, 106) for beat in backbeats if random.random() < 0.95]
    return strokes
