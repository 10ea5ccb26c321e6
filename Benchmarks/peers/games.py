"""Music that nobody here made: recordings out of Debian's game packages, fetched into a folder for the time of a comparison."""
from __future__ import annotations

import pathlib
import subprocess

PACKAGES = {"asc-music": 5, "frozen-bubble-data": 3, "extremetuxracer-data": 5, "neverball-data": 6, "pingus-data": 6, "gunroar-data": 4,
            "tumiki-fighters-data": 4, "parsec47-data": 4, "titanion-data": 3, "torus-trooper-data": 4, "noiz2sa-data": 4, "a7xpg-data": 3,
            "amoebax-data": 5, "btanks-data": 6, "mu-cade-data": 4, "kraptor-data": 4, "zaz-data": 4, "xmoto-data": 3, "lincity-ng-data": 5,
            "caveexpress-data": 4}
"""Each with the most recordings that are taken from it."""
MOST, SHORTEST_SECONDS, LONGEST_SECONDS = 60, 25, 400


def recordings(folder: pathlib.Path, only: int | None = None):
    """Yields at most `MOST` sound files, by package and name."""
    count = 0
    for package, most in PACKAGES.items():
        inside = folder / package
        inside.mkdir()
        subprocess.run(["apt-get", "-q", "download", package], cwd=inside, check=True, capture_output=True)
        subprocess.run(["dpkg", "-x", next(inside.glob("*.deb")), inside / "files"], check=True)
        found = sorted(path for path in (inside / "files").rglob("*") if path.suffix in (".ogg", ".mp3") and path.is_file())
        music = [path for path in found if SHORTEST_SECONDS <= length(path) <= LONGEST_SECONDS][:min(most, only or most)]
        for path in music:
            if count == MOST:
                return
            count += 1
            yield path.rename(inside / path.name)
        subprocess.run(["rm", "-r", inside / "files"], check=True)


def length(path: pathlib.Path) -> float:
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path], capture_output=True, text=True)
    try:
        return float(done.stdout)
    except ValueError:
        return 0.0
