"""What a program hands to the system, by strace: every write with all its bytes and where it goes."""
import contextlib
import os
import re
import shutil
import signal
import subprocess

CALLS = "write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,splice,vmsplice,sendfile,copy_file_range"
LINE = re.compile(r"(?:\d+ +)?(\w+)\((\d+)<(.*?)>, (.*)", re.DOTALL)
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


def refusal():
    """Why nothing can be traced here; None when it can."""
    if not shutil.which("strace"):
        return "strace is not installed (Scripts/setup --tests installs it)"
    tried = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return None if tried.returncode == 0 else "this machine forbids tracing: " + tried.stderr.strip().splitlines()[-1]


def words(path):
    """What goes before a command line."""
    return ["strace", "-f", "-qq", "-yy", "-xx", "-s", "8388608", "-e", "signal=none", "-e", f"trace={CALLS}", "-o", path]


class Write:
    """One call: where to, and which bytes."""

    def __init__(self, call, target, data):
        self.call, self.target, self.data = call, target, data

    @property
    def is_socket(self):
        return self.target.startswith(("TCP", "UDP", "UNIX", "socket"))


def writes(path):
    """Every write of the trace, in order."""
    found, started = [], {}
    with open(path) as file:
        for line in file:
            thread = line.split(" ", 1)[0]
            if line.rstrip().endswith("<unfinished ...>"):
                started[thread] = line.rstrip()[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line, re.DOTALL)
            if resumed:
                line = started.pop(thread, "") + resumed.group(1)
            match = LINE.match(line)
            if not match:
                continue
            call, _, target, rest = match.groups()
            target = re.sub(r"\\x([0-9a-f]{2})", lambda byte: chr(int(byte[1], 16)), target)
            # Which addresses this machine has is asked of the kernel, in a form that strace takes apart.
            if target.startswith("NETLINK"):
                continue
            pieces = TEXT.findall(rest)
            if any(cut for _, cut in pieces) or not pieces:
                raise ValueError(f"a call whose bytes are not in the trace: {line[:200]}")
            found.append(Write(call, target, b"".join(bytes.fromhex(piece.replace("\\x", "")) for piece, _ in pieces)))
    return found


def end(process):
    """Asks the traced program to end: strace itself passes no signal on."""
    with contextlib.suppress(OSError), open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
        for child in file.read().split():
            os.kill(int(child), signal.SIGTERM)
