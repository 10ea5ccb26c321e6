"""What stretching to 0.7 of the tempo makes of a chord, of a piano's phrase and of attacks: light, normal, Signalsmith, Rubber Band. Run by Scripts/bench.

stretch-chord.png   spectrograms of a steady chord and of the phrase
attacks.svg         how far from its place each attack of notes that ring under each other is

All sounds are formulas, so the truth is the same formula at the new tempo.
"""
from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from sound_pictures import BLUE, GREY, save  # noqa: E402
from turns import table  # noqa: E402
from wave_files import RATE, read, write  # noqa: E402

TEMPO, SECONDS = 0.7, 14
HOP, WINDOW = 64, 1024
LATE_MS, REACH_MS = 10, 45


def chord(tempo: float) -> np.ndarray:
    """Three notes of eight partials each, held, the upper two a little out of tune as instruments are."""
    time = np.arange(int(SECONDS / tempo * RATE)) / RATE
    return 0.09 * sum(np.sin(2 * np.pi * note * k * time + k * note) / k for note in (196.0, 247.3, 293.1) for k in range(1, 9))


def phrase(tempo: float) -> np.ndarray:
    """Struck strings: partials that are stretched and die away the sooner the higher they are; chords below a melody."""
    return notes(tempo, [(0.3 + 0.375 * index, 110 * 2 ** (key / 12), 2.5) for index in range(34) for key in
                         ([(0, 7, 16, 24), (-3, 4, 12, 28), (5, 12, 21, 29), (-5, 7, 14, 23)][index // 8 % 4] if index % 8 == 0 else [24 + (index * 5) % 13])])


def attacks(tempo: float) -> tuple[np.ndarray, np.ndarray]:
    """Three-part chords four times a second, each ringing under the next; and the seconds of their attacks."""
    random = np.random.default_rng(4)
    struck = [(0.4 + 0.25 * index, base * 2 ** (random.integers(0, wide) / 12), 1.2) for index in range(52) for base, wide in ((82.4, 12), (220, 19), (330, 12))]
    return notes(tempo, struck), np.array(sorted({start / tempo for start, _, _ in struck}))


def notes(tempo: float, struck: list[tuple[float, float, float]]) -> np.ndarray:
    """(start at tempo 1, Hz, seconds); how long a note rings does not depend on the tempo."""
    sound = np.zeros(int(SECONDS / tempo * RATE))
    for start, hertz, seconds in struck:
        first, time = int(start / tempo * RATE), np.arange(int(seconds * RATE)) / RATE
        tone = sum(np.sin(2 * np.pi * hertz * k * np.sqrt(1 + 3e-4 * k * k) * time + k) / k**1.2 * np.exp(-time * (1.5 + 0.4 * k)) for k in range(1, 10))
        tone = 0.12 * tone[:max(0, len(sound) - first)] * np.minimum(1, time / 0.003)[:max(0, len(sound) - first)]
        sound[first:first + len(tone)] += tone
    return sound


def stretched(name: str, app: str, sound: np.ndarray) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "in.wav", pathlib.Path(folder) / "out.wav"
        write(source, np.repeat(sound[:, None], 2, 1))
        if name == "Signalsmith":
            import python_stretch
            stretch = python_stretch.Signalsmith.Stretch()
            stretch.preset(2, RATE)
            stretch.setTimeFactor(TEMPO)
            return stretch.process(np.repeat(sound[None].astype(np.float32), 2, 0))[0].astype(float)
        if name == "Rubber Band R3":
            subprocess.run(["rubberband", "--quiet", "--fine", "--tempo", str(TEMPO), source, target], check=True)
            samples = target.read_bytes()
            return np.frombuffer(samples[samples.index(b"data") + 8:], "<i2")[::2].astype(float) / 32768
        subprocess.run([app, "process", source, target, "--tempo", str(TEMPO), "--quality", name], check=True, capture_output=True)
        return read(target)[:, 0]


NAMES = ["light", "normal", "Signalsmith", "Rubber Band R3"]


def spectrogram(axes, sound: np.ndarray, size: int, top: float, first: float, last: float) -> None:
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)[int(first * RATE):int(last * RATE):size // 16]
    power = np.abs(np.fft.rfft(frames * np.blackman(size), axis=1).T) ** 2
    level = 10 * np.log10(power / power.max() + 1e-12)
    axes.imshow(level[:int(top / RATE * size)], origin="lower", aspect="auto", extent=(first, last, 0, top), vmin=-80, vmax=0, cmap="magma", interpolation="bilinear")


def draw_spectrograms(app: str, target: pathlib.Path) -> None:
    figure, rows = plt.subplots(2, 5, figsize=(15, 6.4), dpi=72, sharey="row")
    for row, (make, size, top) in zip(rows, ((chord, 8192, 1600), (phrase, 4096, 3000))):
        truth = make(TEMPO)
        for axes, name in zip(row, ["the truth", *NAMES]):
            spectrogram(axes, truth if name == "the truth" else stretched(name, app, make(1.0)), size, top, 2.0, 7.0)
            axes.set_title(name, fontsize=10)
    for row, what in zip(rows, ("a steady chord", "a piano's phrase")):
        row[0].set_ylabel(f"{what}, Hz")
    for axes in rows[1]:
        axes.set_xlabel("seconds")
    save(figure, target, "Tempo 0.7 of formulas; 80 dB from black to white. The truth is the same formula at that tempo, its notes ringing no longer.")


def flux(sound: np.ndarray) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, WINDOW // 2), WINDOW)[::HOP]
    level = np.log1p(100 * np.abs(np.fft.rfft(frames * np.hanning(WINDOW), axis=1)) / WINDOW)
    return np.convolve(np.pad(np.maximum(0, level[8:] - level[:-8]).sum(1), 4), np.ones(9) / 9, "same")


def displacement(sound: np.ndarray, truth: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Milliseconds from its place, for each attack: the lag at which the onset envelopes agree best, less the median."""
    mine, theirs, step = flux(sound), flux(truth), HOP / RATE * 1000
    half, reach = int(50 / step), int(REACH_MS / step)
    lags = []
    for place in (when[2:-3] * 1000 / step).astype(int):
        pattern = theirs[place - half:place + half] - theirs[place - half:place + half].mean()
        likeness = []
        for lag in range(-reach, reach + 1):
            here = mine[place - half + lag:place + half + lag]
            here = here - here.mean() if len(here) == 2 * half else np.zeros(2 * half)
            likeness.append(here @ pattern / (np.linalg.norm(here) * np.linalg.norm(pattern) + 1e-9))
        lags.append((int(np.argmax(likeness)) - reach) * step)
    return np.array(lags) - np.median(lags)


def draw_attacks(app: str, target: pathlib.Path) -> None:
    sound, _ = attacks(1.0)
    truth, when = attacks(TEMPO)
    figure, axes = plt.subplots(figsize=(8, 3.2))
    lines, spread = [], np.random.default_rng(1)
    for row, name in enumerate(NAMES):
        away = displacement(stretched(name, app, sound), truth, when)
        axes.plot(away, row + spread.uniform(-0.25, 0.25, len(away)), "o", ms=3.5, alpha=0.6, color=BLUE, mew=0)
        late = np.mean(np.abs(away) > LATE_MS)
        axes.text(REACH_MS + 1, row, f"{100 * late:.0f} %", va="center", fontsize=9)
        lines.append([name, f"{100 * late:.1f}", f"{np.percentile(np.abs(away), 90):.1f}"])
    axes.axvspan(-LATE_MS, LATE_MS, color=GREY, alpha=0.12, lw=0)
    axes.set_yticks(range(len(NAMES)), NAMES)
    axes.invert_yaxis()
    axes.set_xlim(-REACH_MS, REACH_MS)
    axes.set_xlabel("ms from its place; on the right the share beyond 10 ms")
    axes.grid(alpha=0.25, axis="x")
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    print(table(["attacks of chords at 0.7", "beyond 10 ms, %", "90 % within, ms"], lines))


def main() -> None:
    app, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    plt.rcParams["svg.hashsalt"] = "leitmotif"
    folder.mkdir(parents=True, exist_ok=True)
    draw_spectrograms(app, folder / "stretch-chord.png")
    draw_attacks(app, folder / "attacks.svg")


if __name__ == "__main__":
    main()
