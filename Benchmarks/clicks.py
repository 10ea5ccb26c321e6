#!/usr/bin/env python3
"""Ten minutes of tonal music through random moods: is there a click? Exit 1 when there is.

    Benchmarks/clicks.py [--app .build/release/app] [--map seed] [--minutes 10]

A click is what short-term linear prediction cannot foresee and what is over at once: a jump, a dropped or repeated sample, a
broken slope leave a spike in the residual, while notes and even drums leave it high for many samples. Clicks of the
material itself are taken off. One block size stands for all: `swift test --filter Player` shows that the bytes are equal.
Needs numpy, and the release build.
"""
import argparse, os, subprocess, sys, tempfile
import numpy as np
from wave_files import RATE, read, write

ORDER = 20
BLOCK = 1024
HOP = BLOCK // 2
MOODS = ["happy", "sad", "angry", "surprise", "neutral"]


def chords(path, seconds=64):
    """Slow chords of harmonic tones, one flowing into the next and the last into the first: nothing begins at once.
    Writes and answers them."""
    time = np.arange(seconds * RATE) / RATE
    sound = np.zeros((len(time), 2))
    steps = [(0, 4, 7), (-3, 0, 4), (-7, -3, 0), (-5, -1, 2)]
    for index in range(seconds // 4):
        away = np.abs((time - 4 * index - 2 + seconds / 2) % seconds - seconds / 2)
        swell = np.clip(1 - away / 2.5, 0, 1)
        for voice, step in enumerate(steps[index % 4]):
            # Whole periods, so that the song loops without a seam.
            hertz = round(220 * 2 ** (step / 12) * seconds) / seconds
            tone = sum(np.sin(2 * np.pi * k * hertz * time + k * voice) / k**1.6 for k in range(1, 9))
            sound += 0.1 * (np.sin(np.pi / 2 * swell) ** 2 * tone)[:, None] * [1 - 0.2 * voice, 0.6 + 0.2 * voice]
    write(path, sound)
    return sound


def residual(signal):
    """What linear prediction of order 20 (autocorrelation, Levinson-Durbin, 1024 samples by 512) leaves, sample by sample."""
    padded = np.pad(signal, (BLOCK, 2 * BLOCK))
    count = len(signal) // HOP
    index = np.arange(BLOCK)[None, :] + (BLOCK - HOP // 2) + HOP * np.arange(count)[:, None]
    result = np.zeros(count * HOP)
    for first in range(0, count, 4000):
        frames = padded[index[first:first + 4000]] * np.hanning(BLOCK)
        spectrum = np.abs(np.fft.rfft(frames, 2 * BLOCK, axis=1)) ** 2
        likeness = np.fft.irfft(spectrum, axis=1)[:, :ORDER + 1]
        likeness[:, 0] = likeness[:, 0] * (1 + 1e-9) + 1e-12
        error, predictor = likeness[:, 0].copy(), np.zeros((len(frames), ORDER + 1))
        predictor[:, 0] = 1
        for i in range(1, ORDER + 1):
            k = -(likeness[:, i] + (predictor[:, 1:i] * likeness[:, i - 1:0:-1]).sum(1)) / error
            before = predictor.copy()
            predictor[:, 1:i] += k[:, None] * before[:, i - 1:0:-1]
            predictor[:, i] = k
            error *= 1 - k * k
        for row in range(len(frames)):
            start = (first + row) * HOP
            piece = padded[start + BLOCK - ORDER:start + BLOCK + HOP]
            result[start:start + HOP] = np.convolve(piece, predictor[row])[ORDER:ORDER + HOP]
    return result


def box(numbers, size):
    sums = np.cumsum(np.pad(numbers, (size // 2 + 1, size - size // 2)))
    return (sums[size:] - sums[:-size])[:len(numbers)]


def clicks(signal):
    """Sample indices where one sample stands 12 times over its surroundings, above -60 dBFS, and alone."""
    error = np.abs(residual(signal))
    blocks = error[:len(error) // 256 * 256].reshape(-1, 256)
    usual = np.median(blocks, axis=1)
    usual = np.maximum(np.maximum(usual, np.roll(usual, 1)), np.roll(usual, -1))
    usual = np.repeat(usual, 256) + 1e-6
    error = error[:len(usual)]
    near, far = box(error**2, 17) / 17, (box(error**2, 129) - box(error**2, 33)) / 96
    found = []
    for index in np.flatnonzero((error > 12 * usual) & (error > 1e-3) & (near > 8 * far)):
        if 600 <= index < len(error) - 600 and (not found or index - found[-1] >= 32): found.append(int(index))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--app", default=".build/release/app")
    parser.add_argument("--map", default="seed")
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    seconds = options.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        song, timeline, out = (os.path.join(folder, name) for name in ("chords.wav", "moods.csv", "out.wav"))
        random = np.random.default_rng(7)
        material = chords(song)
        # A click put in by hand must be found, or silence would prove nothing.
        broken = material[:, 0].copy()
        broken[20 * RATE:] = np.roll(broken, 7)[20 * RATE:]
        assert len(clicks(broken)) > len(clicks(material[:, 0])), "the detector is deaf"
        now, rows, before = 0.0, ["seconds,expression"], ""
        while now < seconds:
            mood = random.choice([mood for mood in MOODS if mood != before])
            rows.append(f"{now:.3f},{mood}")
            before = mood
            now += random.uniform(0.2, 3)
        open(timeline, "w").write("\n".join(rows) + "\n")
        subprocess.run(
            [options.app, "render", "--song", song, "--timeline", timeline, "--map", options.map, "--seconds", str(seconds), "--out", out],
            check=True, stdout=subprocess.DEVNULL)
        sound = read(out)
        own = max(len(clicks(material[:, side])) for side in range(2)) / (len(material) / RATE)
        found = [clicks(sound[:, side]) for side in range(2)]
    print(f"{len(rows) - 1} changes of mood in {seconds:.0f} s, map {options.map}: "
          f"{len(found[0])} clicks left, {len(found[1])} right; the material alone has {own:.2f} a second")
    for side, name in enumerate(("left", "right")):
        for index in found[side][:20]: print(f"  {name} at {index / RATE:.4f} s")
    sys.exit(1 if max(map(len, found)) / seconds > own else 0)


main()
