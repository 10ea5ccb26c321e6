"""The chain beside SoundTouch and Rubber Band with the same effects around them, resampling beside soxr and libsamplerate. Run by Scripts/bench.

Every cell is played in turns, ours and then each of the others, several times over; times are processor time of the thread.
"""
from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile

import numpy as np

import resampling
from ours import Ours
from sound_peers import ENGINES, Peers, versions
from turns import table

RATE = 44_100
SIZES = [64, 128, 256, 512, 1024]
ROWS = ["happy", "sad", "angry", "surprise", "neutral", "changes"]
SECONDS, TURNS = 10, 3


def figures(blocks: list[float], frames: int) -> list[float]:
    """Mean, p50, p99, p99.9 and the longest, in percent of a block's duration."""
    shares = np.array(blocks) / (frames / RATE * 1e6) * 100
    return [float(shares.mean()), *(float(np.quantile(shares, q, method="higher")) for q in (0.5, 0.99, 0.999, 1))]


def chain(ours: Ours, peers: Peers, folder: pathlib.Path, sizes: list[int]) -> str:
    song = folder / "song.f32"
    ours.ask(f"song {song}")
    peers.ask(f"song {song}")
    rows = []
    for frames in sizes:
        blocks = SECONDS * RATE // frames
        for row in ROWS:
            times: dict[str, list[float]] = {name: [] for name in ("ours", *ENGINES)}
            for _ in range(TURNS):
                played = ours.ask(f"chain {row} {frames} {blocks}")
                if played["allocations"]:
                    raise SystemExit(f"bench: {row} in blocks of {frames}: {played['allocations']} allocations while it played")
                times["ours"] += played["microseconds"]
                for engine in ENGINES:
                    times[engine] += peers.ask(f"chain {engine} {row} {frames} {blocks} {RATE}")["microseconds"]
            own = figures(times["ours"], frames)
            cells = [" / ".join(f"{value:.2f}" for value in own)]
            for engine in ENGINES:
                theirs = figures(times[engine], frames)
                digits = 2 if engine == "soundtouch" else 1
                cells.append(" / ".join(f"{value:.{digits}f}" for value in theirs))
            rows.append([row, str(frames), *cells])
            print(f"{frames} {row}: done", file=sys.stderr)
    return table(["mood", "frames", "ours", *ENGINES.values()], rows)


def resamplers(ours: Ours, peers: Peers, folder: pathlib.Path) -> str:
    """Each of the others in turns with that of ours which does the same: any ratio fixed beforehand, or one that may move."""
    own = {"fixed": ("ours, fixed ratio", []), "variable": ("ours, variable ratio", [])}
    others = {"hq": ("soxr HQ", "fixed"), "src-best": ("libsamplerate best", "fixed"), "src-medium": ("libsamplerate medium", "fixed"),
              "src-fastest": ("libsamplerate fastest", "fixed"), "variable": ("soxr variable", "variable")}
    times = {mode: [] for mode in others}
    ratios = {mode: [] for mode in others}
    for _ in range(9):
        for mode, (_, mine) in others.items():
            own[mine][1].append(ours.ask(f"speed {mine} 10")["timesRealTime"])
            times[mode].append(peers.ask(f"speed {mode} 10")["timesRealTime"])
            ratios[mode].append(own[mine][1][-1] / times[mode][-1])
    rows = [[name, f"{statistics.median(speeds):.0f}", "", "", *resampling.figures(ours, mode, folder)] for mode, (name, speeds) in own.items()]
    for mode, (name, _) in others.items():
        low, _, high = statistics.quantiles(ratios[mode], n=4)
        rows.append([name, f"{statistics.median(times[mode]):.0f}", f"{statistics.median(ratios[mode]):.2f}", f"{low:.2f} … {high:.2f}",
                     *resampling.figures(peers, mode, folder)])
    return table(["resampling stereo, 44.1 → 48 kHz", "× real time", "ours / it", "quartiles", "ripple to 0.9, dB", "−3 dB at",
                  "other than the tone, dB"], rows)


def main() -> None:
    program, *sizes = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, peers = Ours(program), Peers(folder)
        print(f"{ours.machine()}; {versions()}; one thread each, processor time.\n")
        print(resamplers(ours, peers, folder), flush=True)
        print("\nPercent of a block: mean / p50 / p99 / p99.9 / max.\n")
        print(chain(ours, peers, folder, [int(size) for size in sizes] or SIZES))


if __name__ == "__main__":
    main()
