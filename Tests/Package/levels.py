#!/usr/bin/env python3
"""Whether programs for different processor levels agree: they find the same faces, read them the same way within 1e-4, and make the same
sound within 1e-4 except where they choose another splice, which at most one block in a hundred may show.

  Tests/Package/levels.py COMMAND COMMAND…      each one argument, such as "qemu-x86_64 -cpu Haswell lib/leitmotif/leitmotif-v3"

The first is what the others are compared with. Prints a line for each.
"""
import array
import json
import os
import pathlib
import shlex
import struct
import subprocess
import sys
import tempfile

CLOSE = 1e-4
# About a splice's length at 44.1 kHz.
BLOCK = 1024
MOST_OTHER = 0.01
# Splices alone, then with the vocoder, at two tempi and keys.
SOUNDS = [("slow", ["--tempo", "0.7", "--semitones", "-3"]), ("fast", ["--tempo", "1.4", "--semitones", "4"])]
ROOT = pathlib.Path(__file__).resolve().parents[2]


def ask(command, words, folder):
    done = subprocess.run(
        shlex.split(command) + words, capture_output=True, text=True, cwd=folder,
        env=dict(os.environ, XDG_CACHE_HOME=str(folder / "cache"), XDG_CONFIG_HOME=str(folder / "config")))
    if done.returncode != 0:
        sys.exit(f"levels: {command} {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def floats(path):
    """The samples of a WAV file of 32-bit floats."""
    data = path.read_bytes()
    place = 12
    while data[place:place + 4] != b"data":
        place += 8 + struct.unpack_from("<I", data, place + 4)[0]
    size = struct.unpack_from("<I", data, place + 4)[0]
    return array.array("f", data[place + 8:place + 8 + size])


def answers(command, folder, picture, seconds):
    faces = ask(command, ["watch", str(picture), "--json"], folder).splitlines()
    sounds = {}
    for quality in ["light", "normal"]:
        for name, words in SOUNDS:
            out = folder / f"{quality}-{name}.wav"
            ask(command, ["process", str(seconds), str(out), "--quality", quality] + words, folder)
            sounds[f"{quality} {name}"] = floats(out)
    return [json.loads(line) for line in faces], sounds


def numbers(value):
    """A line's boxes, and what it reads in them; milliseconds are the machine's."""
    if isinstance(value, dict):
        for key in sorted(value):
            if key != "milliseconds":
                yield from ((f"{key}.{path}", number) for path, number in numbers(value[key]))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ((f"{index}.{path}", number) for path, number in numbers(item))
    else:
        yield "", value


def compare(first, other):
    (faces, sounds), (other_faces, other_sounds) = first, other
    if not all(line["faces"] for line in faces):
        return "not a face in every picture", False
    far = 0.0
    if len(faces) != len(other_faces):
        return f"{len(other_faces)} pictures instead of {len(faces)}", False
    for number, (one, two) in enumerate(zip(faces, other_faces)):
        one, two = dict(numbers(one)), dict(numbers(two))
        if one.keys() != two.keys():
            return f"picture {number}: other faces", False
        for key in one:
            if isinstance(one[key], float) and isinstance(two[key], float):
                far = max(far, abs(one[key] - two[key]))
            elif one[key] != two[key]:
                return f"picture {number}: {key} {two[key]} instead of {one[key]}", False
    words, is_right = [f"{len(faces)} pictures, the same faces, at most {far:.1e} apart"], far <= CLOSE
    for name in sounds:
        one, two = sounds[name], other_sounds[name]
        if len(one) != len(two):
            return f"{name}: {len(two)} samples instead of {len(one)}", False
        blocks = range(0, len(one), BLOCK)
        apart = [max(abs(a - b) for a, b in zip(one[i:i + BLOCK], two[i:i + BLOCK])) for i in blocks]
        others = sum(value > CLOSE for value in apart)
        words.append(f"{name} {others} of {len(apart)} blocks (at most {max(apart):.1e})")
        is_right = is_right and others <= MOST_OTHER * len(apart)
    return "; ".join(words), is_right


with tempfile.TemporaryDirectory(prefix="leitmotif-levels-") as name:
    folder = pathlib.Path(name)
    # One picture of each of the actor's faces, and the theme's first seconds.
    pictures = folder / "pictures"
    pictures.mkdir()
    stream = (ROOT / "Resources/actor.mjpeg").read_bytes().split(b"\xff\xd8\xff")[1:]
    for frame in [20, 90, 160, 230, 290]:
        (pictures / f"{frame}.jpg").write_bytes(b"\xff\xd8\xff" + stream[frame])
    song = folder / "song.wav"
    ask(sys.argv[1], ["render", "--emotion", "neutral", "--map", "drama", "--seconds", "8", "--out", str(song)], folder)
    found = []
    for index, command in enumerate(sys.argv[1:]):
        place = folder / str(index)
        place.mkdir()
        found.append(answers(command, place, pictures, song))
    is_right = True
    for command, other in zip(sys.argv[2:], found[1:]):
        words, agrees = compare(found[0], other)
        print(f"levels: {command}: {'' if agrees else 'differs: '}{words}")
        is_right = is_right and agrees
    sys.exit(0 if is_right else 1)
