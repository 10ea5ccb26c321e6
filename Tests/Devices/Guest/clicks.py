#!/usr/bin/env python3
"""clicks.py OUT.wav: half a minute of clicks at 100 beats a minute, and OUT.toml, their grid."""
import pathlib
import sys
import wave

import numpy as np

RATE, BEATS, DISTANCE = 44_100, 48, 26_460
out = pathlib.Path(sys.argv[1])
sound = np.zeros(BEATS * DISTANCE)
time = np.arange(2205) / RATE
click = 0.6 * np.sin(2 * np.pi * 800 * time) * np.exp(-time / 0.008)
for beat in range(BEATS):
    sound[beat * DISTANCE:beat * DISTANCE + len(click)] += click
with wave.open(str(out), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    file.writeframes((sound * 32767).astype("<i2").tobytes())
seconds = [round(beat * DISTANCE / RATE, 6) for beat in range(BEATS)]
out.with_suffix(".toml").write_text(f"tempo_bpm = 100.0\nbeats_per_bar = 4\nbeats = {seconds}\nbars = {seconds[::4]}\n")
