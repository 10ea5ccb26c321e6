"""MIDI files: what an arranger wrote is read, what we compose is written; as much of the format as both need."""
from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = 1000
MOST_SECONDS = 600


@dataclass
class Note:
    """Times in whatever unit the holder says: beats in a score, seconds in a performance."""
    start: float
    length: float
    channel: int
    key: int
    velocity: int


def read(path: Path) -> tuple[list[Note], list[tuple[float, int, int]]]:
    """Notes, and programs as (start, channel, program); times in quarter notes."""
    data = path.read_bytes()
    _, _, tracks, division = struct.unpack(">IHHH", data[4:14])
    at, notes, programs = 14, [], []
    for _ in range(tracks):
        size = struct.unpack(">I", data[at + 4:at + 8])[0]
        read_track(data[at + 8:at + 8 + size], division, notes, programs)
        at += 8 + size
    return sorted(notes, key=lambda note: note.start), sorted(programs)


def read_track(data: bytes, division: int, notes: list[Note], programs: list) -> None:
    at, tick, status, sounding = 0, 0, 0, {}

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            byte = data[at]
            at += 1
            value = value << 7 | byte & 127
            if byte < 128:
                return value

    while at < len(data):
        tick += number()
        if data[at] >= 128:
            status = data[at]
            at += 1
        if status == 0xFF or status in (0xF0, 0xF7):
            at += status == 0xFF
            size = number()
            at += size
            continue
        kind, channel = status >> 4, status & 15
        first = data[at]
        second = data[at + 1] if kind not in (12, 13) else 0
        at += 1 if kind in (12, 13) else 2
        if kind == 12:
            programs.append((tick / division, channel, first))
        elif kind == 9 and second:
            sounding[channel, first] = (tick, second)
        elif kind in (8, 9) and (channel, first) in sounding:
            start, velocity = sounding.pop((channel, first))
            notes.append(Note(start / division, (tick - start) / division, channel, first, velocity))


def write(path: Path, notes: list[Note], events: list[tuple[float, bytes]]) -> None:
    """One track; times in seconds, a tick is a millisecond. `events` are finished channel messages."""
    timed = [(seconds, 0, message) for seconds, message in events]
    for note in notes:
        key, velocity = min(max(note.key, 0), 127), min(max(int(note.velocity), 1), 127)
        timed.append((note.start, 2, bytes([0x90 | note.channel, key, velocity])))
        timed.append((note.start + max(note.length, 0.03), 1, bytes([0x80 | note.channel, key, 0])))
    track, now = bytearray(b"\0\xff\x51\x03" + (1_000_000).to_bytes(3, "big")), 0
    for seconds, _, message in sorted(timed):
        tick = max(now, round(min(max(seconds, 0), MOST_SECONDS) * TICKS_A_SECOND))
        track += variable_length(tick - now) + message
        now = tick
    track += variable_length(500) + b"\xff\x2f\x00"
    header = b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS_A_SECOND)
    path.write_bytes(header + b"MTrk" + struct.pack(">I", len(track)) + track)


def variable_length(value: int) -> bytes:
    result = [value & 127]
    while value := value >> 7:
        result.append(value & 127 | 128)
    return bytes(reversed(result))
