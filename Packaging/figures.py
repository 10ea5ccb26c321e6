#!/usr/bin/env python3
"""The table of the packages in out/: sizes, how long a start takes, how much memory a session holds.

  Packaging/figures.py
"""
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
STARTS = 41
# The actor and the theme into a file, as a session that people leave alone.
SESSION = ["live", "--camera", "actor", "--output", "played.wav", "--no-web", "--seconds", "5"]


def start(command, environment):
    """Milliseconds of `--version` by the wall clock, the fastest: what others do to the machine does not count."""
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        subprocess.run([command, "--version"], env=environment, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


def memory(command, words, environment, folder):
    """Megabytes that it held at most."""
    child = subprocess.Popen(
        [command] + words, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"figures: {command} {' '.join(words)} ended with {status}")
    return usage.ru_maxrss / 1000


archive = max((ROOT / "out").glob("leitmotif-*-x86_64.tar.zst"))
deb = max((ROOT / "out").glob("leitmotif_*_amd64.deb"))
with tempfile.TemporaryDirectory(prefix="leitmotif-figures-") as name:
    folder = pathlib.Path(name)
    subprocess.run(["tar", "-C", name, "--zstd", "-xf", archive], check=True)
    unpacked = next(folder.glob("leitmotif-*"))
    environment = dict(os.environ, XDG_CACHE_HOME=name + "/cache", XDG_CONFIG_HOME=name + "/config")
    environment.pop("LEITMOTIF_LEVEL", None)
    model = next(line for line in open("/proc/cpuinfo") if line.startswith("model name")).split(":")[1].strip()
    print(f"{archive.name} {archive.stat().st_size / 1e6:.1f} MB, {deb.name} {deb.stat().st_size / 1e6:.1f} MB; {model}\n")
    print("| program | size | start | memory of a session |")
    print("|---|---:|---:|---:|")
    launcher = unpacked / "bin/leitmotif"
    programs = sorted((unpacked / "lib/leitmotif").iterdir())
    for program in programs + [launcher]:
        try:
            milliseconds = start(program, environment)
        except subprocess.CalledProcessError:
            print(f"| {program.name} | {program.stat().st_size / 1e6:.1f} MB | not on this processor | |")
            continue
        label = "launcher, and what it starts" if program == launcher else program.name
        size = f"{program.stat().st_size / 1e3:.0f} kB" if program == launcher else f"{program.stat().st_size / 1e6:.1f} MB"
        print(f"| {label} | {size} | {milliseconds:.1f} ms | {memory(program, SESSION, environment, folder):.0f} MB |")
