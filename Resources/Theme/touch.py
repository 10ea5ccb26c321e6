"""Brightness: the soundfont has one sample a key for all velocities, so playing softer must also be made to sound darker."""
import math

CHANNELS = 16
BRIGHTEST_CENTS = 13500  # the soundfont's own "filter open", 19.9 kHz; generator unit: cents above 8.176 Hz
STEP_CENTS = 320


def cutoff_cents(channel: int) -> int:
    """Where a channel's 12 dB/octave low-pass begins: channel 15 open, channel 0 at 1.2 kHz."""
    return BRIGHTEST_CENTS - (CHANNELS - 1 - channel) * STEP_CENTS


def cents_of(hertz: float) -> float:
    return 1200 * math.log2(hertz / 8.176)


def hammer_channel(key: int, velocity: int) -> int:
    """A hammer's felt: about three octaves more overtones from pp to ff, and half an octave an octave of pitch."""
    hertz = 1900 * 2 ** ((key - 60) / 24 + 3 * (velocity - 40) / 60)
    step = round((cents_of(hertz) - cutoff_cents(0)) / STEP_CENTS)
    return max(0, min(CHANNELS - 1, step))
