"""Compares what the example printed and played on two processors: compare.py A.txt A.wav B.txt B.wav

Boxes, moods and frames of changes must be the same; probabilities within 1e-4; sound within 1e-4 outside the stretches where another splice was
chosen, which show as windows of 20 ms that differ, at most 1 % of them."""
import array
import sys

first, second = (open(path).read().splitlines() for path in (sys.argv[1], sys.argv[3]))
assert len(first) == len(second) > 30, "another number of lines"
faces, largest = 0, 0.0
for one, other in zip(first, second):
    left, right = one.split(), other.split()
    if left[0] != "picture":
        assert one == other, f"another event: {one} | {other}"
        continue
    assert left[:7] == right[:7], f"another box: {one} | {other}"
    faces += left[5] != "0"
    largest = max([largest] + [abs(float(a) - float(b)) for a, b in zip(left[8:], right[8:])])
assert faces > 20, "hardly a face: the comparison says nothing"
assert largest <= 1e-4, f"probabilities differ by {largest}"
assert any(" mood " in line for line in first), "no mood changed: the comparison says nothing"


def samples(path):
    data = open(path, "rb").read()[44:]
    return array.array("f", data)


a, b = samples(sys.argv[2]), samples(sys.argv[4])
assert len(a) == len(b) and max(map(abs, a)) > 0.05
window, apart, windows, worst = 2 * 882, 0, 0, 0.0
for start in range(0, len(a), window):
    difference = max(abs(x - y) for x, y in zip(a[start:start + window], b[start:start + window]))
    windows += 1
    if difference > 1e-4:
        apart += 1
    else:
        worst = max(worst, difference)
assert apart * 100 <= windows, f"{apart} of {windows} windows of sound differ"
print(f"same boxes and moods; {faces} faces; probabilities within {largest:.1e}; sound within {worst:.1e} in {windows - apart} of {windows} windows")
