"""The whole: its tone, its loudness, its peaks; and the sidecar that tells its beats."""
import numpy as np

from limiter import rounded
from loudness import integrated
from score import BEATS_PER_BAR, BEATS_PER_MINUTE, TITLE
from spectrum import biquad, filtered, unit_circle
from timing import BEATS, FRAMES, FRAMES_PER_BEAT, SAMPLE_RATE

LOUDNESS_LUFS = -18.0
CEILING_DBFS = -2.8  # what is left to -2 dBTP is for the curve between the samples and for the encoding


def mastered(loop: np.ndarray) -> np.ndarray:
    z = unit_circle(FRAMES)
    loop = filtered(loop, biquad("high-pass", 32, 0.7, 0, z) * biquad("high-shelf", 5000, 0.7, 3, z))
    loop = rounded(loop * 10 ** ((LOUDNESS_LUFS - integrated(loop)) / 20), CEILING_DBFS)
    return loop * 10 ** ((LOUDNESS_LUFS - integrated(loop)) / 20)


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
