"""The loop → Ogg Vorbis whose end still meets its beginning.

A lossy coder errs at both ends independently, and the two errors meet at the seam as a small step. The file is decoded,
the step measured, half of it taken from either end, and the best of a few such rounds kept.
"""
import subprocess
from pathlib import Path

import numpy as np

from timing import FRAMES, SAMPLE_RATE

QUALITY = 8  # about 175 kbit/s for this piece
ROUNDS = 16
REACHES = [48, 96, 200, 400]  # frames over which a correction dies away
FORMAT = ["-f", "s32le", "-ar", str(SAMPLE_RATE), "-ac", "2"]


def encoded(loop: np.ndarray) -> bytes:
    """Rounded to 24 bits first, so that the last digits of an FFT cannot change the file; bit-exact flags leave no date and no serial."""
    pcm = np.ascontiguousarray(np.round(loop.T * 2 ** 23).astype("<i4") * 256)
    command = ["ffmpeg", "-v", "error", *FORMAT, "-i", "-", "-c:a", "libvorbis", "-q:a", str(QUALITY), "-map_metadata", "-1",
               "-fflags", "+bitexact", "-flags:a", "+bitexact", "-serial_offset", "0", "-f", "ogg", "-"]
    return subprocess.run(command, input=pcm.tobytes(), stdout=subprocess.PIPE, check=True).stdout


def decoded(ogg: bytes) -> np.ndarray:
    command = ["ffmpeg", "-v", "error", "-f", "ogg", "-i", "-", *FORMAT, "-"]
    pcm = subprocess.run(command, input=ogg, stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(pcm, "<i4").reshape(-1, 2).T / 2 ** 31


def step_at_seam(error: np.ndarray) -> np.ndarray:
    """What the coder adds to the step from the last frame to the first, for each channel; a straight line carries each end to the seam."""
    end = 1.5 * error[:, -1] - 0.5 * error[:, -2]
    beginning = 1.5 * error[:, 0] - 0.5 * error[:, 1]
    return beginning - end


def write_joined(loop: np.ndarray, path: Path) -> float:
    """Writes the file, returns the step left at its seam (full scale = 1). Raises ValueError when the coder changes the length."""
    correction, best, least = np.zeros(loop.shape), b"", np.inf
    for attempt in range(ROUNDS):
        ogg = encoded(loop + correction)
        sound = decoded(ogg)
        if sound.shape[1] != FRAMES:
            raise ValueError(f"{path}: {sound.shape[1]} frames after coding, expected {FRAMES}")
        step = step_at_seam(sound - loop)
        if np.abs(step).max() < least:
            best, least = ogg, np.abs(step).max()
        reach = REACHES[attempt % len(REACHES)]
        fading = 0.4 * np.exp(-np.arange(8 * reach) / reach)
        correction[:, :8 * reach] -= step[:, None] * fading
        correction[:, -8 * reach:] += step[:, None] * fading[::-1]
    path.write_bytes(best)
    return float(least)
