"""Text of the score → notes with their place on the beat grid."""
from typing import NamedTuple

from score import BARS, BEATS_PER_BAR

TOKENS_PER_BAR = 2 * BEATS_PER_BAR
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


class Note(NamedTuple):
    beat: float  # from the beginning of the theme
    beats: float  # length
    key: int  # MIDI number, 60 = C4
    place: int  # 0 = lowest of its chord
    chord: int  # how many notes sound together


def key_number(name: str) -> int:
    """"G#4" → 68."""
    return STEPS[name[0]] + name.count("#") + 12 * (int(name[-1]) + 1)


def parse(text: str) -> list[Note]:
    """Raises ValueError when a bar is not eight tokens or the part is not `BARS` bars long."""
    bars = [bar.split() for line in text.strip().splitlines() for bar in line.split("|")]
    if len(bars) != BARS:
        raise ValueError(f"a part of {len(bars)} bars, expected {BARS}")
    for number, bar in enumerate(bars, 1):
        if len(bar) != TOKENS_PER_BAR:
            raise ValueError(f"bar {number} has {len(bar)} tokens, expected {TOKENS_PER_BAR}: {' '.join(bar)}")

    tokens = [token for bar in bars for token in bar]
    notes = []
    for start, token in enumerate(tokens):
        if token in ".-":
            continue
        end = start + 1
        while end < len(tokens) and tokens[end] == ".":
            end += 1
        keys = sorted(key_number(name) for name in token.split("+"))
        for place, key in enumerate(keys):
            notes.append(Note(start / 2, (end - start) / 2, key, place, len(keys)))
    return notes
