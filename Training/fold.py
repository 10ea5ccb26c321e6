"""How a network's eight classes become the program's five expressions, fitted for a flat file and written into it.

    python Training/fold.py Weights/expression.weights --data ../shared/data [--app .build/release/app]
    python Training/fold.py NEW.weights --data ../shared/data --probabilities held-back.csv [--temperature]

Happiness, sadness, anger, surprise and neutral count for themselves, disgust for anger, fear and contempt for neutral: the
probabilities are added up. Then five offsets are added to the logarithms, so that what FER+ shows seldom (sadness, anger) is
not also named too seldom. They are fitted on the slice of train that was held back, never on valid.

The probabilities of that slice come from the program itself (`app classify --cropped --csv`), or from a file of such lines in
the slice's order, each a name and the eight. With --temperature the file's temperature is fitted anew, too.
"""
from __future__ import annotations

import argparse
import csv
import struct
import zlib
from pathlib import Path

import numpy as np

import faces
import leitmotif_reference
import program
import scoring
from leitmotif_weights import CLASS_BYTES, HEADER_BYTES, LAYER_BYTES, MAGIC, TENSOR_BYTES, aligned, encoded_fold, fold_bytes

HOME = Path(__file__).parent.parent
TARGETS = {"happiness": 0, "sadness": 1, "anger": 2, "disgust": 2, "surprise": 3, "neutral": 4, "fear": 4, "contempt": 4}
# An expression's weight in the fit is its number of faces to this power less: 0 would serve accuracy alone, 1 the mean of the
# recalls alone. This gains a point or two of the latter and costs less than one of
# the former.
BALANCE = 0.4
STEPS, RATE, PULL = 300, 3.0, 2e-3


def targets(classes: list[str]) -> list[int]:
    return [TARGETS[name] for name in classes]


def fitted_temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """The divisor of the logits that makes the clear labels likeliest (Guo et al. 2017), searched in steps of 1 %."""
    logits, truth = logits[truth >= 0].astype(np.float64), truth[truth >= 0]
    candidates = np.exp(np.arange(-70, 71) / 100)
    return float(min(candidates, key=lambda t: -log_softmax(logits / t)[np.arange(len(truth)), truth].mean()))


def log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def fitted_offsets(probabilities: np.ndarray, votes: np.ndarray, classes: list[str]) -> np.ndarray:
    """The five offsets under which the weighed labels are likeliest; neutral's is 0. Convex, so the descent ends at the one best."""
    truth = scoring.five_truth(votes)
    sums = scoring.folded(probabilities[truth >= 0], targets(classes), 5)
    truth = truth[truth >= 0]
    weights = np.maximum(np.bincount(truth, minlength=5), 1.0)[truth] ** -BALANCE
    weights = weights[:, None] / weights.sum()
    logs, labels, offsets = np.log(sums + 1e-9), np.eye(5)[truth], np.zeros(5)
    for _ in range(STEPS):
        offsets -= RATE * ((weights * (np.exp(log_softmax(logs + offsets)) - labels)).sum(0) + PULL * offsets)
    return offsets - offsets[4]


def rewritten(raw: bytes, fold: tuple[list[int], np.ndarray], temperature: float) -> bytes:
    """The file with this fold instead of its own or none; layers and numbers stay as they are."""
    version, = struct.unpack_from("<I", raw, 4)
    classes, = struct.unpack_from("<H", raw, 28)
    layers, tensors = struct.unpack_from("<II", raw, 32)
    names_end = HEADER_BYTES + classes * CLASS_BYTES
    tables = names_end + (fold_bytes(classes) if version == 2 else 0)
    tables_end = tables + layers * LAYER_BYTES + tensors * TENSOR_BYTES
    head = raw[24:56] + struct.pack("<fI", temperature, 0) + raw[HEADER_BYTES:names_end] + encoded_fold(*fold)
    start = aligned(24 + len(head) + tables_end - tables)
    body = bytearray(head + raw[tables:tables_end])
    for at in range(len(body) - tensors * TENSOR_BYTES, len(body), TENSOR_BYTES):
        offset, = struct.unpack_from("<Q", body, at + 52)
        struct.pack_into("<Q", body, at + 52, offset - aligned(tables_end) + start)
    body += bytes(start - 24 - len(body)) + raw[aligned(tables_end):]
    return struct.pack("<4sIQII", MAGIC, 2, 24 + len(body), zlib.crc32(body), 0) + bytes(body)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--app", type=Path, default=HOME / ".build" / "release" / "app")
    arguments.add_argument("--probabilities", type=Path)
    arguments.add_argument("--temperature", action="store_true")
    wish = arguments.parse_args()
    network = leitmotif_reference.read(str(wish.weights))
    _, held_back, _ = faces.load(wish.data)
    if wish.probabilities:
        with open(wish.probabilities, newline="") as file:
            probabilities = np.array([[float(value) for value in row[1:]] for row in csv.reader(file)])
    else:
        probabilities = program.read(wish.app, wish.weights, held_back.images)
    if probabilities.shape != (len(held_back.votes), len(network.classes)):
        raise SystemExit(f"fold: {len(held_back.votes)} lines of {len(network.classes)} numbers are needed, "
                         f"these are {' × '.join(map(str, probabilities.shape))}")
    temperature = network.temperature
    if wish.temperature:
        logits = np.log(probabilities + 1e-12)
        factor = fitted_temperature(logits, faces.majority(held_back.votes))
        temperature *= factor
        probabilities = np.exp(log_softmax(logits / factor))
    offsets = fitted_offsets(probabilities, held_back.votes, network.classes)
    before = scoring.five(network.five(probabilities), held_back.votes)
    partial = wish.weights.with_name(wish.weights.name + ".part")
    partial.write_bytes(rewritten(wish.weights.read_bytes(), (targets(network.classes), offsets), temperature))
    partial.replace(wish.weights)
    after = scoring.five(leitmotif_reference.read(str(wish.weights)).five(probabilities), held_back.votes)
    print(f"{wish.weights}: temperature {temperature:.3f}, offsets " +
          ", ".join(f"{name} {offset:+.2f}" for name, offset in zip(scoring.FIVE, offsets)))
    for word, score in (("before", before), ("after", after)):
        print(f"held back, {word}: five {100 * score.accuracy:.1f} %, balanced {100 * score.balanced:.1f} %, recalls " +
              " ".join(f"{recall:.2f}" for recall in score.recalls))


if __name__ == "__main__":
    main()
