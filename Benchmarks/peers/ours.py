"""Our side of a comparison: the program Bench in the background, asked one question at a time (Answering.swift)."""
from __future__ import annotations

import json
import subprocess


class Ours:
    def __init__(self, program: str):
        self.process = subprocess.Popen([program, "--answer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question: str) -> dict:
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"bench: no answer to '{question}': the program ended with {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(f"bench: '{question}': {answer['error']}")
        return answer

    def machine(self) -> str:
        machine = self.ask("machine")
        return f"{machine['processor']}, {machine['processorCount']} cores, SIMD level {machine['simdLevel']}"
