"""Performances as sound, by FluidSynth. Two soundfonts to learn from, another one to be judged on."""
from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

import midi
from score import Performance

LEARNT_FONTS = ("FluidR3_GM", "MuseScore_General_Full")
JUDGED_FONT = "TimGM6mb"


def font_path(name: str) -> Path:
    return Path("/usr/share/sounds/sf2") / f"{name}.sf2"


def to_file(performance: Performance, font: str, rate: int, path: Path, random: np.random.Generator) -> None:
    """A stereo file of 16 bits, its peak within full scale."""
    reverb = random.random() < 0.7
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "piece.mid"
        midi.write(song, performance.notes, performance.events)
        subprocess.run(
            ["fluidsynth", "-ni", "-q", "-g", "0.35", "-r", str(rate), "-o", "synth.dynamic-sample-loading=1",
             "-o", f"synth.reverb.active={int(reverb)}", "-o", f"synth.chorus.active={int(reverb)}",
             "-o", f"synth.reverb.room-size={random.uniform(0.1, 0.8):.2f}", "-o", f"synth.reverb.level={random.uniform(0.1, 0.8):.2f}",
             "-T", "wav", "-F", str(path), str(font_path(font)), str(song)],
            check=True, capture_output=True, timeout=300)


def read(path: Path) -> tuple[np.ndarray, int]:
    """Both channels as a stereo WAV file of 16 bits has them, −1 to 1."""
    data = path.read_bytes()
    rate = int.from_bytes(data[24:28], "little")
    start = data.index(b"data") + 8
    samples = np.frombuffer(data[start:start + (len(data) - start) // 4 * 4], "<i2").reshape(-1, 2)
    return samples.astype(np.float32) / 32768, rate


def write(path: Path, sound: np.ndarray, rate: int) -> None:
    samples = np.clip(np.round(sound * 32767), -32768, 32767).astype("<i2")
    channels = 1 if sound.ndim == 1 else sound.shape[1]
    header = b"RIFF" + (36 + samples.nbytes).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little")
    header += channels.to_bytes(2, "little") + rate.to_bytes(4, "little") + (rate * 2 * channels).to_bytes(4, "little")
    header += (2 * channels).to_bytes(2, "little") + (16).to_bytes(2, "little") + b"data" + samples.nbytes.to_bytes(4, "little")
    path.write_bytes(header + samples.tobytes())


def rendered(performance: Performance, font: str, rate: int, random: np.random.Generator) -> np.ndarray:
    """Both channels."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.wav"
        to_file(performance, font, rate, path, random)
        return read(path)[0]
