#!/usr/bin/env python3
"""judge.py FOLDER ROW…: what the rows in FOLDER/*/rows said, when they recovered and what was heard, beside what is right.
Prints a table; exit code 1 when a row is wrong."""
import glob
import json
import os
import re
import sys

from heard import Loop, read_wav


class Row:
    def __init__(self, folder):
        self.folder = folder
        self.name = os.path.basename(folder)
        self.title, self.says, self.never, self.back, self.checks = self.name, [], [], [], []
        self.code, self.underruns, self.allowed_silence, self.seconds, self.sees = 0, (0, 0), 0.0, None, None
        self.loop_format, self.used, self.most_latency = None, [0, 1], None
        self.midi, self.most_slip, self.most_lag = [], None, None
        self.wrong, self.recovered, self.compared = [], [], ""
        for line in self.text("right").splitlines():
            self.read_right(*line.partition(" ")[::2])
        self.read_log()

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        return open(self.path(name), errors="replace").read() if os.path.exists(self.path(name)) else ""

    def read_right(self, word, rest):
        words = rest.split()
        match word:
            case "row": self.title = rest
            case "says": self.says.append(rest)
            case "never": self.never.append(rest)
            case "exit": self.code = int(rest)
            case "seconds": self.seconds = float(rest)
            case "silence": self.allowed_silence = float(rest)
            case "sees": self.sees = int(rest)
            case "underruns": self.underruns = (int(words[0]), int(words[1]))
            case "back": self.back.append((words[0], float(words[1])))
            case "midi": self.midi.append(rest)
            case "clock": self.most_slip = float(rest)
            case "follows": self.most_lag = float(rest)
            case "latency": self.most_latency = float(rest)
            case "check": self.checks.append((words[0] == "yes", rest.partition(" ")[2]))
            case "heard": self.loop_format = (words[0], int(words[1]), int(words[2]))
            case "channels": self.used = [int(words[0]) - 1, int(words[1]) - 1]

    def read_log(self):
        """Lines are "[uptime] text"; JSON objects are the program's status, the last one its summary."""
        self.words, self.status, self.marks, self.summary = [], [], {}, None
        for second, text in re.findall(r"^\[([\d.]+)\] (.*)$", self.text("log"), re.M):
            second = float(second)
            if text.startswith("-- "):
                self.marks[text[3:]] = second
            elif text.startswith("{"):
                try:
                    parsed = json.loads(text)
                except ValueError:
                    self.wrong.append("a status line that is no JSON: " + text[:60])
                    continue
                if "state" in parsed:
                    self.status.append((second, parsed))
                else:
                    self.summary = parsed
            elif text.strip():
                self.words.append((second, re.sub(r"^leitmotif: ", "", text)))
        code = re.search(r"^code (\d+)", self.text("log"), re.M)
        self.exit_code = int(code[1]) if code else None

    # --- judging

    def expect(self, holds, otherwise):
        if not holds:
            self.wrong.append(otherwise)

    def judge(self):
        said = "\n".join(words for _, words in self.words)
        self.expect(self.exit_code == self.code, f"exit code {self.exit_code} instead of {self.code}")
        self.expect(not re.search(r"Fatal error|Illegal instruction|\*\*\* Signal", said), "it trapped")
        for pattern in self.says:
            self.expect(re.search(pattern, said), f"'{pattern}' was not said")
        for pattern in self.never:
            found = re.search(f".*({pattern}).*", said)
            self.expect(not found, f"it said '{found[0] if found else ''}'")
        for holds, what in self.checks:
            self.expect(holds, f"not so: {what}")
        if self.sees is not None:
            looks = self.summary["looks"] if self.summary else 0
            self.expect(looks >= self.sees, f"{looks} pictures seen instead of {self.sees} and more")
        if self.summary:
            fewest, most = self.underruns
            found = self.summary["xruns"]
            self.expect(fewest <= found <= most or self.allowed_silence, f"{found} underruns instead of {fewest} to {most}")
        self.judge_lengths()
        self.judge_sound()
        for what, limit in self.back:
            self.judge_return(what, limit)
        if self.most_latency:
            self.judge_latency()
        for pattern in self.midi:
            self.expect(re.search(rf"^[\d.]+ ({pattern})$", self.text("cable"), re.M), f"no MIDI '{pattern}'")
        if self.most_slip:
            self.judge_clock()
        if self.most_lag:
            self.judge_following()

    def judge_lengths(self):
        """Recording, record and summary have the same number of frames, and that is --seconds."""
        if not os.path.exists(self.path("music.wav")) or self.exit_code != 0:
            return
        self.recording, rate = read_wav(self.path("music.wav"))
        frames = {"recording": len(self.recording)}
        if self.summary:
            frames["summary"] = self.summary["frames"]
        if os.path.exists(self.path("music.session")):
            end = re.search(r"^end (\d+)$", self.text("music.session"), re.M)
            self.expect(end, "the record has no end")
            if end:
                frames["record"] = int(end[1])
        wanted = round(self.seconds * rate) if self.seconds else len(self.recording)
        for name, count in frames.items():
            self.expect(count == wanted, f"{name} of {count} frames instead of {wanted}")

    def judge_sound(self):
        self.hearing = None
        if not self.loop_format or not hasattr(self, "recording") or not os.path.exists(self.path("heard.raw")):
            return
        if os.path.exists(self.path("later.raw")):  # The card came back as another: only the first part can be compared.
            return
        self.loop = Loop(self.folder, *self.loop_format, self.used)
        self.hearing = self.loop.compare(self.recording)
        self.wrong += self.hearing.wrong
        silent = self.hearing.silent
        for at, back in self.hearing.again:
            # An underrun repeats what is left of the ring; an end must not.
            is_underrun = self.allowed_silence and self.loop.seconds(at) < self.marks.get("mend", 0) + 0.1
            self.expect(is_underrun and back < 300, f"{back:.0f} ms heard again at {self.loop.seconds(at):.2f}")
        self.expect(self.allowed_silence or not self.hearing.skipped, f"{self.hearing.skipped:.1f} ms were left out")
        self.expect(silent <= self.allowed_silence, f"{silent:.0f} ms of silence where {self.allowed_silence:.0f} are right")
        self.compared = f"{self.hearing.equal:,}" + (f", {silent:.0f} ms silent" if silent else "")

    def judge_return(self, what, limit):
        mended = self.marks.get("mend")
        after = {"camera": self.camera_return, "sound": self.sound_return, "words": self.words_return}[what](mended)
        if after is None:
            self.wrong.append(f"{what}: not back")
            return
        self.recovered.append(f"{what} {after:.2f} s" if what != "words" else f"{after:.2f} s")
        self.expect(after <= limit, f"{what} back after {after:.2f} s instead of {limit}")

    def camera_return(self, mended):
        """From the record's first picture after `mend`; nothing may be called back before it."""
        if not self.status:
            return None
        begin = min(second - line["seconds"] for second, line in self.status)
        seen = [begin + float(t) for t in re.findall(r"^see ([\d.]+)", self.text("music.session"), re.M)]
        after = [second for second in seen if second > mended]
        if not after:
            return None
        called = [second for second, words in self.words if re.search("(source|camera) is back", words) and second >= mended]
        if called:
            self.expect(called[0] >= after[0] - 0.05, f"called back {after[0] - called[0]:.2f} s before it was")
        return after[0] - mended

    def sound_return(self, mended):
        if not self.hearing:
            return None
        after = [self.loop.seconds(at) for at, _, _ in self.hearing.pieces]
        after = [second for second in after if second > mended - 0.02]
        return max(0.0, after[0] - mended) if after else None

    def words_return(self, mended):
        after = [second for second, words in self.words if re.search("is back", words) and second >= mended]
        return after[0] - mended if after else None

    def judge_clock(self):
        """The ticks that begin a beat, beside the clicks at the loop's far end."""
        ticking, tick = [], 0
        for second, word, number in re.findall(r"^([\d.]+) (tick|position) ?(\d*)$", self.text("cable"), re.M):
            if word == "position":
                tick = int(number) * 6
                continue
            if tick % 24 == 0:
                ticking.append(float(second))
            tick += 1
        clicks = self.loop.clicks()
        # From where the mood is held to shortly before the end.
        ticking = [second for second in ticking if clicks[0] + 3 < second < clicks[-1] - 1]
        slips = sorted(min(abs(second - click) for click in clicks) * 1000 for second in ticking)
        self.expect(len(slips) >= 30, f"{len(slips)} beats ticked")
        if slips:
            most = slips[int(0.95 * (len(slips) - 1))]
            self.recovered.append(f"clock off by {slips[len(slips) // 2]:.1f} ms, 95 % within {most:.1f}, at most {slips[-1]:.1f}")
            self.expect(most <= self.most_slip, f"one in twenty beats is {most:.1f} ms off")

    def judge_following(self):
        """The clicks at the loop's far end, beside the beats of the instrument that is followed; not within ten seconds of another tempo."""
        beats = [float(second) for second in re.findall(r"^([\d.]+) beat$", self.text("cable"), re.M)]
        gaps = [after - before for before, after in zip(beats, beats[1:])]
        turns = beats[:1] + [beats[i + 1] for i in range(len(gaps) - 1) if abs(gaps[i + 1] - gaps[i]) > 0.005]
        clicks = [c for c in self.loop.clicks() if beats[0] < c < beats[-1] and not any(turn <= c < turn + 10 for turn in turns)]
        lags = sorted(abs(min((click - beat for beat in beats), key=abs)) * 1000 for click in clicks)
        self.expect(len(lags) >= 60, f"{len(lags)} clicks beside beats")
        if lags:
            self.recovered.append(f"off the beat by {lags[len(lags) // 2]:.1f} ms, at most {lags[-1]:.1f}, in {len(lags)} beats")
            self.expect(lags[-1] <= self.most_lag, f"a beat is {lags[-1]:.1f} ms off")

    def judge_latency(self):
        """From the first picture of another face, by the film's clock, to the first changed frame at the loop's far end, beside
        what the program says of the same change."""
        cues = [float(second) for second in re.findall(r"^cue \w+ ([\d.]+)", self.text("film"), re.M)]
        at, _, place = self.hearing.pieces[0] if self.hearing and self.hearing.pieces else (0, 0, 0)
        measured, told, heard_at = [], [], None
        for line in self.text("music.session").splitlines():
            words = line.split()
            if words[0] == "set":
                heard_at = self.loop.seconds(int(words[1]) - place + at) if self.hearing else None
            if words[:1] == ["heard"] and words[2] == "once" and heard_at:
                cue = max((second for second in cues if second < heard_at), default=None)
                if cue is not None:
                    measured.append((heard_at - cue) * 1000)
                    told.append(float(words[3]) * 1000)
        self.expect(len(measured) >= 4, f"{len(measured)} changes measured")
        if not measured:
            return
        off = max(abs(ours - its) for ours, its in zip(measured, told))
        median = sorted(measured)[len(measured) // 2]
        self.recovered.append(f"face to ear {median:.0f} ms (said: {sorted(told)[len(told) // 2]:.0f} ms)")
        self.expect(median <= self.most_latency, f"a median of {median:.0f} ms instead of {self.most_latency:.0f}")
        self.expect(off <= 20, f"the program is {off:.0f} ms off: {', '.join(f'{a:.0f}/{b:.0f}' for a, b in zip(measured, told))}")

    def line(self):
        said = "; ".join(dict.fromkeys(words for _, words in self.words if not re.search("beats a minute|^song ", words)))
        return [self.title, said or "–", ", ".join(self.recovered) or "–", self.compared or "–"]


def main():
    parent, names = sys.argv[1], sys.argv[2:]
    bad = 0
    print("| fault | what was said | back after | samples as recorded | |")
    print("|---|---|---|---|---|")
    for name in names:
        found = glob.glob(os.path.join(parent, "*", "rows", name))
        cells, wrong = [name, "–", "–", "–"], ["its guest ended before it"]
        if found:
            row = Row(found[0])
            row.judge()
            cells, wrong = row.line(), row.wrong
        bad += bool(wrong)
        verdict = f"**wrong** ({name}): {'; '.join(wrong)}" if wrong else "right"
        print("| " + " | ".join(cell.replace("|", "/") for cell in [*cells, verdict]) + " |")
    print(f"\n{len(names) - bad} of {len(names)} rows are right")
    return bad > 0


sys.exit(main())
