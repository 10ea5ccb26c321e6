"""Every stretcher behind one call: ours in three qualities, SoundTouch and Rubber Band as a player would hear them, and those of PyPI, which
are given the whole piece. On its own a program for scorers: BENCH PEERS ENGINE IN.wav OUT.wav TEMPO SEMITONES."""
from __future__ import annotations

import pathlib
import sys
import tempfile
import time

import numpy as np

from ours import Ours

RATE = 44_100
OURS = {"ours, normal": "normal", "ours, best": "best", "ours, light": "light"}
COMPILED = {"Rubber Band R3": "rubberband3", "Rubber Band R2": "rubberband2", "SoundTouch": "soundtouch"}


def signalsmith(sound: np.ndarray, tempo: float, semitones: float) -> np.ndarray:
    import python_stretch
    stretch = python_stretch.Signalsmith.Stretch()
    stretch.preset(2, RATE)
    stretch.setTimeFactor(tempo)
    stretch.setTransposeSemitones(semitones)
    return stretch.process(np.ascontiguousarray(sound.T)).T


def bungee(sound: np.ndarray, tempo: float, semitones: float) -> np.ndarray:
    from bungee_python.bungee import Bungee
    stretch = Bungee(RATE, 2, tempo, 2 ** (semitones / 12))
    stretch.preroll()
    return stretch.process(sound)


def pedalboard(sound: np.ndarray, tempo: float, semitones: float) -> np.ndarray:
    import pedalboard
    return pedalboard.time_stretch(np.ascontiguousarray(sound.T), RATE, tempo, semitones, preserve_formants=False).T


FETCHED = {"Signalsmith": signalsmith, "Bungee": bungee, "pedalboard": pedalboard}
ENGINES = [*OURS, *FETCHED, *COMPILED]


class Engines:
    def __init__(self, bench: str, peers: str):
        self.sides = {"ours": Ours(bench), "peers": Ours(peers)}

    def stretch(self, name: str, sound: np.ndarray, tempo: float, semitones: float) -> tuple[np.ndarray, float]:
        """Frames of stereo, and the seconds of processor time that they took."""
        if name in FETCHED:
            start = time.process_time()
            result = FETCHED[name](np.ascontiguousarray(sound, np.float32), tempo, semitones)
            return result.astype(float), time.process_time() - start
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder) / "in.f32", pathlib.Path(folder) / "out.f32"
            sound.astype(np.float32).tofile(source)
            side, engine = (self.sides["ours"], OURS[name]) if name in OURS else (self.sides["peers"], COMPILED[name])
            answer = side.ask(f"stretch {engine} {source} {target} {tempo} {semitones}")
            if answer.get("allocations"):
                raise SystemExit(f"bench: {name} at tempo {tempo}: {answer['allocations']} allocations while it played")
            return np.fromfile(target, np.float32).reshape(-1, 2).astype(float), answer["microseconds"] / 1e6


def main() -> None:
    import soundfile
    bench, peers, name, source, target, tempo, semitones = sys.argv[1:]
    sound, _ = soundfile.read(source, always_2d=True)
    sound = np.repeat(sound, 2, 1) if sound.shape[1] == 1 else sound
    soundfile.write(target, Engines(bench, peers).stretch(name, sound, float(tempo), float(semitones))[0], RATE, subtype="FLOAT")


if __name__ == "__main__":
    main()
