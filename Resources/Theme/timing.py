"""The grid: beats ↔ frames. 84 beats a minute at 44.1 kHz is exactly 31,500 frames a beat, so a pass is whole to the frame."""
from score import BARS, BEATS_PER_BAR, BEATS_PER_MINUTE

SAMPLE_RATE = 44100
FRAMES_PER_BEAT = SAMPLE_RATE * 60 // BEATS_PER_MINUTE
assert FRAMES_PER_BEAT * BEATS_PER_MINUTE == SAMPLE_RATE * 60

BEATS = BARS * BEATS_PER_BAR
FRAMES = BEATS * FRAMES_PER_BEAT

# A pass is played from a little before its first beat (bows start early) until its last tail is gone; what lies outside is folded in.
LEAD_IN_FRAMES = FRAMES_PER_BEAT
TAIL_FRAMES = 12 * FRAMES_PER_BEAT


def frame_at(beat: float) -> int:
    return round(beat * FRAMES_PER_BEAT)
