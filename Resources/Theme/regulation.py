"""What a tuner does before the concert: every key of an instrument is measured, then evened out.

FluidR3's samples are all as high at their peak, not as loud: E5 on its piano is 4 dB weaker than D5, and
some keys are 5 to 10 cents out. A melody played on them as they are loses the very notes it aims for.
"""
from typing import NamedTuple

import numpy as np

from loudness import lufs, weighted_power
from performance import NOTE_OFF, NOTE_ON, Event
from synth import render
from timing import LEAD_IN_FRAMES, SAMPLE_RATE
from touch import CHANNELS, hammer_channel

SHARE = 0.75  # of a key's difference in loudness that is taken out; more would make its attack stand out instead
MEASURED_VELOCITY = 70
LOUDNESS_SECONDS = 0.6
PITCH_SECONDS = (0.15, 1.2)
HARMONICS = (1, 2, 3)
CATCH_CENTS = 70  # how far off a harmonic is still looked for


class Key(NamedTuple):
    decibels: float  # to add
    cents: float  # to add


def measured(key: int, program: int, hammer: bool) -> tuple[float, float]:
    """Loudness in LUFS and pitch in cents against equal temperament at 440 Hz."""
    channel = hammer_channel(key, MEASURED_VELOCITY) if hammer else CHANNELS - 1
    length = round(1.3 * SAMPLE_RATE)
    events = [Event(0, NOTE_ON, key, MEASURED_VELOCITY, channel), Event(length, NOTE_OFF, key, 0, channel)]
    sound = render(events, program, 0, {}, length)[:, LEAD_IN_FRAMES:].astype(float)
    begin, end = (round(seconds * SAMPLE_RATE) for seconds in PITCH_SECONDS)
    return float(lufs(weighted_power(sound[:, :round(LOUDNESS_SECONDS * SAMPLE_RATE)]).mean())), pitch(sound[0, begin:end], key)


def pitch(sound: np.ndarray, key: int) -> float:
    """The mean of the lower harmonics, each the centre of its line, so that vibrato averages out."""
    size = 8 * len(sound)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size)) ** 2
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    offsets, weights = [], []
    for harmonic in HARMONICS:
        wanted = 440 * 2 ** ((key - 69) / 12) * harmonic
        near = np.abs(np.log2(np.maximum(hertz, 1) / wanted)) * 1200 < CATCH_CENTS
        offsets.append(1200 * np.log2(np.sum(hertz[near] * power[near]) / np.sum(power[near]) / wanted))
        weights.append(np.sqrt(np.sum(power[near])))
    return float(np.average(offsets, weights=weights))


def regulated(keys: set[int], program: int, hammer: bool) -> dict[int, Key]:
    """Each key is brought towards the straight line through the loudness of all that are played, and on to its pitch."""
    names = sorted(keys)
    readings = np.array([measured(key, program, hammer) for key in names])
    level = np.polyval(np.polyfit(names, readings[:, 0], 1 if len(names) > 3 else 0), names)
    return {key: Key(SHARE * (level[i] - readings[i, 0]), -readings[i, 1]) for i, key in enumerate(names)}
