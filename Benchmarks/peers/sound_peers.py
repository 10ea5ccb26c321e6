"""The other side of comparing sound: compiles peers/sound/main.cpp, and asks it as `Ours` asks Bench."""
from __future__ import annotations

import pathlib
import subprocess

from ours import Ours

SOURCES = pathlib.Path(__file__).resolve().parent / "sound"
ENGINES = {"soundtouch": "SoundTouch", "rubberband2": "Rubber Band R2", "rubberband3": "Rubber Band R3"}


def compiled(folder: pathlib.Path) -> pathlib.Path:
    program = folder / "sound-peers"
    libraries = ["-lSoundTouch", "-lrubberband", "-lsoxr", "-lsamplerate"]
    subprocess.run(["g++", "-std=c++17", "-O3", "-march=native", "-o", program, SOURCES / "main.cpp", *libraries], check=True)
    return program


class Peers(Ours):
    """The same questions and answers; only the program is another."""

    def __init__(self, folder: pathlib.Path):
        super().__init__(str(compiled(folder)))


def versions() -> str:
    found = [f"{name} {subprocess.run(['pkg-config', '--modversion', package], capture_output=True, text=True).stdout.strip()}"
             for name, package in (("SoundTouch", "soundtouch"), ("Rubber Band", "rubberband"), ("soxr", "soxr"), ("libsamplerate", "samplerate"))]
    return ", ".join(found)
