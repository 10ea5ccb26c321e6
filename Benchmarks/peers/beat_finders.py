"""Who finds beats: ours as a user runs it, librosa, aubio. Each answers with seconds of beats; ours with bars and confidence as well."""
from __future__ import annotations

import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Answer:
    beats: np.ndarray
    seconds: float
    """Of processor time."""
    bars: np.ndarray = field(default_factory=lambda: np.zeros(0))
    confidence: float = 0.0


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(app: str, path: pathlib.Path) -> Answer:
    before = children_seconds()
    with tempfile.TemporaryDirectory() as cache:  # nothing may be known of the song
        done = subprocess.run([app, "beats", str(path), "--json"], env=os.environ | {"XDG_CACHE_HOME": cache}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"bench: app beats {path.name}: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    return Answer(np.array(answer["beats"]), children_seconds() - before, np.array(answer["bars"]), answer["confidence"])


def aubio(path: pathlib.Path) -> Answer:
    before = children_seconds()
    done = subprocess.run(["aubiotrack", "-i", str(path)], capture_output=True, text=True, check=True)
    return Answer(np.array([float(line.split()[0]) for line in done.stdout.splitlines() if line.strip()]), children_seconds() - before)


def librosa(path: pathlib.Path) -> Answer:
    import librosa as library
    sound, rate = library.load(path, sr=22050)
    before = time.process_time()
    _, beats = library.beat.beat_track(y=sound, sr=rate, units="time")
    return Answer(np.asarray(beats), time.process_time() - before)
