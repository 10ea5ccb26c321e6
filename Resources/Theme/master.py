"""The loop → the file: tone of the whole, loudness, Ogg Vorbis, and the sidecar."""
import subprocess
from pathlib import Path

import numpy as np

from loudness import integrated
from score import BEATS_PER_BAR, BEATS_PER_MINUTE, TITLE
from spectrum import biquad, filtered, unit_circle
from timing import BEATS, FRAMES, FRAMES_PER_BEAT, SAMPLE_RATE

LOUDNESS_LUFS = -18.0
CEILING_DBFS = -2.8  # what is left to -2 dBTP is for the curve between the samples and for the encoding


def mastered(loop: np.ndarray) -> np.ndarray:
    z = unit_circle(FRAMES)
    loop = filtered(loop, biquad("high-pass", 32, 0.7, 0, z) * biquad("high-shelf", 5000, 0.7, 3, z))
    loop = rounded(loop * 10 ** ((LOUDNESS_LUFS - integrated(loop)) / 20))
    return loop * 10 ** ((LOUDNESS_LUFS - integrated(loop)) / 20)


def rounded(loop: np.ndarray) -> np.ndarray:
    """The few highest attacks are turned down by a decibel or so for 20 ms: a limiter that looks ahead, and around the seam."""
    peak = np.abs(loop).max(axis=0)
    wanted = np.minimum(1, 10 ** (CEILING_DBFS / 20) / np.maximum(peak, 1e-9))
    for shift in (1, 2, 4, 8, 16, 32, 64, 128, 256):  # the lowest gain within ±511 frames
        wanted = np.minimum(wanted, np.minimum(np.roll(wanted, shift), np.roll(wanted, -shift)))
    window = np.zeros(FRAMES)
    window[:1001] = np.hanning(1001) / np.hanning(1001).sum()
    gain = np.fft.irfft(np.fft.rfft(wanted) * np.fft.rfft(np.roll(window, -500)), FRAMES)
    return loop * gain


def encode(loop: np.ndarray, path: Path):
    """Rounded to 24 bits first, so that the last digits of an FFT cannot change the file; bit-exact flags leave no date and no serial."""
    pcm = np.ascontiguousarray(np.round(loop.T * 2 ** 23).astype("<i4") * 256)
    command = ["ffmpeg", "-v", "error", "-y", "-f", "s32le", "-ar", str(SAMPLE_RATE), "-ac", "2", "-i", "-", "-c:a", "libvorbis", "-q:a", "6",
               "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-serial_offset", "0", str(path)]
    subprocess.run(command, input=pcm.tobytes(), check=True)


def sidecar() -> str:
    beats = [beat * FRAMES_PER_BEAT / SAMPLE_RATE for beat in range(BEATS)]
    lines = [f'title = "{TITLE}"',
             'source = "our own composition, played by Resources/Theme/make with FluidSynth and the soundfont FluidR3 GM (MIT, Frank Wen)"',
             'licence = "MIT"',
             f"frames = {FRAMES}",
             f"sample_rate = {SAMPLE_RATE}",
             f"tempo_bpm = {float(BEATS_PER_MINUTE)}",
             f"beats_per_bar = {BEATS_PER_BAR}",
             "first_beat_seconds = 0.0"]
    for name, values, columns in (("beats", beats, 8), ("bars", beats[::BEATS_PER_BAR], 8)):
        lines.append(f"{name} = [")
        lines += ["    " + ", ".join(f"{v:.6f}" for v in values[row:row + columns]) + "," for row in range(0, len(values), columns)]
        lines.append("]")
    return "\n".join(lines) + "\n"
