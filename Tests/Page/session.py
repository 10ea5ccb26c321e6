"""A session with its page, run for a test: the program, what it prints, and plain HTTP to it."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time

LIMIT = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Failure(Exception):
    pass


def check(is_so, what):
    if not is_so:
        raise Failure(what)


def until(is_so, what, limit=LIMIT):
    """Waits until a condition holds; the limit is only for a loaded machine."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        answer = is_so()
        if answer:
            return answer
        time.sleep(0.02)
    raise Failure(f"in {limit} seconds never: {what}")


class Session:
    """The program with the actor before a camera that is none and a file in place of a sound card."""

    def __init__(self, program, *arguments, files=None, camera="actor", song="theme", before=(), environment=(),
                 terminal=None):
        """`before` goes before the command line; `terminal` takes what is said to people."""
        self.folder = tempfile.TemporaryDirectory(prefix="leitmotif-page-")
        self.wave = os.path.join(self.folder.name, "out.wav")
        self.words = [*before, program, "--camera", camera, "--song", song, "--output", self.wave, "--json", *arguments]
        self.status, self.notices = [], []

        def limit():
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        environment = {**os.environ, "XDG_CONFIG_HOME": os.path.join(self.folder.name, "config"), **dict(environment)}
        self.process = subprocess.Popen(
            self.words, cwd=self.folder.name, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=terminal or subprocess.PIPE, text=True,
            preexec_fn=limit, env=environment)
        for stream, take in ((self.process.stdout, self.take_status), (self.process.stderr or (), self.notices.append)):
            threading.Thread(target=lambda stream=stream, take=take: [take(line) for line in stream], daemon=True).start()

    def take_status(self, line):
        with contextlib.suppress(ValueError):
            self.status.append(json.loads(line))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        self.folder.cleanup()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise Failure("the program did not end")
        return self.process.returncode

    @property
    def links(self):
        """Every link that was printed."""
        return re.findall(r"http://[^\s)]+", "".join(self.notices))

    def wait_for_page(self):
        def link():
            check(self.process.poll() is None, "the program ended: " + "".join(self.notices))
            return self.links

        self.link = until(link, "a link to the page")[0]
        self.authority = self.link.split("/")[2]
        self.host, port = self.authority.rsplit(":", 1)
        self.port = int(port)
        until(lambda: self.status, "a status line")
        return self

    # What the machine says of it.

    def shares(self, seconds):
        """The player's shares of real time over the next seconds."""
        first = len(self.status)
        until(lambda: len(self.status) >= first + 2 * seconds, "status lines")
        return [line["playerShare"] for line in self.status[first:]]

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def megabytes(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6

    # Plain HTTP.

    def connect(self):
        return socket.create_connection((self.host, self.port), timeout=LIMIT)

    def request(self, method, path, body=None, headers=None, origin=True):
        """Status, headers and body of one answer."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=LIMIT)
        all_headers = {"Origin": "http://" + self.authority} if origin and method == "POST" else {}
        connection.request(method, path, body=body, headers={**all_headers, **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    def command(self, words, **headers):
        return self.request("POST", "/command", body=words, headers=headers)[0]

    @contextlib.contextmanager
    def stream(self, path="/events"):
        """The events of a stream: pairs of name and object, for as long as they are asked for."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=LIMIT)
        connection.request("GET", path)
        answer = connection.getresponse()
        check(answer.status == 200, f"{path} answers {answer.status}")
        yield events(answer)
        answer.close()
        connection.close()


def events(answer):
    name = None
    while line := answer.readline():
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])


def first(stream, name, is_so=lambda data: True, limit=LIMIT):
    """The first event of this name of which something holds."""
    end = time.monotonic() + limit
    for kind, data in stream:
        if kind == name and is_so(data):
            return data
        check(time.monotonic() < end, f"in {limit} seconds no such event: {name}")
    raise Failure(f"the stream ended before: {name}")
