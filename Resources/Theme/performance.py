"""How the notes are played: a part's notes → timed events for one instrument.

The beat grid never bends (the program changes key and tempo on it); life comes from touch. Hammered notes stray a few
milliseconds, each hand is even within itself, and loudness follows the phrase, the beat and the height of the line.
"""
import math
import random
from typing import NamedTuple

from notation import Note
from score import BARS, BEATS_PER_BAR, INTENSITY
from timing import SAMPLE_RATE, frame_at
from touch import hammer_channel

NOTE_OFF, NOTE_ON, CONTROL, BRIGHTNESS = 0, 1, 2, 3  # at the same frame a key is lifted before it is struck again
PEDAL, EXPRESSION = 64, 11
METRE = [1.0, -0.6, 0.0, -0.5, 0.6, -0.6, 0.0, -0.3]  # weight of each eighth of the bar


class Event(NamedTuple):
    frame: int  # may be negative: it belongs to the end of the pass before
    kind: int
    number: int  # key or controller
    value: int  # velocity, controller value, or hertz where the instrument's low-pass begins
    channel: int = 0  # for notes; a channel is a brightness (see `channel_for`), everything else reaches all of them


class Hammered(NamedTuple):
    """Piano, pizzicato: loudness is in the velocity."""
    velocity: tuple[int, int]  # at intensity 0 and 1
    metre: float = 3.0  # velocity added on the strongest eighth
    contour: float = 0.0  # velocity added a fifth above the part's middle
    length: float = 0.0  # velocity added to a note of two beats, taken from an eighth: long notes must carry, short ones pass
    top_voice: float = 0.0  # velocity the lower notes of a chord give up
    late_ms: float = 0.0
    scatter_ms: float = 3.0
    roll_ms: float = 0.0  # from the lowest to the next note of a chord
    overlap_ms: float = 15.0  # legato of the fingers


class Bowed(NamedTuple):
    """Strings: loudness is in the expression controller, which swells within every note."""
    velocity: tuple[int, int]
    expression: tuple[int, int]  # at intensity 0 and 1
    swell: float  # share of the expression that a long note gains towards its middle
    early_ms: float  # bows start before the beat to speak on it
    hertz: tuple[int, int]  # the low-pass at no and at full expression: loud bows are bright bows
    overlap_ms: float  # legato: how long a note runs into the next
    scatter_ms: float = 6.0


def intensity_at(beat: float) -> float:
    bar, within = divmod(beat % (BARS * BEATS_PER_BAR), BEATS_PER_BAR)
    here, there = INTENSITY[int(bar)], INTENSITY[(int(bar) + 1) % BARS]
    return here + (there - here) * within / BEATS_PER_BAR


def between(pair: tuple[int, int], amount: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * amount


def stray(source: random.Random, milliseconds: float) -> float:
    """A human error: normal, but never beyond twice its usual size."""
    return max(-2.0, min(2.0, source.gauss(0, 1))) * milliseconds


def frames(milliseconds: float) -> int:
    return round(milliseconds * SAMPLE_RATE / 1000)


def hammered(notes: list[Note], touch: Hammered, seed: int) -> list[Event]:
    source = random.Random(seed)
    middle = sum(note.key for note in notes) / len(notes)
    events = []
    drift = 0.0
    for note in notes:
        drift = 0.8 * drift + 0.2 * stray(source, 4)  # a hand leans forward or back for a while
        velocity = between(touch.velocity, intensity_at(note.beat))
        velocity += touch.metre * METRE[int(note.beat * 2) % len(METRE)] + touch.contour * (note.key - middle) / 7
        velocity += touch.length * math.log2(note.beats)
        velocity -= touch.top_voice * (note.place < note.chord - 1)
        velocity += drift + stray(source, 2)
        delay = touch.late_ms + touch.roll_ms * note.place + stray(source, touch.scatter_ms)
        start = frame_at(note.beat) + frames(delay)
        end = frame_at(note.beat + note.beats) + frames(stray(source, 8) + touch.overlap_ms)
        velocity = round(max(1, min(127, velocity)))
        channel = hammer_channel(note.key, velocity)
        events += [Event(start, NOTE_ON, note.key, velocity, channel), Event(end, NOTE_OFF, note.key, 0, channel)]
    return separated(events)


def pedalled(changes: list[float]) -> list[Event]:
    """The right foot: up just after each change of harmony, down once the old one is gone."""
    following = changes[1:] + [BARS * BEATS_PER_BAR + changes[0]]
    return [event for here, there in zip(changes, following) for event in
            (Event(frame_at(here) + frames(90), CONTROL, PEDAL, 127), Event(frame_at(there) + frames(25), CONTROL, PEDAL, 0))]


def bowed(notes: list[Note], bow: Bowed, seed: int) -> list[Event]:
    source = random.Random(seed)
    events = []
    for note in notes:
        velocity = between(bow.velocity, intensity_at(note.beat)) + stray(source, 3)
        start = frame_at(note.beat) - frames(bow.early_ms + stray(source, bow.scatter_ms))
        end = frame_at(note.beat + note.beats) + frames(bow.overlap_ms - bow.early_ms)
        events += [Event(start, NOTE_ON, note.key, round(velocity)), Event(end, NOTE_OFF, note.key, 0)]
    return separated(events) + swelling(notes, bow)


def swelling(notes: list[Note], bow: Bowed) -> list[Event]:
    """Expression every 32nd of a beat: the phrase's intensity, and an arch over every note of two beats and more."""
    events, last = [], None
    spans = sorted({(note.beat, note.beats) for note in notes})
    for step in range(-32, 32 * (BARS * BEATS_PER_BAR + 2)):
        beat = step / 32
        arch = 0.0
        for start, length in spans:
            if start <= beat < start + length:
                arch = math.sin(math.pi * (beat - start) / length) * min(1.0, length / 4 + 0.25)
        value = round(between(bow.expression, intensity_at(beat)) * (1 - bow.swell + bow.swell * arch))
        if value != last:
            events.append(Event(frame_at(beat), CONTROL, EXPRESSION, max(0, min(127, value))))
            events.append(Event(frame_at(beat), BRIGHTNESS, 0, round(between(bow.hertz, value / 127))))
            last = value
    return events


def separated(events: list[Event]) -> list[Event]:
    """A key still held when it is struck again is lifted a moment before, as a finger must."""
    events = sorted(events)
    strikes = {}
    for event in events:
        if event.kind == NOTE_ON:
            strikes.setdefault(event.number, []).append(event.frame)
    kept, begun = [], {}
    for event in events:
        if event.kind == NOTE_ON:
            begun[event.number] = event.frame
        elif event.kind == NOTE_OFF:
            later = [f for f in strikes[event.number] if f > begun.get(event.number, event.frame)]
            if later and event.frame >= later[0]:
                event = event._replace(frame=later[0] - 64)
        kept.append(event)
    return sorted(kept)
