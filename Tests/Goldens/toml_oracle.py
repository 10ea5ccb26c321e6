"""What Python's own TOML parser makes of each document: reads DOCUMENTS, of which each is its length, a line end and its bytes;
writes a line for each into ANSWERS: its values as TOMLTests' JSONText writes them, or - where it is refused.
Integers beyond 64 bits, floats beyond doubles, dates and times count as refused, a byte order mark is passed over, as in ours."""
import math
import struct
import sys
import tomllib


class Refused(Exception):
    pass


def number(text):
    value = float(text)
    if math.isinf(value) and "inf" not in text:
        raise Refused
    return value


def quoted(text):
    return '"' + "".join(c if " " <= c < "\x7f" and c not in '"\\' else f"<{ord(c):x}>" for c in text) + '"'


def words(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        if not -(1 << 63) <= value < 1 << 63:
            raise Refused
        return str(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else f"f{struct.unpack('<Q', struct.pack('<d', value))[0]:x}"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(map(words, value)) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode())
        return "{" + ",".join(f"{quoted(key)}:{words(value[key])}" for key in keys) + "}"
    raise Refused


def answer(document):
    try:
        return words(tomllib.loads(document.decode("utf-8-sig"), parse_float=number))
    except (Refused, ValueError, RecursionError):
        return "-"


with open(sys.argv[1], "rb") as documents, open(sys.argv[2], "w") as answers:
    while length := documents.readline():
        answers.write(answer(documents.read(int(length))) + "\n")
