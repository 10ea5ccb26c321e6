#!/usr/bin/env python3
"""soak.py PROJECT WORK [--minutes M] [--seed N]: what Scripts/soak runs, with the stand-ins built into WORK."""
import argparse
import json
import os
import pty
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("project")
arguments.add_argument("work")
arguments.add_argument("--minutes", type=float, default=30)
arguments.add_argument("--seed", type=int, default=1)
options = arguments.parse_args()
work, seconds = options.work, options.minutes * 60
PATIENCE = 60  # seconds at the start that are not judged: caches fill, the song is analysed


def path(name):
    return os.path.join(work, name)


def write(name, text):
    with open(path(name), "w") as file:
        file.write(text)


class Session:
    """The program, with status lines and notices on a terminal that can be stopped, and what it was seen to use."""

    def __init__(self):
        environment = dict(
            os.environ, LD_PRELOAD=path("fakecam.so"), FAKECAM_FILE=path("frames.yuyv"), FAKECAM_SIZE="320x240",
            FAKECAM_GONE=path("camera-gone"), ALSA_CONFIG_PATH=path("asound.conf"), LEITMOTIF_HOME=options.project,
            XDG_CACHE_HOME=path("cache"), XDG_CONFIG_HOME=path("config"), SWIFT_BACKTRACE="enable=no")
        self.terminal, self.far = pty.openpty()
        os.set_blocking(self.terminal, False)
        self.status = open(path("status"), "wb")
        self.process = subprocess.Popen(
            [f"{options.project}/.build/release/app", "live", "--camera", "/dev/video0", "--output", "paced", "--latency", "safe",
             "--output", path("music.wav"), "--record", path("music.session"), "--map", path("map.toml"), "--map", "drama",
             "--output", path("music.flac"), "--seconds", str(seconds), "--json"],
            env=environment, stdin=self.far, stdout=self.status, stderr=self.far)
        self.words = b""
        self.samples = []
        self.begin = time.monotonic()

    def read_terminal(self):
        try:
            while chunk := os.read(self.terminal, 65536):
                self.words += chunk
        except OSError:
            pass

    def sample(self):
        """Seconds, kB of memory that is its own, descriptors, threads, children."""
        root = f"/proc/{self.process.pid}"
        try:
            memory = int(re.search(r"RssAnon:\s+(\d+)", open(f"{root}/status").read())[1])
            threads = len(os.listdir(f"{root}/task"))
            children = len(open(f"{root}/task/{self.process.pid}/children").read().split())
            self.samples.append((self.elapsed(), memory, len(os.listdir(f"{root}/fd")), threads, children))
        except (OSError, TypeError):
            pass

    def elapsed(self):
        return time.monotonic() - self.begin


# --- faults: each hurts, waits and mends, and says how many underruns it may cause -----------------------------------


def unplugged(name):
    def fault(session, chance):
        write(name, "")
        yield chance.uniform(0.2, 4)
        os.remove(path(name))
        yield 2.5
    return fault


def stopped(session, chance):
    session.process.send_signal(signal.SIGSTOP)
    yield chance.choice([0.3, 0.5, 1, 3])
    session.process.send_signal(signal.SIGCONT)
    yield 1


def terminal_stopped(session, chance):
    termios.tcflow(session.far, termios.TCOOFF)
    yield chance.uniform(1, 6)
    termios.tcflow(session.far, termios.TCOON)
    yield 0.2


def key(letters):
    def fault(session, chance):
        os.write(session.terminal, letters)
        yield 0.5
    return fault


def edited(session, chance):
    write("map.toml", GOOD_MAP.replace("semitones = 4", f"semitones = {chance.randint(-5, 5)}"))
    yield 1


def mistyped(session, chance):
    text = list(GOOD_MAP)
    for _ in range(chance.randint(1, 5)):
        text[chance.randrange(len(text))] = chance.choice(list("[]{}=\"'#.,\n\té€😀0z"))
    write("map.toml", "".join(text))
    yield 1
    write("map.toml", GOOD_MAP)
    yield 0.5


def map_missing(session, chance):
    os.rename(path("map.toml"), path("away.toml"))
    yield 1
    os.rename(path("away.toml"), path("map.toml"))
    yield 0.5


def both(session, chance):
    write("camera-gone", "")
    write("gone", "")
    yield chance.uniform(0.5, 3)
    os.remove(path("gone"))
    os.remove(path("camera-gone"))
    yield 2.5


GOOD_MAP = open(f"{options.project}/Tests/Same/every-key.toml").read()
FAULTS = {
    "camera unplugged": unplugged("camera-gone"), "card unplugged": unplugged("gone"), "both unplugged": both, "stopped": stopped,
    "terminal stopped": terminal_stopped, "m pressed": key(b"m"), "other keys pressed": key(b"\x1b[A xyz\xff"),
    "map edited": edited, "map mistyped": mistyped, "map missing": map_missing,
}
MAY_UNDERRUN = {"stopped", "card unplugged", "both unplugged"}


def run(session):
    chance = random.Random(options.seed)
    done = dict.fromkeys(FAULTS, 0)
    marks = []  # (name, from, to): what may be the cause of an underrun
    fault, due, began, name = None, session.begin + 5, 0, ""
    sampled = 0
    # Time in which the program was stopped is no music: it ends so much later.
    while session.process.poll() is None and session.elapsed() < 1.1 * seconds + 60:
        session.read_terminal()
        now = time.monotonic()
        if now - sampled >= 1:
            session.sample()
            sampled = now
        # The last ten seconds are left alone, so that the end is an ordinary one.
        if now >= due and (fault or session.elapsed() < seconds - 10):
            if fault is None:
                name = chance.choice(list(FAULTS))
                fault, began = FAULTS[name](session, chance), session.elapsed()
                done[name] += 1
            wait = next(fault, None)
            if wait is None:
                marks.append((name, began, session.elapsed()))
                fault, wait = None, chance.uniform(0.5, 4)
            due = now + wait
        time.sleep(0.02)
    session.read_terminal()
    if session.process.poll() is None:
        session.process.kill()
    session.process.wait()
    return done, marks


def wav_frames(name):
    with open(path(name), "rb") as file:
        head = file.read(12)
        while chunk := file.read(8):
            kind, size = chunk[:4], struct.unpack("<I", chunk[4:])[0]
            if kind == b"fmt ":
                rate = struct.unpack("<I", file.read(size)[4:8])[0]
            elif kind == b"data":
                return (os.path.getsize(path(name)) - file.tell()) // 8 if size == 0xFFFFFFFF else size // 8, rate
            else:
                file.seek(size + (size & 1), 1)
    raise ValueError(head)


def judge(session, done, marks):
    wrong = []

    def expect(holds, otherwise):
        if not holds:
            wrong.append(otherwise)

    lines = [json.loads(line) for line in open(path("status"), "rb").read().splitlines() if line.startswith(b"{")]
    states = [line for line in lines if "state" in line]
    summary = lines[-1] if lines and "looksWithFace" in lines[-1] else {}
    expect(session.process.returncode == 0, f"exit code {session.process.returncode}")
    expect(summary, "no summary")
    frames, rate = wav_frames("music.wav") if os.path.exists(path("music.wav")) else (0, 44100)
    wanted = round(seconds * rate)
    end = re.findall(r"^end (\d+)$", open(path("music.session")).read(), re.M)
    expect(frames == wanted, f"a recording of {frames} frames instead of {wanted}")
    expect(end == [str(wanted)], f"a record that ends with {end} instead of {wanted}")
    expect(summary.get("frames") == wanted, f"a summary of {summary.get('frames')} frames instead of {wanted}")
    seen = len(re.findall("^see ", open(path("music.session")).read(), re.M))
    expect(summary.get("looks") == seen, f"{summary.get('looks')} pictures counted, {seen} recorded")

    last = 0
    uncaused = []
    for state in states:
        at = state["seconds"]
        # A status line is up to a second late.
        is_caused = any(name in MAY_UNDERRUN and begin - 0.5 <= at <= to + 2 for name, begin, to in marks)
        if state["xruns"] > last and not is_caused:
            before = [mark for mark in marks if mark[1] <= at]
            uncaused.append(f"{state['xruns'] - last} at {at:.1f} s" + (f" after '{before[-1][0]}'" if before else ""))
        last = state["xruns"]
    expect(not uncaused, f"underruns without a cause: {', '.join(uncaused)}")
    expect(summary.get("starvedQuanta", 0) == 0, f"{summary.get('starvedQuanta')} times the song's data came too late")

    calm = [sample for sample in session.samples if min(PATIENCE, seconds / 3) < sample[0] < seconds - 2]
    tenth = max(1, len(calm) // 10)
    first = [min(column) for column in zip(*calm[:tenth])]
    final = [min(column) for column in zip(*calm[-tenth:])]
    expect(final[1] - first[1] <= 1024, f"memory grew by {final[1] - first[1]} kB")
    for at, what in ((2, "descriptors"), (3, "threads"), (4, "children")):
        expect(final[at] <= first[at], f"{what} grew from {first[at]} to {final[at]}")

    print(f"{options.minutes:g} minutes, seed {options.seed}: {sum(done.values())} faults")
    print("  " + ", ".join(f"{name} {count}" for name, count in done.items()))
    print(f"  {'':12} {'early':>8} {'late':>8} {'most':>8}")
    for at, what in ((1, "memory, kB"), (2, "descriptors"), (3, "threads"), (4, "children")):
        print(f"  {what:12} {first[at]:8} {final[at]:8} {max(sample[at] for sample in session.samples):8}")
    print(f"  {summary.get('frames')} frames, {summary.get('looks')} pictures, {summary.get('xruns')} underruns")
    for problem in wrong:
        print(f"soak: wrong: {problem}")
    if wrong and os.environ.get("KEEP_SOAK"):
        write("words", session.words.decode(errors="replace"))
        shutil.copytree(work, os.environ["KEEP_SOAK"], dirs_exist_ok=True)
    return 1 if wrong else 0


def main():
    write("map.toml", GOOD_MAP)
    session = Session()
    done, marks = run(session)
    return judge(session, done, marks)


sys.exit(main())
