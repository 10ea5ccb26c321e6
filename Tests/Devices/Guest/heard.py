"""What the far end of a sound loop heard, beside the recording that the program wrote of the same session, sample by sample."""
import re
import struct
from dataclasses import dataclass, field

import numpy as np

# Bytes a sample, and the value of full scale.
FORMATS = {"FLOAT_LE": (4, 1), "S32_LE": (4, 2**31), "S24_LE": (4, 2**23), "S24_3LE": (3, 2**23), "S16_LE": (2, 2**15), "S16_BE": (2, 2**15)}
# The loop's driver leaves out some ticks where a stream ends: silence stands there, in seconds at most this.
DRIVER_TICK = 0.006


def read_wav(path):
    """Frames × 2 floats, and the rate."""
    data = open(path, "rb").read()
    at, rate = 12, 0
    while at + 8 <= len(data):
        kind, size = data[at:at + 4], struct.unpack("<I", data[at + 4:at + 8])[0]
        if kind == b"fmt ":
            rate = struct.unpack("<I", data[at + 12:at + 16])[0]
        if kind == b"data":
            size = min(size, len(data) - at - 8) // 8 * 8
            return np.frombuffer(data[at + 8:at + 8 + size], "<f4").reshape(-1, 2), rate
        at += 8 + size + (size & 1)
    raise ValueError(f"{path}: no samples")


def read_raw(path, form, channels):
    """Frames × channels, floats at full scale 1; the floats of a float card are the bits that were heard."""
    size, full = FORMATS[form]
    data = np.fromfile(path, np.uint8)
    data = data[:len(data) // (size * channels) * size * channels]
    if form == "FLOAT_LE":
        return data.view("<f4").reshape(-1, channels)
    if form == "S24_3LE":
        wide = np.zeros((len(data) // 3, 4), np.uint8)
        wide[:, 1:] = data.reshape(-1, 3)
        return (wide.reshape(-1).view("<i4") / 2.0**31).reshape(-1, channels)
    if form == "S24_LE":
        # The upper byte does not count.
        return ((data.view("<i4") << 8) / 2.0**31).reshape(-1, channels)
    kind = {"S32_LE": "<i4", "S16_LE": "<i2", "S16_BE": ">i2"}[form]
    return (data.view(kind) / float(full)).reshape(-1, channels)


@dataclass
class Hearing:
    equal: int = 0  # frames heard that are the recording's
    silent: float = 0.0  # milliseconds of silence inside
    skipped: float = 0.0  # milliseconds of the recording that were not heard
    again: list = field(default_factory=list)  # (frame heard, milliseconds that it goes back)
    wrong: list = field(default_factory=list)
    pieces: list = field(default_factory=list)  # (first frame heard, number, which of the recording)


class Loop:
    """What was heard, when (`seconds`), and which of two channels the music is in."""

    def __init__(self, folder, form, rate, channels, used):
        self.form, self.rate, self.channels, self.used = form, rate, channels, used
        self.frames = read_raw(f"{folder}/heard.raw", form, channels)
        marks = re.findall(r"^at (\d+) ([\d.]+)", open(f"{folder}/heard").read(), re.M)
        self.marks = np.array([(int(frame), float(second)) for frame, second in marks]).reshape(-1, 2)

    def seconds(self, frame):
        """When a frame was heard."""
        return float(np.interp(frame, self.marks[:, 0], self.marks[:, 1])) if len(self.marks) > 1 else float("nan")

    def clicks(self):
        """When clicks were heard, by a card whose rate is its own: where the sound rises for the first time in a fifth of a second."""
        sound = np.abs(self.frames).max(axis=1)
        distance, begin = np.polyfit(self.marks[:, 0], self.marks[:, 1], 1)
        at = []
        for frame in np.flatnonzero(sound > 0.25 * sound.max()):
            if not at or frame - at[-1] > 0.2 * self.rate:
                at.append(int(frame))
        return [begin + distance * frame for frame in at]

    def compare(self, recording):
        if self.form == "FLOAT_LE" and self.channels == 2:
            return compare_exactly(np.ascontiguousarray(self.frames), recording, self.rate)
        return self.compare_rounded(recording)

    def compare_rounded(self, recording):
        """For formats that round and for other numbers of channels: one unbroken piece, equal within a step."""
        step = {"S16_LE": 1.01 / 2**15, "S16_BE": 1.01 / 2**15}.get(self.form, 4 / 2**23) if self.form != "FLOAT_LE" else 0
        hearing = Hearing()
        limited = np.clip(recording.astype(np.float64), -1, 1)
        if self.channels == 1:
            heard, wanted = self.frames[:, :1], limited.mean(axis=1, keepdims=True)
            step = max(step, 1e-7)
        else:
            heard, wanted = self.frames[:, self.used], limited
            rest = np.delete(self.frames, self.used, axis=1)
            if rest.size and rest.any():
                hearing.wrong.append("something is heard in the channels that should be silent")
        loud = np.flatnonzero(np.abs(wanted).max(axis=1) > 0.01)
        first = np.flatnonzero(np.abs(heard).max(axis=1) > 0.01 - step)
        if not len(first) or not len(loud):
            hearing.wrong.append("nothing is heard")
            return hearing
        best = None
        for shift in range(-3, 4):
            offset = first[0] - loud[0] + shift
            count = min(len(wanted), len(heard) - offset)
            if offset < 0 or count <= 0:
                continue
            equal = np.abs(heard[offset:offset + count] - wanted[:count]).max(axis=1) <= step
            if best is None or equal.sum() > best[0]:
                best = (int(equal.sum()), count, offset)
        hearing.equal, count, offset = best if best else (0, 0, 0)
        hearing.pieces.append((offset, count, 0))
        if hearing.equal < len(recording) - int(DRIVER_TICK * self.rate):
            hearing.wrong.append(f"only {hearing.equal} of {len(recording)} frames are the recording's")
        after = heard[offset + count:]
        if np.abs(after).max(initial=0) > step:
            hearing.wrong.append("something is heard after the end")
        return hearing


def compare_exactly(frames, recording, rate):
    """Bit by bit: pieces of the recording in their order, silences between them, and nothing else."""
    heard = frames.view("<u8").ravel()
    wanted = np.ascontiguousarray(recording).view("<u8").ravel()
    order = np.argsort(wanted, kind="stable")
    in_order = wanted[order]

    def places(at, count):
        """Where the frames from `at` stand in the recording."""
        key = heard[at:at + count]
        low, high = np.searchsorted(in_order, key[0], "left"), np.searchsorted(in_order, key[0], "right")
        return [int(place) for place in np.sort(order[low:high]) if np.array_equal(wanted[place:place + len(key)], key)]

    hearing = Hearing()
    at, end = 0, 0
    unknown = 0
    while at < len(heard):
        if heard[at] == 0 and not (end < len(wanted) and hearing.pieces and wanted[end] == 0):
            sounding = np.flatnonzero(heard[at:])
            zeros = int(sounding[0]) if len(sounding) else len(heard) - at
            is_tail = not len(sounding)
            if hearing.pieces and not is_tail and not (zeros <= DRIVER_TICK * rate and end > len(wanted) - 0.5 * rate):
                hearing.silent += zeros / rate * 1000
            at += zeros
            continue
        if end < len(wanted) and wanted[end] == heard[at]:
            place = end
        else:
            found = places(at, 64) or places(at, 4)
            later = [place for place in found if place >= end]
            if not found:
                unknown += 1
                at += 1
                continue
            if not later:
                hearing.again.append((at, (end - found[-1]) / rate * 1000))
            place = (later or found[-1:])[0]
        count = min(len(heard) - at, len(wanted) - place)
        unequal = np.flatnonzero(heard[at:at + count] != wanted[place:place + count])
        count = max(int(unequal[0]) if len(unequal) else count, 1)
        if hearing.pieces and place > end and not (place - end <= DRIVER_TICK * rate and end > len(wanted) - 0.5 * rate):
            hearing.skipped += (place - end) / rate * 1000
        if place != end or not hearing.pieces:
            hearing.pieces.append((at, count, place))
        hearing.equal += count
        at, end = at + count, place + count
    if unknown:
        hearing.wrong.append(f"{unknown} frames heard that the recording does not have")
    if not hearing.pieces:
        hearing.wrong.append("nothing is heard")
    elif len(wanted) - end > DRIVER_TICK * rate:
        hearing.wrong.append(f"the last {(len(wanted) - end) / rate * 1000:.0f} ms are not heard")
    return hearing
