"""Who plays: part, program of FluidR3, touch, seat on the stage, share in the balance."""
from typing import NamedTuple

import score
from notation import Note, parse
from performance import NOTE_ON, Bowed, Event, Hammered, bowed, hammered, pedalled


class Desk(NamedTuple):
    """One rendering: a hand of the piano, a desk of the strings."""
    name: str
    events: list[Event]
    program: int
    cents: float  # tuning against the others
    pan: float  # -1 left … 1 right
    loudness: float  # LUFS of this desk alone, by gating: how loud it is while it plays
    hall: float  # dB, reverb send
    microphone: int | None = None  # of the soundfont's stereo pair: 0, 1 or both


PIANO, CELLO, CONTRABASS, PIZZICATO, STRINGS, SLOW_STRINGS = 0, 42, 43, 45, 48, 49
HAMMERED = (PIANO, PIZZICATO)

MELODY_HAND = Hammered(velocity=(46, 88), metre=2.5, contour=3, length=3, scatter_ms=2.5, overlap_ms=110)
INNER_HAND = Hammered(velocity=(34, 74), metre=2, top_voice=4, late_ms=1, scatter_ms=1.5, roll_ms=4, overlap_ms=60)
LEFT_HAND = Hammered(velocity=(36, 74), metre=4, contour=-2, late_ms=2, scatter_ms=3)
PLUCK = Hammered(velocity=(48, 80), metre=3, late_ms=-8, scatter_ms=2.5)
PAD = Bowed(velocity=(70, 84), expression=(58, 112), swell=0.22, early_ms=130, hertz=(400, 6500), overlap_ms=180)
SONG = Bowed(velocity=(74, 92), expression=(66, 118), swell=0.14, early_ms=60, hertz=(600, 8500), overlap_ms=70)
ANSWER = Bowed(velocity=(74, 90), expression=(56, 116), swell=0.20, early_ms=95, hertz=(300, 5500), overlap_ms=90)
GROUND = Bowed(velocity=(70, 84), expression=(56, 108), swell=0.20, early_ms=110, hertz=(300, 2500), overlap_ms=100)


def harmony_changes(left_hand: list[Note]) -> list[float]:
    """Beats where the pedal changes: each bar, and half bars with a bass note of their own."""
    basses = {note.beat for note in left_hand if note.beat % 4 == 0 or note.beat % 4 == 2 and note.key < 46}
    return sorted(basses)


def desks() -> list[Desk]:
    melody, inner, left = parse(score.MELODY), parse(score.INNER), parse(score.LEFT_HAND)
    pedal = pedalled(harmony_changes(left))  # for the left hand alone: a melody in steps would smear under it
    seats = [
        Desk("piano melody", hammered(melody, MELODY_HAND, 1), PIANO, 0, 0.10, -19.5, -13),
        Desk("piano inner", hammered(inner, INNER_HAND, 2), PIANO, 0, 0.05, -31, -13),
        Desk("piano left", hammered(left, LEFT_HAND, 3) + pedal, PIANO, 0, -0.10, -26, -15),
        Desk("pizzicato", hammered(parse(score.PIZZICATO), PLUCK, 4), PIZZICATO, 0, 0.35, -28.5, -10, 0),
        Desk("basses", bowed(parse(score.BASSES), GROUND, 5), CONTRABASS, 0, 0.40, -33, -10, 0),
        Desk("cello", bowed(parse(score.CELLO), ANSWER, 6), CELLO, 0, 0.32, -24.5, -8, 0),
    ]
    for side, (pan, cents) in enumerate([(-0.62, -4.0), (-0.22, 3.5)]):
        seats.append(Desk(f"violins {side + 1}", bowed(parse(score.VIOLINS), SONG, 10 + side), STRINGS, cents, pan, -27, -7, side))
    voices = parse(score.STRINGS)
    for voice, pan in enumerate([0.45, 0.10, -0.45]):
        line = [note for note in voices if note.place == voice]
        for side, cents in enumerate([-3.0, 3.0]):
            bow = bowed(line, PAD, 20 + 2 * voice + side)
            seats.append(Desk(f"strings {voice + 1}{'ab'[side]}", bow, SLOW_STRINGS, cents, pan + (side - 0.5) * 0.5, -33, -7, side))
    return seats


def keys_played(seats: list[Desk]) -> dict[int, set[int]]:
    """By program, over all its desks."""
    keys = {}
    for desk in seats:
        keys.setdefault(desk.program, set()).update(event.number for event in desk.events if event.kind == NOTE_ON)
    return keys
