#!/usr/bin/env python3
"""What the five moods do to the theme and to a song with drums, by measurement; exit 1 when one goes the wrong way.

    Benchmarks/moods.py [--app .build/release/app] [--plot docs/moods.png]

Renders every mood of the maps seed and drama with the program and measures length, key (by the shift of the mean log
spectrum), loudness (BS.1770-4), spectral centroid and onsets a second. Needs numpy; the picture needs matplotlib.
"""
import argparse, math, os, subprocess, sys, tempfile
import numpy as np
from wave_files import RATE, read, write

MOODS = ["happy", "sad", "angry", "surprise", "neutral"]
# semitones, tempo, and which way the filter moves the colour
MAPS = {
    "seed": {"happy": (4, 2.5, 1), "sad": (-5, 0.3, -1), "angry": (7, 4.0, 1), "surprise": (5, 2.5, 1), "neutral": (0, 1.0, 0)},
    "drama": {"happy": (2, 1.18, 1), "sad": (-3, 0.7, -1), "angry": (3, 1.4, 1), "surprise": (2, 1.28, 1), "neutral": (0, 1.0, 0)},
}


def drums(path, seconds=32, tempo=108):
    """Kick, snare, hat, bass and plucked chords from formulas."""
    random = np.random.default_rng(1)
    sound = np.zeros((int(seconds * RATE), 2))
    chords = [(220, 261.6, 329.6), (174.6, 220, 261.6), (261.6, 329.6, 392), (196, 246.9, 293.7)]

    def put(beat, wave, pan=0.5):
        at = int(beat * 60 / tempo * RATE)
        wave = wave[:max(0, len(sound) - at)]
        sound[at:at + len(wave)] += wave[:, None] * np.array([math.cos(pan * math.pi / 2), math.sin(pan * math.pi / 2)])

    time = np.arange(RATE) / RATE
    tone = lambda hertz: sum(np.sin(2 * np.pi * k * hertz * time) / k**1.5 for k in range(1, 7))
    for bar in range(int(seconds * tempo / 240)):
        chord = chords[bar % 4]
        for beat in (0, 2):
            put(4 * bar + beat, 0.5 * np.exp(-18 * time) * np.sin(2 * np.pi * (50 * time - 4 * np.exp(-40 * time))))
            put(4 * bar + beat, 0.2 * np.exp(-3 * time) * tone(chord[0] / 4))
        for beat in (1, 3):
            put(4 * bar + beat, np.exp(-25 * time) * (0.2 * random.uniform(-1, 1, RATE) + 0.15 * np.sin(2 * np.pi * 190 * time)))
        for half in range(8):
            put(4 * bar + half / 2, 0.06 * np.exp(-90 * time) * random.uniform(-1, 1, RATE), 0.6)
        for index, note in enumerate(chord):
            put(4 * bar + index / 2, 0.12 * np.exp(-4 * time) * np.minimum(1, 300 * time) * tone(note), 0.3 + 0.2 * index)
    write(path, sound)


def loudness(sound):
    """Integrated LUFS; the filters of BS.1770 applied to the spectrum, which is the same and needs no loop."""
    frames = 1 << (len(sound) + RATE).bit_length()
    z = np.exp(-2j * np.pi * np.arange(frames // 2 + 1) / frames)
    k, q = math.tan(math.pi * 1681.974450955533 / RATE), 0.7071752369554196
    vh = 10 ** (3.999843853973347 / 20)
    vb = vh**0.4996667741545416
    top = (vh + vb * k / q + k * k) + 2 * (k * k - vh) * z + (vh - vb * k / q + k * k) * z**2
    shelf = top / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    k, q = math.tan(math.pi * 38.13547087602444 / RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    cut = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / a0 * z + (1 - k / q + k * k) / a0 * z**2)
    power = np.zeros(len(sound))
    for side in range(2):
        power += np.fft.irfft(np.fft.rfft(sound[:, side], frames) * shelf * cut, frames)[:len(sound)] ** 2
    hop = RATE // 10
    tenths = power[:len(power) // hop * hop].reshape(-1, hop).mean(1)
    blocks = np.convolve(tenths, np.ones(4) / 4, "valid")
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    return -0.691 + 10 * math.log10(blocks[blocks > blocks.mean() * 0.1].mean())


def windows(sound, size, hop):
    mono = sound.mean(1)
    count = max(1, (len(mono) - size) // hop)
    index = np.arange(size)[None, :] + hop * np.linspace(0, count - 1, min(count, 6000)).astype(int)[:, None]
    return np.abs(np.fft.rfft(mono[index] * np.hanning(size), axis=1))


def log_spectrum(sound):
    """Mean level in steps of 5 cents from 100 Hz to 3 kHz, in decibels, its slow slope taken away."""
    size = 16384
    spectrum = (windows(sound, size, size // 2) ** 2).mean(0)
    hertz = 100 * 2 ** (np.arange(0, 5880, 5) / 1200)
    level = 10 * np.log10(np.interp(hertz, np.arange(len(spectrum)) * RATE / size, spectrum) + 1e-12)
    return level - np.convolve(np.pad(level, 60, "edge"), np.ones(121) / 121, "valid")


def key_shift(plain, changed):
    """Semitones by which one log spectrum must be moved to be most like the other."""
    best, at = -2.0, 0
    for steps in range(-190, 191):
        a = plain[max(0, -steps):len(plain) - max(0, steps)]
        b = changed[max(0, steps):len(changed) - max(0, -steps)]
        likeness = np.corrcoef(a, b)[0, 1]
        if likeness > best:
            best, at = likeness, steps
    return at * 5 / 100


def centroid(sound):
    spectrum = windows(sound, 2048, 2048) ** 2
    return float((spectrum.mean(0) * np.arange(1025)).sum() / spectrum.mean(0).sum() * RATE / 2048)


def onsets(sound):
    """Strong beginnings a second: peaks of the spectral flux above their surroundings."""
    hop = 441
    mono = sound.mean(1)
    count = (len(mono) - 1024) // hop
    levels = []
    for first in range(0, count, 4000):
        index = np.arange(1024)[None, :] + hop * np.arange(first, min(count, first + 4000))[:, None]
        levels.append(np.log1p(300 * np.abs(np.fft.rfft(mono[index] * np.hanning(1024), axis=1))))
    levels = np.concatenate(levels)
    flux = np.maximum(0, levels[2:] - levels[:-2]).sum(1)
    floor = np.convolve(np.pad(flux, 25, "edge"), np.ones(51) / 51, "valid")
    peak = (flux[1:-1] > flux[:-2]) & (flux[1:-1] >= flux[2:]) & (flux[1:-1] > 1.5 * floor[1:-1] + 0.25 * np.percentile(flux, 95))
    frames = np.flatnonzero(peak)
    return (np.diff(frames) > 4).sum() / (len(mono) / RATE)


def picture(path, sounds, table):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plot
    figure, axes = plot.subplots(2, 1, figsize=(12, 7.2), dpi=80, sharex=True)
    order = ["neutral", "happy", "surprise", "angry", "sad"]
    for axis, name in zip(axes, MAPS):
        sound = np.concatenate([sounds[name, mood][5 * RATE:13 * RATE] for mood in order]).mean(1)
        axis.specgram(sound + 1e-7, NFFT=4096, Fs=RATE, noverlap=3072, cmap="magma", vmin=-130, vmax=-45)
        axis.set_yscale("symlog", linthresh=200, linscale=0.3)
        axis.set_ylim(50, 16000)
        axis.set_yticks([100, 200, 500, 1000, 2000, 5000, 10000], ["100", "200", "500", "1k", "2k", "5k", "10k"])
        axis.set_ylabel(f"map {name}, hertz")
        for index, mood in enumerate(order):
            semitones, tempo, _ = MAPS[name][mood]
            if index:
                axis.axvline(8 * index, color="white", lw=1)
            words = f"{mood}: key {semitones:+d}, tempo {tempo}\n{table[name, mood][2]:.1f} LUFS"
            axis.text(8 * index + 0.2, 11500, words, color="white", fontsize=9, va="top")
    axes[1].set_xlabel("seconds: eight of the theme in every mood")
    figure.tight_layout()
    figure.canvas.draw()
    # 128 colours show a spectrogram as well as all of them, in a third of the bytes.
    from PIL import Image
    Image.fromarray(np.asarray(figure.canvas.buffer_rgba())[:, :, :3]).quantize(128).save(path, optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--app", default=".build/release/app")
    parser.add_argument("--plot")
    options = parser.parse_args()
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        song = os.path.join(folder, "drums.wav")
        drums(song)

        def render(song, arguments):
            out = os.path.join(folder, "out.wav")
            subprocess.run([options.app, "render", "--song", song, "--out", out, *arguments], check=True, stdout=subprocess.DEVNULL)
            return read(out)

        for title, name in (("theme", "theme"), ("drums", song)):
            sounds, table = {}, {}
            for map_name, moods in MAPS.items():
                for mood in MOODS:
                    sounds[map_name, mood] = render(name, ["--map", map_name, "--emotion", mood])
            base = sounds["seed", "neutral"]
            plain, plain_onsets, plain_centre, frames = log_spectrum(base), onsets(base), centroid(base), len(base)
            for map_name, moods in MAPS.items():
                for mood, (semitones, tempo, colour) in moods.items():
                    sound = sounds[map_name, mood]
                    key, level = key_shift(plain, log_spectrum(sound)), loudness(sound)
                    centre, rate = centroid(sound), onsets(sound)
                    table[map_name, mood] = (len(sound) / RATE, key, level, centre, rate)
                    print(f"{title:6} {map_name:6} {mood:9} {len(sound) / RATE:7.2f} s  key {key:+6.2f}  {level:6.2f} LUFS  "
                          f"centroid {centre:6.0f} Hz  {rate:5.2f} onsets/s")
                    extra = len(sound) - round(frames / tempo)
                    # Reverb and echoes ring on; nothing may be missing.
                    if not -RATE * 0.2 < extra < 4 * RATE: failures.append((title, map_name, mood, "length"))
                    if abs(key - semitones) > 0.3: failures.append((title, map_name, mood, f"key {key}"))
                    if colour and (centre - plain_centre) * colour <= 0: failures.append((title, map_name, mood, "centroid"))
                    if tempo != 1 and (rate - plain_onsets) * (tempo - 1) <= 0: failures.append((title, map_name, mood, "onsets"))
                levels = [table[map_name, mood][2] for mood in MOODS]
                spread = max(levels) - min(levels)
                print(f"{title:6} {map_name:6} loudness within {spread:.2f} LU")
                if spread > 0.5: failures.append((title, map_name, "loudness", f"{spread:.2f} LU"))
            if options.plot and name == "theme": picture(options.plot, sounds, table)
    for failure in failures:
        print("WRONG:", *failure)
    print("all in the direction the map says" if not failures else f"{len(failures)} wrong")
    sys.exit(1 if failures else 0)


main()
