"""Balance, seats and the hall: the desks → one loop, float64 [2, FRAMES]."""
import numpy as np

from hall import impulse
from instruments import HAMMERED, PIANO, Desk, desks, keys_played
from limiter import rounded
from loudness import integrated
from regulation import regulated
from spectrum import biquad, convolved, filtered, unit_circle
from synth import folded, render
from timing import FRAMES

PIANO_WIDTH = 0.5
PIANO_CREST_DB = 14.5  # between its loudness and its highest attack: E5 to G5 strike harder than they sing


def seated(sound: np.ndarray, desk: Desk) -> np.ndarray:
    """The soundfont's pairs are recorded so wide that half of them cancels in mono. Desks of strings take one microphone each
    and get their width from sitting apart; the piano keeps both, moved together."""
    if desk.microphone is None:
        middle, side = sound[0] + sound[1], sound[0] - sound[1]
        sound = np.stack([middle + PIANO_WIDTH * side, middle - PIANO_WIDTH * side]) / 2
    else:
        sound = sound[[desk.microphone, desk.microphone]]
    angle = (desk.pan + 1) * np.pi / 4
    return sound * np.array([[np.cos(angle)], [np.sin(angle)]]) * 2 ** 0.5


def tone(desk: Desk, z: np.ndarray) -> np.ndarray:
    """Room for one another: accompaniment leaves 200–400 Hz, where everything piles up, to the piano's left hand."""
    if desk.name == "piano melody":
        return biquad("high-pass", 110, 0.7, 0, z) * biquad("peak", 300, 0.9, -1.5, z)
    if desk.name.startswith("piano"):
        return biquad("high-pass", 45, 0.7, 0, z) * biquad("peak", 260, 0.8, -3, z)
    if desk.name.startswith("strings"):
        return biquad("high-pass", 150, 0.7, 0, z) * biquad("peak", 320, 0.8, -4, z) * biquad("high-shelf", 5000, 0.7, -2, z)
    if desk.name.startswith("violins"):
        return biquad("high-pass", 220, 0.7, 0, z) * biquad("peak", 2800, 0.9, -2.5, z) * biquad("high-shelf", 7000, 0.7, -3, z)
    if desk.name == "cello":
        return biquad("high-pass", 80, 0.7, 0, z) * biquad("peak", 300, 0.9, -2, z) * biquad("peak", 2400, 1, -3, z)
    return biquad("high-pass", 40, 0.7, 0, z) * biquad("peak", 220, 0.8, -2, z)


def mixed(keep=lambda desk, sound: None) -> np.ndarray:
    """`keep` sees every desk's dry sound, for who wants to measure it."""
    z = unit_circle(FRAMES)
    dry, send = np.zeros((2, FRAMES)), np.zeros((2, FRAMES))
    seats = desks()
    regulation = {program: regulated(keys, program, program in HAMMERED) for program, keys in keys_played(seats).items()}
    for desk in seats:
        sound = filtered(folded(render(desk.events, desk.program, desk.cents, regulation[desk.program])), tone(desk, z))
        sound = seated(sound, desk)
        sound *= 10 ** ((desk.loudness - integrated(sound)) / 20)
        if desk.program == PIANO:
            sound = rounded(sound, desk.loudness + PIANO_CREST_DB)
        keep(desk, sound)
        dry += sound
        send += sound * 10 ** (desk.hall / 20)
    crossed = 0.7 * send + 0.3 * send[::-1]  # a hall hears the left seats in the right ear too
    wet = convolved(filtered(crossed, biquad("high-pass", 180, 0.7, 0, z)), impulse())
    return dry + wet
