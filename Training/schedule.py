"""The course of a run: how fast it learns and how long faces are mixed, in epochs.

A short rise, a level, then a straight fall to zero. While it is level the end does not matter yet, so a run may be
resumed with another end (`train.py --epochs`) as long as the fall of neither plan has begun.
"""
EPOCHS = 54
PEAK_RATE, WARM_PEAK_RATE = 0.1, 0.05  # from nothing, and from a network that has learnt
RISE_EPOCHS, FALL_SHARE = 1.0, 0.6
UNMIXED_SHARE = 0.12  # the last epochs see faces as they are, one at a time


def rate(epoch: float, epochs: int, peak: float = PEAK_RATE) -> float:
    fall = min(1.0, (epochs - epoch) / (FALL_SHARE * epochs))
    return peak * min(1.0, (epoch + 0.02) / RISE_EPOCHS) * max(fall, 0.0)


def mixes(epoch: float, epochs: int) -> bool:
    return epoch < (1 - UNMIXED_SHARE) * epochs
