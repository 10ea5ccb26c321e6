"""Drum patterns from formulas, bare or with bass and chords above: what bands seldom play alone, and machines do.

Strokes are synthesised, each piece with a kit of its own, so that nothing of a soundfont's drums is learnt by heart. The octave is the one with
the backbeat on two and four, at 40 to 220 beats a minute.
"""
from __future__ import annotations

import numpy as np

from score import Performance

STYLES = ["backbeat", "bare", "four on the floor", "swing", "bossa", "one drop", "broken", "waltz", "march", "clicks", "chords", "arpeggio"]
TEMPI = {"clicks": (40, 220), "swing": (80, 220), "bossa": (60, 160), "one drop": (60, 100), "broken": (70, 180), "waltz": (70, 210), "four on the floor": (95, 160),
         "chords": (50, 180), "arpeggio": (50, 130), "march": (80, 150), "bare": (50, 220)}
USUAL_TEMPO = (45, 200)


class Kit:
    """One drummer's sounds: each a function of time in seconds and of noise."""

    def __init__(self, random: np.random.Generator):
        kick, sweep, fall = random.uniform(40, 70), random.uniform(1, 5), random.uniform(9, 30)
        snare, body, rattle = random.uniform(150, 260), random.uniform(0.05, 0.4), random.uniform(0.15, 0.6)
        hat, ride, click = random.uniform(40, 140), random.uniform(6, 20), random.uniform(700, 2500)
        decay, partials = random.uniform(2, 9), np.arange(1, random.integers(2, 9))
        slope, rise = random.uniform(1, 2.2), random.uniform(60, 500)
        sine = lambda phase: np.sin(2 * np.pi * phase)
        bright = lambda noise: np.diff(noise, prepend=0.0)
        self.bright_hats = random.random() < 0.6
        cymbal = bright if self.bright_hats else lambda noise: noise
        tone = lambda time, hertz: sum(sine(partial * hertz * time) / partial**slope for partial in partials) * np.minimum(1, time * rise)
        self.sounds = {
            "kick": (0.3, lambda t, noise, _: 0.9 * np.exp(-t * fall) * sine(kick * t - sweep * np.exp(-t * 40))),
            "snare": (0.25, lambda t, noise, _: np.exp(-t * 22) * (rattle * noise + body * sine(snare * t))),
            "clap": (0.2, lambda t, noise, _: rattle * bright(noise) * (np.exp(-t * 30) + 0.5 * np.exp(-np.abs(t - 0.012) * 400))),
            "hat": (0.08, lambda t, noise, _: 0.15 * np.exp(-t * hat) * cymbal(noise)),
            "ride": (0.35, lambda t, noise, _: 0.13 * np.exp(-t * ride) * cymbal(noise)),
            "click": (0.03, lambda t, noise, _: 0.5 * np.exp(-t * 250) * sine(click * t)),
            "bass": (0.5, lambda t, noise, hertz: 0.35 * np.exp(-t * decay) * tone(t, hertz)),
            "note": (0.9, lambda t, noise, hertz: 0.13 * np.exp(-t * decay) * tone(t, hertz))}


def pattern(style: str, random: np.random.Generator) -> tuple[int, list[tuple[float, str, float, int]]]:
    """Beats of a bar, and its strokes: (beat, sound, level, degree of the chord)."""
    chance = lambda share: random.random() < share
    meter = {"waltz": 3, "clicks": 4, "march": 4}.get(style, int(random.choice([3, 4, 4, 4, 4, 4, 4, 5, 7])) if style in ("chords", "backbeat") else 4)
    back = str(random.choice(["snare", "snare", "clap"]))
    cymbal = str(random.choice(["hat", "hat", "ride"]))
    strokes: list[tuple[float, str, float, int]] = []

    def put(sound: str, places, level: float = 1.0, degree: int = 0) -> None:
        strokes.extend((float(place), sound, level, degree) for place in places)

    backbeats = {3: [1, 2], 4: [1, 3], 5: [3], 7: [2, 4, 6]}[meter]
    if style in ("backbeat", "bare"):
        put(back, backbeats)
        put("kick", [beat for beat in range(meter) if beat not in backbeats and (beat == 0 or chance(0.8))])
        if style == "backbeat":
            each = int(random.choice([1, 2, 2, 2, 3, 4]))
            put(cymbal, np.arange(meter * each) / each)
            if chance(0.5):
                put("kick", [place for place in np.arange(meter * 2) / 2 if place % 1 and chance(0.25)], 0.9)
    elif style == "four on the floor":
        put("kick", range(meter))
        put(cymbal, np.arange(meter) + 0.5, random.uniform(0.6, 1.6))
        if chance(0.5):
            put(back, backbeats, 0.8)
        if chance(0.25):
            put("hat", np.arange(meter * 4) / 4, 0.4)
    elif style == "swing":
        late = random.uniform(0.6, 0.72)
        put("ride", range(meter))
        put("ride", [beat + late for beat in (1, 3)], 0.7)
        if chance(0.7):
            put("hat", (1, 3))
        if chance(0.3):
            put("kick", range(meter), 0.3)
    elif style == "bossa":
        put("hat", np.arange(8) / 2)
        put("kick", (0, 1.5, 2, 3.5), 0.7)
        put("click", (0, 1.5, 3) if chance(0.5) else (1, 2, 3.5), 0.5)
    elif style == "one drop":
        put("kick", (2,))
        put(back, (2,), 0.7)
        put("hat", np.arange(8) / 2, 0.8)
        put("note", np.arange(4) + 0.5, 1.2, 1)
    elif style == "broken":
        put("kick", [0, *(place for place in np.arange(16) / 4 if place not in (0, 1, 3) and chance(0.22))])
        put(back, (1, 3))
        put("hat", np.arange(int(8 if chance(0.5) else 16)) / (2 if chance(0.5) else 4), 0.7)
    elif style == "waltz":
        put("bass" if chance(0.6) else "kick", (0,))
        put(str(random.choice([cymbal, "note", back])), (1, 2), 0.8, 1)
    elif style == "march":
        put("kick", (0, 2))
        put("snare", np.arange(8) / 2 if chance(0.4) else (1, 3), 0.8)
    elif style == "clicks":
        put(str(random.choice(["click", "kick", "snare", "hat", "note"])), range(meter))
        if chance(0.4):
            put("click", (0,), 1.5)
    elif style == "chords":
        for degree in range(3):
            put("note", range(meter), 0.9, degree)
            put("note", (0,), random.uniform(0.1, 0.6), degree)
    else:
        each = int(random.choice([2, 2, 4]))
        put("bass", (0,))
        for slot in range(meter * each):
            put("note", (slot / each,), 1.0 if slot % each == 0 else random.uniform(0.5, 0.9), int([0, 1, 2, 1][slot % 4]))
    strokes = [stroke for stroke in strokes if stroke[0] < meter]
    if style not in ("clicks", "arpeggio", "waltz") and chance(0.5):
        put("bass", [0, *(place for place in np.arange(meter * 2) / 2 if place and chance(0.5 if place % 1 == 0 else 0.2))])
    if style not in ("clicks", "chords", "arpeggio", "one drop") and chance(0.3):
        for degree in range(3):
            put("note", (0,) if chance(0.7) else range(meter), 0.8, degree)
    return meter, strokes


def played(style: str, tempo, meter: int, strokes: list, seconds: float, rate: int, random: np.random.Generator) -> tuple[np.ndarray, Performance]:
    """Mono sound of the pattern, bar after bar, and its truth; the first beat is not at once."""
    kit, sound = Kit(random), np.zeros(int(seconds * rate), np.float32)
    loose = float(random.choice([0.0, 0.0, 0.003, 0.008]))
    begin = float(tempo.seconds(0.0)) - random.uniform(0.02, 1.5)
    roots = [float(root) for root in random.choice([0, 2, 3, 5, 7, 8, 10], 4)]
    key, beats, bars, beat = 110 * 2 ** random.uniform(-0.6, 0.5), [], [], 0
    fills = random.uniform(0, 0.15)
    while (start := float(tempo.seconds(beat)) - begin) < seconds - 0.5:
        bars.append(start)
        beats += [float(tempo.seconds(beat + place)) - begin for place in range(meter)]
        for place, name, level, degree in strokes:
            if random.random() < fills * 0.3 and place:
                continue
            at = int((float(tempo.seconds(beat + place)) - begin + random.normal(0, loose)) * rate)
            length, wave = kit.sounds[name]
            time = np.arange(int(length * rate)) / rate
            hertz = key * 2 ** ((roots[len(bars) % 4] + (0, 7, 12)[degree] if name != "bass" else roots[len(bars) % 4] - 12) / 12)
            stroke = level * np.exp(random.normal(0, 0.08)) * wave(time, random.uniform(-1, 1, len(time)), hertz)
            at, end = max(at, 0), min(max(at, 0) + len(stroke), len(sound))
            sound[at:end] += stroke[:max(0, end - at)]
        beat += meter
    truth = np.array([place for place in beats if place < seconds])
    return sound + np.float32(1e-4) * random.normal(size=len(sound)).astype(np.float32), Performance([], [], truth, np.isin(truth, bars))


def usual_tempo(style: str, random: np.random.Generator) -> float:
    low, high = TEMPI.get(style, USUAL_TEMPO)
    return float(np.exp(random.uniform(np.log(low), np.log(high))))
