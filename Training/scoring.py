"""How right and how honest probabilities are, against the votes of FER+.

five    the argmax of all ten columns; faces won by "unknown", "not a face", fear, disgust or contempt are left out. The answer is
        what the weight file makes of its classes (`Network.five` in leitmotif_reference.py)
eight   the majority protocol: lone votes dropped, a winner needs more than half of the rest
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import faces

FIVE = ["happy", "sad", "angry", "surprise", "neutral"]
FIVE_OF_FIRST = [4, 0, 3, 1, 2]
EIGHT_OF_SEVEN = [4, 5, 6, 1, 3, 2, 0]  # the prototype: angry, disgust, fear, happy, sad, surprise, neutral
BINS = 15


@dataclass
class Score:
    names: list[str]
    confusion: np.ndarray  # rows the truth, columns the answer
    calibration_error: float

    @property
    def faces(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.faces)

    @property
    def recalls(self) -> np.ndarray:
        return np.diag(self.confusion) / np.maximum(self.confusion.sum(1), 1)

    @property
    def balanced(self) -> float:
        return float(self.recalls[self.confusion.sum(1) > 0].mean())


def five(answers: np.ndarray, votes: np.ndarray, kept: np.ndarray | bool = True) -> Score:
    return score(np.where(kept, five_truth(votes), -1), answers, FIVE)


def five_truth(votes: np.ndarray) -> np.ndarray:
    winner = votes.argmax(1)
    return np.where(winner < 5, np.array(FIVE_OF_FIRST)[np.minimum(winner, 4)], -1)


def eight(probabilities: np.ndarray, votes: np.ndarray, kept: np.ndarray | bool = True) -> Score:
    return score(np.where(kept, faces.majority(votes), -1), as_eight(probabilities), faces.CLASSES)


def as_eight(probabilities: np.ndarray) -> np.ndarray:
    return folded(probabilities, EIGHT_OF_SEVEN, 8) if probabilities.shape[1] == 7 else probabilities


def folded(probabilities: np.ndarray, targets: list[int], width: int) -> np.ndarray:
    wide = np.zeros((len(probabilities), width))
    for column, target in enumerate(targets):
        wide[:, target] += probabilities[:, column]
    return wide


def score(truth: np.ndarray, probabilities: np.ndarray, names: list[str]) -> Score:
    probabilities, truth = probabilities[truth >= 0], truth[truth >= 0]
    confusion = np.zeros((len(names), len(names)), int)
    np.add.at(confusion, (truth, probabilities.argmax(1)), 1)
    return Score(names, confusion, calibration_error(probabilities, truth))


def calibration_error(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error (Guo et al. 2017): confidence against accuracy in even bins of confidence."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    bins = np.ceil(confidence * BINS)
    return float(sum(abs(confidence[m].mean() - right[m].mean()) * m.mean() for b in range(1, BINS + 1) if (m := bins == b).any()))
