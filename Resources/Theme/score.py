"""The composition: every note of the theme, and nothing about how it is played.

A minor leaning on C major, 84 beats a minute, 24 bars of four: A (8), B (8), A' (8), then round again.
The idea is a question asked three times from the same A, reaching a fifth, a sixth, then a seventh whose top note
leans on the harmony and sighs down; the B part turns the same figure to the major, on C, then D, and climbs to the high A.

One token is an eighth: a note, notes joined by `+`, `.` to hold, `-` to rest. A bar is eight tokens.
"""

TITLE = "Three Questions"
BEATS_PER_MINUTE = 84
BEATS_PER_BAR = 4
BARS = 24

MELODY = """
 A4 .  E5 .  .  D5 C5 . | D5 .  .  B4 G4 .  .  . | A4 .  F5 .  .  E5 C5 . | D5 .  .  E5 C5 .  .  .
 A4 .  G5 .  .  F5 D5 . | E5 .  .  D5 C5 .  .  . | D5 .  .  C5 B4 .  .  G#4 | A4 . . .  .  .  A4 B4
 C5 .  F5 .  .  E5 D5 . | G5 .  .  .  .  .  D5 . | D5 .  G5 .  .  F5 E5 . | A5 .  .  .  .  .  E5 .
 A5 .  .  G5 F5 .  .  . | G5 .  .  F5 E5 .  .  . | F5 .  .  E5 D5 .  C5 . | B4 .  .  .  .  .  -  -
 A4 .  E5 .  .  D5 C5 . | D5 .  .  B4 G4 .  A4 B4 | A4 . F5 .  .  E5 C5 . | D5 .  .  E5 C5 .  .  .
 A4 .  G5 .  .  F5 D5 . | E5 .  .  D5 C5 .  .  . | D5 .  .  C5 B4 .  .  G#4 | A4 . . .  .  .  .  .
"""

# Under the melody's long notes, never under its moving ones; the wide chords of the climax are rolled.
INNER = """
 - - - - - - - -     | - - - - D4+E4 . . . | - - - - - - - -     | - - - - E4+G4 . . .
 - - - - - - - -     | - - - - E4+A4 . . . | F4 . . . - - - -    | - - - - C4+E4 . . .
 - - F4+A4 . . . - - | B4+D5 . . . . . - - | - - G4+B4 . . . - - | C5+E5 . . . . . - -
 A4+C5+F5 . . . A4 . . . | G4+C5+E5 . . . G4 . . . | A4 . . . F4 . . . | E4+A4 . . . E4+G#4 . . .
 - - - - - - - -     | - - - - - - - -     | - - - - - - - -     | - - - - E4+G4 . . .
 - - - - - - - -     | - - - - E4+A4 . . . | F4 . . . - - - -    | C4+E4 . . . D4 . . .
"""

# The left hand: open at the bottom (fifths, octaves, tenths), resting where the melody moves.
LEFT_HAND = """
 A2 E3 A3 C4 E4 . A3 . | G2 E3 G3 B3 D4 B3 G3 . | F2 C3 F3 A3 C4 . A3 .  | E2 C3 G3 C4 E4 C4 G3 .
 D2 A2 F3 A3 C4 . A3 . | C3 E3 A3 C4 E4 C4 A3 . | B2 F3 A3 D4 E2 B2 G#3 D4 | A2 E3 A3 C4 G2 E3 A3 C4
 F2 C3 F3 A3 C4 A3 F3 A3 | G2 D3 G3 B3 D4 B3 G3 B3 | B2 E3 G3 B3 D4 B3 G3 B3 | A2 E3 A3 C4 E4 C4 A3 C4
 F2 C3 A3 C4 F4 C4 A3 C4 | E2 C3 G3 C4 E4 C4 G3 C4 | D2 A2 F3 A3 C4 A3 F3 A3 | E2 B2 E3 A3 G#3 B3 D4 .
 A2 E3 A3 C4 E4 C4 A3 E3 | G2 E3 G3 B3 D4 B3 G3 E3 | F2 C3 F3 A3 C4 A3 F3 C3 | E2 C3 G3 C4 E4 C4 G3 C3
 D2 A2 F3 A3 C4 . A3 . | C3 E3 A3 C4 E4 C4 A3 . | B2 F3 A3 D4 E2 B2 G#3 D4 | F2 C3 F3 A3 G2 D3 G3 B3
"""

# Second violins, violas and cellos: each voice moves by the smallest step there is.
STRINGS = """
 A3+C4+E4 . . . . . . . | G3+B3+E4 . . . . . . . | A3+C4+F4 . . . . . . . | G3+C4+E4 . . . . . . .
 A3+D4+F4 . . . . . . . | A3+C4+E4 . . . . . . . | A3+D4+F4 . . . G#3+D4+E4 . . . | A3+C4+E4 . . . . . . .
 C4+F4+A4 . . . . . . . | B3+D4+G4 . . . . . . . | B3+E4+G4 . . . . . . . | C4+E4+A4 . . . . . . .
 C4+F4+A4 . . . . . . . | C4+E4+G4 . . . . . . . | A3+D4+F4 . . . . . . . | A3+B3+E4 . . . G#3+B3+E4 . . .
 A3+E4 . . . . . . .    | G3+E4 . . . . . . .    | A3+F4 . . . . . . .    | G3+E4 . . . . . . .
 A3+D4+F4 . . . . . . . | A3+C4+E4 . . . . . . . | A3+D4+F4 . . . G#3+D4+E4 . . . | A3+C4+F4 . . . G3+B3+D4 . . .
"""

# First violins: silent in A, the song of B, beside the piano in A' until it is left alone at the end.
VIOLINS = """
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 C5 .  F5 .  .  E5 D5 . | G5 .  .  .  .  .  D5 . | D5 .  G5 .  .  F5 E5 . | A5 .  .  .  .  .  E5 .
 A5 .  .  G5 F5 .  .  . | G5 .  .  F5 E5 .  .  . | F5 .  .  E5 D5 .  C5 . | B4 .  .  .  .  .  -  -
 A4 .  E5 .  .  D5 C5 . | D5 .  .  B4 G4 .  A4 B4 | A4 . F5 .  .  E5 C5 . | D5 .  .  E5 C5 .  .  .
 A4 .  G5 .  .  F5 D5 . | E5 .  .  D5 C5 .  .  . | - - - - - - - - | - - - - - - - -
"""

# The cello answers in A': it moves while the melody waits, and ends in the lament C E F E.
CELLO = """
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - E3 . G#3 B3
 C4 . . . B3 . A3 . | G3 . . . B3 . E4 . | C4 . . . A3 . . . | G3 . . . C4 D4 E4 .
 F4 . . . D4 . . .  | C4 . . . E4 . . .  | F4 . . . E4 . . . | C4 . . . B3 . . .
"""

# Basses: held in the B part, plucked in A', silent when the piano is alone.
BASSES = """
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | B2 . . . E2 . . . | A2 . . . G2 . . .
 F2 . . . . . . . | G2 . . . . . . . | B2 . . . . . . . | A2 . . . . . . .
 F2 . . . . . . . | E2 . . . . . . . | D2 . . . . . . . | E2 . . . . . . .
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 D2 . . . . . . . | C3 . . . . . . . | B2 . . . E2 . . . | - - - - - - - -
"""

PIZZICATO = """
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 - - - - - - - - | - - - - - - - - | - - - - - - - - | - - - - - - - -
 A2 - - - E3 - - - | G2 - - - B2 - - - | F2 - - - C3 - - - | E2 - - - C3 - - -
 D3 - - - A2 - - - | C3 - - - A2 - - - | - - - - - - - - | - - - - - - - -
"""

# How strongly bar 1, 2, … begins (0 … 1); between the bar lines it moves in a straight line, and the last leads to the first.
INTENSITY = [
    0.30, 0.33, 0.36, 0.34, 0.44, 0.40, 0.36, 0.34,
    0.50, 0.58, 0.66, 0.84, 0.92, 0.78, 0.62, 0.42,
    0.44, 0.46, 0.52, 0.50, 0.58, 0.46, 0.36, 0.28,
]
