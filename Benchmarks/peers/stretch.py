"""Tempo and key changed by ours, Signalsmith, Bungee, pedalboard, Rubber Band and SoundTouch: what it costs, in turns, and what comes of it,
in one table. Run by Scripts/bench.

Costs are processor time. Attacks and the chord are formulas, so the truth is the same formula at the new tempo. Where ../shared lies beside
the checkout, its scorer compares with the same score rendered at the new tempo and key; 100 would be that rendering.
"""
from __future__ import annotations

import importlib.metadata
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import stretch_pictures  # noqa: E402
from ours import Ours  # noqa: E402
from sound_peers import compiled, versions  # noqa: E402
from stretch_engines import ENGINES, RATE, Engines  # noqa: E402
from turns import table  # noqa: E402

SCORER = pathlib.Path(__file__).resolve().parents[3] / "shared" / "tools" / "sound" / "score_stretch.py"
CASES = [(0.5, 0), (0.8, 0), (1.25, 0), (2.0, 0), (1.0, 4)]
TURNS = 3
PARTIALS = [196.0, 263.1, 331.7, 452.9, 617.3]


def speeds(engines: Engines, song: np.ndarray) -> dict[str, list[float]]:
    """Seconds of output a second of processor time, for each case, the median of the turns."""
    times = {(name, case): [] for name in ENGINES for case in CASES}
    for _ in range(TURNS):
        for name in ENGINES:
            for case in CASES:
                times[name, case].append(engines.stretch(name, song, *case)[1])
        print("a turn: done", file=sys.stderr)
    length = len(song) / RATE
    return {name: [length / tempo / statistics.median(times[name, (tempo, key)]) for tempo, key in CASES] for name in ENGINES}


def late(engines: Engines, name: str) -> str:
    """Percent of the attacks more than 10 ms from their place, at 0.7 of the tempo."""
    sound, _ = stretch_pictures.attacks(1.0)
    truth, when = stretch_pictures.attacks(stretch_pictures.TEMPO)
    result = engines.stretch(name, np.repeat(sound[:, None], 2, 1), stretch_pictures.TEMPO, 0)[0][:, 0]
    # What an engine holds back is a delay and no displacement.
    mine, theirs = (stretch_pictures.flux(part) for part in (result, truth))
    size = 1 << (len(mine) + len(theirs)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(mine - mine.mean(), size) * np.conj(np.fft.rfft(theirs - theirs.mean(), size)), size)
    reach = int(0.5 * RATE / stretch_pictures.HOP)
    lag = int(np.argmax(np.concatenate([likeness[-reach:], likeness[:reach]]))) - reach
    moved = np.roll(result, -lag * stretch_pictures.HOP)
    return f"{100 * np.mean(np.abs(stretch_pictures.displacement(moved, truth, when)) > stretch_pictures.LATE_MS):.0f}"


def purity(engines: Engines, name: str) -> str:
    """A held chord at 0.7 of its tempo: its five partials over all the rest, in dB, the median of frames of 0.7 s."""
    time = np.arange(14 * RATE) / RATE
    sound = sum(0.12 * np.sin(2 * np.pi * hertz * time + index) for index, hertz in enumerate(PARTIALS))
    result = engines.stretch(name, np.repeat(sound[:, None], 2, 1), 0.7, 0)[0][:, 0]
    size = 1 << 15
    turns = 2 * np.pi * np.arange(size) / size
    window = 0.35875 - 0.48829 * np.cos(turns) + 0.14128 * np.cos(2 * turns) - 0.01168 * np.cos(3 * turns)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    near = np.min([np.abs(hertz - partial) for partial in PARTIALS], axis=0) < 6
    ratios = []
    for start in range(2 * RATE, len(result) - 2 * RATE, size // 2):
        power = np.abs(np.fft.rfft(result[start:start + size] * window)) ** 2
        ratios.append(10 * np.log10(power[near].sum() / max(power[~near].sum(), 1e-20)))
    return f"{statistics.median(ratios):.0f}"


def score(bench: str, peers: pathlib.Path, name: str, folder: pathlib.Path) -> str:
    """Of 100, by the scorer beside the checkout; a dash without one."""
    if not SCORER.exists():
        return "–"
    program = " ".join(map(shlex.quote, [sys.executable, str(pathlib.Path(__file__).with_name("stretch_engines.py")), bench, str(peers), name]))
    result = folder / "score.json"
    # It keeps the truth of every case, which belongs to this run.
    subprocess.run([sys.executable, SCORER, name, program + " {in} {out} {rate} {semi}", "--json", result, "--brief"], check=True,
                   stdout=subprocess.DEVNULL, env={**os.environ, "MATERIAL_DIR": str(folder / "material")})
    summary = json.loads(result.read_text())["summary"]
    print(f"{name}: {summary}", file=sys.stderr)
    return f"{summary['SCORE']:.1f}"


def main() -> None:
    bench = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        peers = compiled(folder)
        engines = Engines(bench, str(peers))
        engines.sides["ours"].ask(f"song {folder / 'song.f32'}")
        song = np.fromfile(folder / "song.f32", np.float32).reshape(-1, 2)
        fetched = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in ("python-stretch", "bungee-python", "pedalboard"))
        print(f"{engines.sides['ours'].machine()}; {versions()}, {fetched}; one thread each, processor time.\n", flush=True)
        speed = speeds(engines, song)
        rows = []
        for engine in ENGINES:
            rows.append([engine, *(f"{value:.0f}" for value in speed[engine]), purity(engines, engine), late(engines, engine),
                         score(bench, peers, engine, folder)])
    head = [f"tempo {tempo:g}" if key == 0 else f"key {key:+d}" for tempo, key in CASES]
    print(table(["× real time, 44.1 kHz stereo", *head, "chord pure, dB", "attacks late, %", "score"], rows))


if __name__ == "__main__":
    main()
