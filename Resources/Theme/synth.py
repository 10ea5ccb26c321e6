"""One instrument's events → stereo sound, by FluidSynth's library (its own reverb and chorus off: the room is ours)."""
import ctypes

import numpy as np

from performance import BRIGHTNESS, NOTE_OFF, NOTE_ON, Event
from timing import FRAMES, LEAD_IN_FRAMES, SAMPLE_RATE, TAIL_FRAMES
from touch import BRIGHTEST_CENTS, CHANNELS, cents_of, cutoff_cents

SOUNDFONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
FINE_TUNE, FILTER_CUTOFF = 52, 8  # generators of the SoundFont standard, 8.1.2
BLOCK_FRAMES = 64  # FluidSynth acts on events between its blocks; this is the grain of all timing (1.5 ms)

fluid = ctypes.CDLL("libfluidsynth.so.3")
fluid.new_fluid_settings.restype = ctypes.c_void_p
fluid.new_fluid_synth.restype = ctypes.c_void_p
fluid.new_fluid_synth.argtypes = [ctypes.c_void_p]
fluid.fluid_settings_setnum.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_double]
fluid.fluid_settings_setint.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
fluid.fluid_synth_sfload.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
fluid.fluid_synth_program_select.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * 4
for name in ("noteon", "cc"):
    getattr(fluid, "fluid_synth_" + name).argtypes = [ctypes.c_void_p] + [ctypes.c_int] * 3
fluid.fluid_synth_noteoff.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * 2
fluid.fluid_synth_set_gen.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_float]
BUFFER = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]  # base, offset, stride
fluid.fluid_synth_write_float.argtypes = [ctypes.c_void_p, ctypes.c_int] + BUFFER + BUFFER
TUNING = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]  # bank, program, name, cents of 128 keys, at once
fluid.fluid_synth_activate_key_tuning.argtypes = [ctypes.c_void_p] + TUNING
fluid.fluid_synth_activate_tuning.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * 4
fluid.delete_fluid_synth.argtypes = fluid.delete_fluid_settings.argtypes = [ctypes.c_void_p]


def render(events: list[Event], program: int, cents: float, regulation: dict,
           length: int = FRAMES + TAIL_FRAMES) -> np.ndarray:
    """float32 [2, lead-in + length]; `regulation` gives keys decibels and cents of their own.

    Raises OSError when the soundfont or the program is missing."""
    settings = fluid.new_fluid_settings()
    fluid.fluid_settings_setnum(settings, b"synth.sample-rate", SAMPLE_RATE)
    fluid.fluid_settings_setnum(settings, b"synth.gain", 0.5)
    for option in (b"synth.reverb.active", b"synth.chorus.active"):
        fluid.fluid_settings_setint(settings, option, 0)
    synth = fluid.new_fluid_synth(settings)
    font = fluid.fluid_synth_sfload(synth, SOUNDFONT.encode(), 1)
    for channel in range(CHANNELS):
        if font < 0 or fluid.fluid_synth_program_select(synth, channel, font, 0, program) != 0:
            raise OSError(f"{SOUNDFONT}, program {program}: cannot be loaded; install Debian's fluid-soundfont-gm")
        fluid.fluid_synth_set_gen(synth, channel, FINE_TUNE, cents)
        fluid.fluid_synth_set_gen(synth, channel, FILTER_CUTOFF, cutoff_cents(channel) - BRIGHTEST_CENTS)

    pitches = [100 * key + (regulation[key].cents if key in regulation else 0) for key in range(128)]
    fluid.fluid_synth_activate_key_tuning(synth, 0, 0, b"", (ctypes.c_double * 128)(*pitches), 0)
    for channel in range(CHANNELS):
        fluid.fluid_synth_activate_tuning(synth, channel, 0, 0, 0)

    total = -(-(LEAD_IN_FRAMES + length) // BLOCK_FRAMES) * BLOCK_FRAMES
    sound = np.zeros((2, total), np.float32)
    written = 0
    for event in sorted(events):
        due = round((event.frame + LEAD_IN_FRAMES) / BLOCK_FRAMES) * BLOCK_FRAMES
        if due < 0 or due > total:
            continue
        written = write(synth, sound, written, due)
        act(synth, event, regulation)
    write(synth, sound, written, total)
    fluid.delete_fluid_synth(synth)
    fluid.delete_fluid_settings(settings)
    return sound


def act(synth: int, event: Event, regulation: dict):
    if event.kind == NOTE_ON:
        decibels = regulation[event.number].decibels if event.number in regulation else 0
        velocity = round(event.value * 10 ** (decibels / 40))  # FluidSynth: 40 dB a decade of velocity
        fluid.fluid_synth_noteon(synth, event.channel, event.number, max(1, min(127, velocity)))
    elif event.kind == NOTE_OFF:
        fluid.fluid_synth_noteoff(synth, event.channel, event.number)
    else:
        for channel in range(CHANNELS):
            if event.kind == BRIGHTNESS:
                fluid.fluid_synth_set_gen(synth, channel, FILTER_CUTOFF, cents_of(event.value) - BRIGHTEST_CENTS)
            else:
                fluid.fluid_synth_cc(synth, channel, event.number, event.value)


def write(synth: int, sound: np.ndarray, begin: int, end: int) -> int:
    if end > begin:
        left, right = (sound[side].ctypes.data for side in (0, 1))
        fluid.fluid_synth_write_float(synth, end - begin, left, begin, 1, right, begin, 1)
    return end


def folded(sound: np.ndarray) -> np.ndarray:
    """One pass of an endless piece, float64 [2, FRAMES]: what sounds before or after it is laid into its other end."""
    loop = np.zeros((2, FRAMES))
    position = -LEAD_IN_FRAMES
    while position + LEAD_IN_FRAMES < sound.shape[1]:
        offset = position % FRAMES
        count = min(FRAMES - offset, sound.shape[1] - (position + LEAD_IN_FRAMES))
        loop[:, offset:offset + count] += sound[:, position + LEAD_IN_FRAMES:position + LEAD_IN_FRAMES + count]
        position += count
    return loop
