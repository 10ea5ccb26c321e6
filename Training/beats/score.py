"""A piece before it sounds: notes in beats, and which beats begin a bar; and the same in seconds, as somebody plays it."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from midi import Note
from tempo import Tempo

DRUMS = 9


@dataclass
class Score:
    """Beat 0 is the first beat; `bars` are the beats that begin a bar (the first may come after a pickup)."""
    beats: int
    bars: list[int]
    notes: list[Note] = field(default_factory=list)
    programs: list[tuple[float, int, int]] = field(default_factory=list)

    def add(self, start: float, length: float, channel: int, key: int, velocity: float) -> None:
        self.notes.append(Note(start, length, channel, int(key), int(min(max(velocity, 1), 127))))


@dataclass
class Performance:
    """Notes and channel messages in seconds, and the truth: seconds of the beats, and which begin a bar."""
    notes: list[Note]
    events: list[tuple[float, bytes]]
    beats: np.ndarray
    bars: np.ndarray


def perform(score: Score, tempo: Tempo, random: np.random.Generator, looseness: float = 0.004) -> Performance:
    """looseness: deviation of single strokes, in seconds. Each channel gets a place and a level of its own."""
    begin = float(tempo.seconds(min([note.start for note in score.notes] + [0.0]))) - random.uniform(0.05, 1.5)
    late = {channel: random.normal(0, looseness) for channel in range(16)}
    notes = []
    for note in score.notes:
        start = float(tempo.seconds(note.start)) - begin
        length = float(tempo.seconds(note.start + note.length)) - begin - start
        start += late[note.channel] + random.normal(0, looseness)
        notes.append(Note(start, length, note.channel, note.key, note.velocity + random.normal(0, 3)))
    events = [(max(0.0, float(tempo.seconds(beat)) - begin - 0.01), bytes([0xC0 | channel, program]))
              for beat, channel, program in score.programs]
    for channel in range(16):
        level, pan = random.integers(70, 127), random.integers(24, 104)
        events += [(0.0, bytes([0xB0 | channel, 7, level])), (0.0, bytes([0xB0 | channel, 10, pan]))]
    beats = np.arange(score.beats)
    return Performance(notes, events, tempo.seconds(beats) - begin, np.isin(beats, score.bars))
