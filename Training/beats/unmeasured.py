"""Sound without a beat: pads, noises, bells at random, wind, something like speech. Its truth is: no beat anywhere."""
from __future__ import annotations

import numpy as np

from midi import Note
from score import Performance

PADS = [48, 49, 50, 51, 52, 54, 88, 89, 91, 92, 93, 94, 95, 97, 99]
SCATTERED = [0, 8, 9, 10, 11, 14, 46, 98, 108, 112, 77, 104]


def scattered(seconds: float, random: np.random.Generator) -> Performance:
    """Overlapping pads and, often, single notes whose distances follow no pulse."""
    notes, events, at = [], [], 0.1
    events += [(0.0, bytes([0xC0, int(random.choice(PADS))])), (0.0, bytes([0xC1, int(random.choice(SCATTERED))]))]
    while at < seconds:
        root = int(random.integers(40, 64))
        for step in (0, 7, 12, int(random.choice([15, 16, 14]))):
            begin = at + random.uniform(0, 1.5)
            notes.append(Note(begin, random.uniform(4, 12), 0, root + step, int(random.integers(40, 90))))
        at += random.uniform(3, 9)
    if random.random() < 0.6:
        at, mean = random.uniform(0, 4), float(np.exp(random.uniform(np.log(0.3), np.log(3))))
        while at < seconds:
            for _ in range(int(random.choice([1, 1, 2, 3]))):
                notes.append(Note(at, random.uniform(0.2, 3), 1, int(random.integers(48, 96)), int(random.integers(30, 110))))
                at += random.uniform(0, 0.05)
            at += random.exponential(mean) + 0.05
    none = np.zeros(0)
    return Performance([note for note in notes if note.start < seconds], events, none, none.astype(bool))


def noise(seconds: float, rate: int, random: np.random.Generator) -> np.ndarray:
    """Wind, a crowd, a machine, speech-like syllables, a hum or nearly nothing."""
    count = int(seconds * rate)
    spectrum = np.fft.rfft(random.normal(size=count))
    hertz = np.maximum(np.fft.rfftfreq(count, 1 / rate), 20)
    kind = random.choice(["wind", "syllables", "hum", "faint"])
    tilt = random.uniform(0, 1.2)
    sound = np.fft.irfft(spectrum * hertz**-tilt, count)
    sound /= np.std(sound) + 1e-9
    time = np.arange(count) / rate
    if kind == "wind":
        sound *= np.exp(smooth(count, rate, 0.7, random))
    elif kind == "syllables":
        sound = syllables(sound, time, rate, random)
    elif kind == "hum":
        tones = sum(np.sin(2 * np.pi * 50 * k * time + k) / k for k in (1, 2, 3, 5))
        sound = 0.1 * sound + tones
    level = {"faint": 1e-4}.get(kind, 10 ** random.uniform(-2, -0.8))
    return (sound * level / (np.std(sound) + 1e-9)).astype(np.float32)


def smooth(count: int, rate: int, seconds: float, random: np.random.Generator) -> np.ndarray:
    points = random.normal(size=max(4, int(count / rate / seconds) + 2))
    return np.interp(np.linspace(0, len(points) - 1, count), np.arange(len(points)), points)


def syllables(breath: np.ndarray, time: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    """Voiced and hissing bursts of uneven length with pauses, pitch gliding."""
    pitch = 110 * 2 ** random.uniform(0, 1) * np.exp(0.15 * smooth(len(time), rate, 0.4, random))
    phase = np.cumsum(pitch) / rate
    voice = sum(np.sin(2 * np.pi * k * phase) / k * np.exp(-((k * 130 - f) / 300) ** 2) for k in range(1, 20) for f in (500, 1500))
    envelope, at = np.zeros(len(time)), 0.2
    while at < time[-1]:
        length = random.uniform(0.06, 0.28)
        inside = (time >= at) & (time < at + length)
        envelope[inside] = np.hanning(inside.sum() + 2)[1:-1] * random.uniform(0.4, 1)
        at += length + (random.uniform(0.01, 0.12) if random.random() < 0.85 else random.uniform(0.3, 1.2))
    hiss = random.random() < 0.5
    return envelope * (voice + (0.1 * breath if hiss else 0)) + 0.003 * breath
