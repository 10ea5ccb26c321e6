"""A plain reading of activations, to follow the training by; the program's decoder knows more. And the F-measure."""
from __future__ import annotations

import numpy as np

TOLERANCE = 0.07


def peaks(activation: np.ndarray, rate: float, threshold: float = 0.3) -> np.ndarray:
    """Seconds of the local maxima above the threshold, refined by the parabola through three frames."""
    middle = activation[1:-1]
    places = np.flatnonzero((middle >= activation[:-2]) & (middle > activation[2:]) & (middle > threshold)) + 1
    before, here, after = activation[places - 1], activation[places], activation[places + 1]
    return (places + 0.5 * (before - after) / (before - 2 * here + after - 1e-9)) / rate


def f_measure(found: np.ndarray, truth: np.ndarray, tolerance: float = TOLERANCE) -> float:
    """Each true beat counts once; 1 where neither has any."""
    if len(found) == 0 or len(truth) == 0:
        return float(len(found) == len(truth))
    hits, at = 0, 0
    found, truth = np.sort(found), np.sort(truth)
    for beat in truth:
        while at < len(found) and found[at] < beat - tolerance:
            at += 1
        if at < len(found) and found[at] <= beat + tolerance:
            hits += 1
            at += 1
    return 2 * hits / (len(found) + len(truth))
