"""Band pieces by MMA (Musical MIDI Accompaniment): grooves of its library over random chords.

A third of the style files is held out, by a checksum of their names: pieces for judging come from those alone.
The library is GPL: neither it nor what is made from it is stored here.
"""
from __future__ import annotations

import re
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

import midi
from harmony import Harmony, melody
from score import DRUMS, Score

LIBRARY = Path("/usr/share/mma/lib")
NO_WHOLE_GROOVE = re.compile(r"intro|end|fill|metronome|count|none|break|tag|-44|drumonly", re.I)
LEADS = [0, 11, 21, 22, 24, 25, 26, 27, 40, 52, 53, 56, 57, 60, 64, 65, 66, 68, 71, 72, 73, 75, 80, 81]
SLOW, QUICK = re.compile(r"slow|ballad|bald|16|hip|trip|lullaby|serenade|rnb|r\+b|bolero|hymn|ambient", re.I), re.compile(
    r"fast|bebop|quick|polka|swing|bluegrass|punk|dixie|march|foxtrot|charleston|samba|ska|viennese|2beat|waltz", re.I)


@dataclass(frozen=True)
class Style:
    """A file of the library: grooves that go together. unit: quarter notes of MMA that make a beat (3 in 6/8)."""
    name: str
    grooves: tuple[str, ...]
    meter: int
    unit: int

    @property
    def held_out(self) -> bool:
        # One name in several libraries is one style.
        return zlib.crc32(re.sub(r"\d+$", "", self.name.split("/")[1]).encode()) % 3 == 0


@cache
def styles() -> list[Style]:
    found = []
    for path in sorted(LIBRARY.glob("*/*.mma")):
        meter, grooves = 4, {}
        for line in path.read_text(errors="replace").splitlines():
            if time := re.match(r"\s*time\s+(\d)", line, re.I):
                meter = int(time[1])
            elif groove := re.match(r"\s*defgroove\s+(\S+)", line, re.I):
                if not NO_WHOLE_GROOVE.search(groove[1]):
                    grooves.setdefault(meter, []).append(groove[1])
        name = f"{path.parent.name}/{path.stem}"
        if NO_WHOLE_GROOVE.search(path.stem):
            continue
        for meter, names in grooves.items():
            beats, unit = (2, 3) if meter == 6 else (meter, 1)
            found.append(Style(name, tuple(names), beats, unit))
    return found


def usual_tempo(style: Style, random: np.random.Generator) -> float:
    """Beats a minute, as such music is played."""
    low, high = (56, 105) if SLOW.search(style.name) else (110, 215) if QUICK.search(style.name) else (78, 165)
    if style.unit == 3:
        low, high = (48, 80) if SLOW.search(style.name) else (60, 130)
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def arranged(style: Style, bars: int, random: np.random.Generator) -> tuple[Score, Harmony]:
    """One or two grooves of the file, in sections of four or eight bars. Raises CalledProcessError where MMA refuses."""
    harmony = Harmony(bars, random)
    lines, groove = ["Tempo 120"], ""
    for bar in range(bars):
        if bar % 8 == 0:
            groove = random.choice(style.grooves)
            lines.append(f"Groove {style.name}:{groove}")
        lines.append(f"{bar + 1} {harmony.name(bar)}")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "piece.mma", Path(folder) / "piece.mid"
        source.write_text("\n".join(lines) + "\n")
        subprocess.run(["mma", source, "-f", target], check=True, capture_output=True, timeout=60)
        notes, programs = midi.read(target)
    score = Score(bars * style.meter, list(range(0, bars * style.meter, style.meter)))
    for note in notes:
        if note.start < bars * style.meter * style.unit:
            score.add(note.start / style.unit, note.length / style.unit, note.channel, note.key, note.velocity)
    score.programs = [(start / style.unit, channel, program) for start, channel, program in programs]
    return score, harmony


def with_meter(score: Score, meter: int) -> Score:
    """Bars of another length, from a piece in four: 5 is a bar and its second half's first beat, 7 two bars without the last beat."""
    pieces = {3: [(0, 3)], 5: [(0, 4), (2, 3)], 7: [(0, 4), (0, 3)]}[meter]
    result, at = Score(0, [], programs=[]), 0
    for bar in range(score.beats // 4):
        begin, end = pieces[bar % len(pieces)] if meter == 7 else (0, 4)
        parts = [(begin, end)] if meter == 7 else pieces
        if meter != 7 or bar % 2 == 0:
            result.bars.append(at)
        for begin, end in parts:
            for note in score.notes:
                place = note.start - bar * 4
                if begin - 0.05 <= place < end - 0.05:
                    result.notes.append(midi.Note(at + place - begin, min(note.length, end - place + 1), note.channel, note.key, note.velocity))
            at += end - begin
    result.beats = at
    scale = at / score.beats
    result.programs = [(start * scale, channel, program) for start, channel, program in score.programs]
    return result


def varied(score: Score, harmony: Harmony, meter: int, random: np.random.Generator) -> None:
    """Some instruments left out, for a time or throughout; often a melody of our own above."""
    channels = sorted({note.channel for note in score.notes})
    silent: dict[int, tuple[float, float]] = {}
    if DRUMS in channels and random.random() < 0.3 and len(channels) > 1:
        silent[DRUMS] = (0, 1e9)
    for channel in channels:
        if len(silent) + 1 < len(channels) and random.random() < 0.2:
            begin = random.uniform(0, score.beats * 0.8)
            silent.setdefault(channel, (begin, begin + random.uniform(8, 32)))
    score.notes = [note for note in score.notes
                   if not silent.get(note.channel, (0, 0))[0] <= note.start < silent.get(note.channel, (0, 0))[1]]
    free = [channel for channel in range(16) if channel not in channels and channel != DRUMS]
    if free and random.random() < 0.6:
        add_melody(score, harmony, meter, free[0], int(random.choice(LEADS)), random)


def add_melody(score: Score, harmony: Harmony, meter: int, channel: int, program: int, random: np.random.Generator) -> None:
    """Phrases of some bars with rests between; on beats, off beats, sometimes tied over the bar."""
    score.programs.append((0, channel, program))
    centre = int(random.integers(62, 80))
    key, division = centre, int(random.choice([1, 2, 2, 2, 4, 3]))
    swing = 0.16 if division == 2 and random.random() < 0.2 else 0.0
    busy, stress, level = random.uniform(0.25, 0.8), random.uniform(0, 0.6), random.uniform(70, 112)
    for index, bar in enumerate(score.bars):
        if index % 4 == 3 and random.random() < 0.5:
            continue
        places = np.arange(meter * division) / division
        likely = busy * (1 - stress * (places % 1 != 0)) + 0.3 * stress * (places == 0)
        onsets = [float(place) for place in places[random.random(len(places)) < likely]]
        keys = melody(harmony, index, onsets, key, centre, random)
        key = keys[-1] if keys else key
        for number, (onset, pitch) in enumerate(zip(onsets, keys)):
            until = onsets[number + 1] if number + 1 < len(onsets) else meter
            late = swing if onset % 1 == 0.5 else 0.0
            score.add(bar + onset + late, (until - onset) * random.uniform(0.6, 1.0), channel, pitch,
                      level + 8 * (onset == 0) + random.normal(0, 6))
