"""What the filters, the resamplers and the reverb do, as three pictures beside what they should do. Run by Scripts/bench.

sound-filters.png      responses over the formula, and how far from it
sound-resampling.png   spectra of swept tones through both resamplers, beside soxr's
sound-reverb.png       energy decay by octave beside the asked RT60, and RT60 by octave
"""
from __future__ import annotations

import pathlib
import sys
import tempfile

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from ours import Ours  # noqa: E402
from sound_peers import Peers  # noqa: E402
from turns import table  # noqa: E402

RATE = 44_100
BLUE, RED, GREEN, GREY = "#3a6ea5", "#c8553d", "#4f8a5b", "#777777"


def decibels(ratio):
    return 20 * np.log10(np.maximum(np.abs(ratio), 1e-15))


def hertz_axis(axes, low, high) -> None:
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    ticks = [tick for tick in (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000) if low <= tick <= high]
    axes.set_xticks(ticks, [f"{tick // 1000}k" if tick >= 1000 else str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("Hz")
    axes.grid(alpha=0.25)


def save_small(figure, target: pathlib.Path) -> None:
    figure.savefig(target, metadata={"Software": None}, pil_kwargs={"optimize": True})


def save(figure, target: pathlib.Path, note: str) -> None:
    figure.text(0.5, 0.008, note, ha="center", fontsize=7, color=GREY)
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    save_small(figure, target)
    plt.close(figure)


# MARK: filters

FILTERS = [("low-pass", 20, 0.707), ("high-pass", 300, 0.707), ("low-pass", 1200, 0.707), ("low-pass", 2200, 3), ("low-pass", 8000, 0.707)]


def formula(kind: str, hertz: np.ndarray, cutoff: float, q: float) -> np.ndarray:
    """|H| of the cookbook's second-order filters: the bilinear transform of 1/(1 + s/Q + s²), and s² of it."""
    s = np.tan(np.pi * hertz / RATE) / np.tan(np.pi * cutoff / RATE)
    return (s * s if kind == "high-pass" else 1) / np.sqrt((1 - s * s) ** 2 + (s / q) ** 2)


def filters(ours: Ours, folder: pathlib.Path, target: pathlib.Path) -> str:
    frames = 1 << 17
    hertz = np.fft.rfftfreq(frames, 1 / RATE)[1:]
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(9, 6.6), dpi=96, height_ratios=(3, 2), sharex=True)
    colours = plt.get_cmap("viridis")(np.linspace(0.05, 0.85, len(FILTERS)))
    rows = []
    for (kind, cutoff, q), colour in zip(FILTERS, colours):
        wanted = formula(kind, hertz, cutoff, q)
        shown = (wanted > 1e-4) & (hertz >= 20) & (hertz <= 20_000)
        # Farther down the rounding of the answer's samples to Float would be what is measured.
        judged = (wanted > 1e-2) & shown
        bins = np.round(12 * np.log2(hertz[judged] / 20)).astype(int)
        worst = []
        for question, style, width in (("filter", "-", 1.2), ("swept", "--", 1.0)):
            ours.ask(f"{question} {kind} {cutoff} {q} {frames} {folder / 'answer.f32'}")
            got = np.abs(np.fft.rfft(np.fromfile(folder / "answer.f32", np.float32).astype(float)))[1:]
            error = np.abs(decibels(got[judged]) - decibels(wanted[judged]))
            worst.append(float(error.max()))
            steps = np.unique(bins)
            bottom.plot(20 * 2 ** (steps / 12), [error[bins == step].max() for step in steps], style, color=colour, lw=width)
            if question == "filter":
                top.plot(hertz[shown], decibels(got[shown]), color=colour, lw=2.5, alpha=0.7,
                         label=f"{kind} {cutoff} Hz, Q {q:g}")
        top.plot(hertz[shown], decibels(wanted[shown]), color="black", lw=0.8, ls=":")
        rows.append([f"{kind} {cutoff} Hz, Q {q:g}", *(f"{value:.1e}" for value in worst)])
    top.plot([], [], color="black", lw=0.8, ls=":", label="formula")
    top.set_ylim(-82, 15)
    top.set_ylabel("dB")
    top.set_title("Filters: ours (colour) over the formula (dotted)", fontsize=11)
    top.legend(frameon=False, fontsize=8, loc="lower left")
    hertz_axis(top, 20, 20_000)
    top.set_xlabel("")
    bottom.plot([], [], "-", color=GREY, label="Biquad")
    bottom.plot([], [], "--", color=GREY, label="SweptFilter, in the chain")
    bottom.set_yscale("log")
    bottom.set_ylim(1e-9, 1e-3)
    bottom.set_ylabel("worst error, dB")
    bottom.legend(frameon=False, fontsize=8, loc="upper left", ncols=2)
    hertz_axis(bottom, 20, 20_000)
    save(figure, target, "from impulse responses of 131,072 frames; worst error of each semitone where the response is over −40 dB")
    return table(["filter", "Biquad: worst error, dB", "SweptFilter in the chain: worst error, dB"], rows)


# MARK: resampling

def sweep(seconds: float, top: float) -> np.ndarray:
    """A tone that rises evenly from 0 to `top` Hz, half of full scale."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (0.5 * np.sin(np.pi * top / seconds * time * time)).astype(np.float32)


def spectrogram(signal: np.ndarray, rate: float) -> np.ndarray:
    """Columns of decibels under the sweep's level, with a window whose side lobes lie under −170 dB."""
    size, hop = 2048, len(signal) // 300
    window = np.kaiser(size, 20)
    starts = range(0, len(signal) - size, hop)
    columns = [np.abs(np.fft.rfft(signal[start:start + size] * window)) / window.sum() * 2 for start in starts]
    return decibels(np.array(columns).T / 0.5)


def resampling(ours: Ours, peers: Peers, folder: pathlib.Path, target: pathlib.Path) -> None:
    source = folder / "sweep.f32"
    sweep(12, RATE / 2).tofile(source)
    up, down = 48_000, 33_037.67
    cases = [
        (ours, "fixed", up, "RateConverter, 44.1 → 48 kHz"), (peers, "hq", up, "soxr HQ, 44.1 → 48 kHz"),
        (ours, "fixed", down, "RateConverter, 44.1 → 33.04 kHz"), (peers, "hq", down, "soxr HQ, 44.1 → 33.04 kHz"),
        (ours, "variable", down, "Resampler (the live pitch), 44.1 → 33.04 kHz"),
        (peers, "variable", down, "soxr variable, 44.1 → 33.04 kHz"),
    ]
    figure, grid = plt.subplots(3, 2, figsize=(9, 8), dpi=100, sharex=True)
    for axes, (side, mode, rate, title) in zip(grid.flat, cases):
        out = folder / "out.f32"
        side.ask(f"convert {mode} {source} {out} {RATE} {rate}")
        picture = spectrogram(np.fromfile(out, np.float32).astype(float), rate)
        image = axes.imshow(picture, origin="lower", aspect="auto", extent=(0, RATE / 2000, 0, rate / 2000), vmin=-150, vmax=0,
                            cmap="magma", interpolation="nearest")
        axes.set_title(title, fontsize=9)
        axes.set_ylabel("kHz out", fontsize=8)
        axes.tick_params(labelsize=8)
    for axes in grid[-1]:
        axes.set_xlabel("kHz in: a tone that rises evenly", fontsize=8)
    figure.text(0.5, 0.008, "dB under the tone; what is not the tone itself is an alias, an image or noise", ha="center", fontsize=7,
                color=GREY)
    figure.tight_layout(rect=(0, 0.03, 0.93, 1))
    scale = figure.add_axes((0.94, 0.2, 0.012, 0.6))
    figure.colorbar(image, cax=scale).ax.tick_params(labelsize=7)
    scale.set_title("dB", fontsize=8)
    save_small(figure, target)
    plt.close(figure)


# MARK: reverb

OCTAVES = [125, 250, 500, 1000, 2000, 4000, 8000]


def octave(signal: np.ndarray, centre: float) -> np.ndarray:
    """An octave of a signal, cut out of its spectrum with edges of a tenth of an octave."""
    hertz = np.fft.rfftfreq(2 * len(signal), 1 / RATE)
    away = np.abs(np.log2(np.maximum(hertz, 1e-3) / centre))
    gain = np.interp(away, [0.45, 0.55], [1, 0])
    return np.fft.irfft(np.fft.rfft(signal, 2 * len(signal)) * gain)[:len(signal)]


def decay(sides: list[np.ndarray]) -> np.ndarray:
    """Schroeder's integral, dB: the energy that is still to come, of both channels."""
    energy = np.cumsum(sum(side[::-1] ** 2 for side in sides))[::-1]
    return 10 * np.log10(np.maximum(energy / energy[0], 1e-15))


def rt60(curve: np.ndarray) -> tuple[float, float]:
    """Seconds to fall by 60 dB, from a line through −5…−35 dB, and how far the curve strays from it."""
    inside = np.flatnonzero((curve < -5) & (curve > -35))
    slope, start = np.polyfit(inside / RATE, curve[inside], 1)
    return -60 / slope, float(np.abs(curve[inside] - (start + slope * inside / RATE)).max())


def reverb(ours: Ours, folder: pathlib.Path, target: pathlib.Path) -> str:
    asked_times = [0.5, 1.0, 2.0, 4.0]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2), dpi=100)
    colours = plt.get_cmap("viridis")(np.linspace(0, 0.9, len(OCTAVES)))
    rows = []
    for asked, marker in zip(asked_times, "osD^"):
        frames = int(asked * 1.6 * RATE)
        ours.ask(f"reverb {asked} {frames} {folder / 'tail.f32'}")
        tail = np.fromfile(folder / "tail.f32", np.float32).astype(float)
        shares, strays = [], []
        for centre, colour in zip(OCTAVES, colours):
            curve = decay([octave(tail[side::2], centre) for side in (0, 1)])
            seconds, stray = rt60(curve)
            shares.append(seconds / asked)
            strays.append(stray)
            if asked == 2:
                time = np.arange(0, frames, 100)
                left.plot(time / RATE, curve[::100][:len(time)], color=colour, lw=1.2, label=f"{centre} Hz")
        right.plot(OCTAVES, shares, marker + "-", ms=4, lw=1, label=f"{asked:g} s")
        rows.append([f"{asked:g} s", *(f"{share * asked:.3f}" for share in shares), f"{max(strays[:-1]):.2f}"])
    left.plot([0, 2], [0, -60], "k:", lw=1, label="asked: 2 s")
    left.set_xlim(0, 2.2)
    left.set_ylim(-66, 2)
    left.set_xlabel("seconds")
    left.set_ylabel("energy still to come, dB")
    left.set_title("Decay by octave", fontsize=11)
    left.grid(alpha=0.25)
    left.legend(frameon=False, fontsize=7.5)
    right.axhspan(0.95, 1.05, color=GREEN, alpha=0.15, lw=0)
    right.set_ylim(0.7, 1.15)
    right.set_ylabel("RT60 / asked RT60")
    right.set_title("RT60 by octave, ±5 % shaded", fontsize=11)
    right.legend(frameon=False, fontsize=8, title="asked", title_fontsize=8, loc="lower left")
    right.set_xscale("log")
    right.set_xticks(OCTAVES, [f"{hertz // 1000}k" if hertz >= 1000 else str(hertz) for hertz in OCTAVES])
    right.minorticks_off()
    right.set_xlabel("Hz")
    right.grid(alpha=0.25)
    save(figure, target, "above 4 kHz air takes more on purpose; lines through −5…−35 dB of Schroeder's integral")
    return table(["asked", *(f"{hertz} Hz" for hertz in OCTAVES), "farthest from straight to 4 kHz, dB"], rows)


def main() -> None:
    program, target = sys.argv[1], pathlib.Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, peers = Ours(program), Peers(folder)
        print(filters(ours, folder, target / "sound-filters.png"), end="\n\n")
        resampling(ours, peers, folder, target / "sound-resampling.png")
        print(reverb(ours, folder, target / "sound-reverb.png"))


if __name__ == "__main__":
    main()
