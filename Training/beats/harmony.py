"""Keys, chord progressions and melodies, at random but within the habits of tonal music."""
from __future__ import annotations

import numpy as np

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
PROGRESSIONS = ["1451", "1564", "1645", "2511", "1625", "6415", "1415", "1345", "1265", "4156", "1736", "1155", "1414", "6251"]
NAMES = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]


class Harmony:
    """Chords bar by bar: degree 1 to 7 of a key."""

    def __init__(self, bars: int, random: np.random.Generator):
        self.tonic = int(random.integers(12))
        self.minor = random.random() < 0.45
        self.scale = MINOR if self.minor else MAJOR
        self.sevenths = random.random() < 0.3
        self.degrees: list[int] = []
        while len(self.degrees) < bars:
            phrase = [int(digit) for digit in random.choice(PROGRESSIONS)]
            if random.random() < 0.3:
                phrase = [degree for degree in phrase for _ in range(2)]
            self.degrees += phrase * int(random.choice([1, 2, 2]))
        self.degrees = self.degrees[:bars]

    def pitch(self, step: int) -> int:
        """Key above the tonic of a scale step; 0 is the tonic, 7 its octave."""
        return 12 * (step // 7) + self.scale[step % 7]

    def chord(self, bar: int) -> list[int]:
        """Pitches above C, root first, root below 12."""
        degree = self.degrees[bar % len(self.degrees)] - 1
        root = (self.tonic + self.pitch(degree)) % 12
        sizes = (0, 2, 4, 6) if self.sevenths else (0, 2, 4)
        return [root + self.pitch(degree + size) - self.pitch(degree) for size in sizes]

    def name(self, bar: int) -> str:
        """As arrangers write it."""
        root, third, fifth = self.chord(bar)[:3]
        quality = "dim" if fifth - root == 6 else "m" if third - root == 3 else ""
        if self.sevenths and quality != "dim":
            quality += "7" if self.chord(bar)[3] - root == 10 or quality == "m" else "maj7"
        return NAMES[root] + quality

    def voiced(self, bar: int, low: int) -> list[int]:
        """The chord's keys, each in the octave above `low`."""
        return sorted(low + (pitch - low) % 12 for pitch in self.chord(bar))


def melody(harmony: Harmony, bar: int, onsets: list[float], now: int, centre: int, random: np.random.Generator) -> list[int]:
    """A key for each onset: steps of the scale, chord notes where it is strong (at the bar's beginning)."""
    scale = sorted({(harmony.tonic + harmony.pitch(step)) % 12 for step in range(7)})
    keys = []
    for onset in onsets:
        wish = now + int(random.choice([-4, -2, -1, -1, 1, 1, 2, 4])) + (centre - now) // 6
        allowed = [pitch % 12 for pitch in harmony.chord(bar)] if onset == int(onset) else scale
        now = min((key for key in range(wish - 6, wish + 7) if key % 12 in allowed), key=lambda key: abs(key - wish))
        keys.append(now)
    return keys
