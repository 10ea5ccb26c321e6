"""What happens to music on its way to a listener: equalisers, rooms, compressors, overdrive, noise, codecs. None moves a beat."""
from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

import rendering
import unmeasured

CODECS = [("mp3", ["-c:a", "libmp3lame", "-b:a", "48k"]), ("mp3", ["-c:a", "libmp3lame", "-b:a", "96k"]), ("ogg", ["-c:a", "libvorbis", "-q:a", "0"])]


def altered(sound: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    """A mono recording after what chance chose; peaks within full scale."""
    sound = sound / (np.abs(sound).max() + 1e-6)
    if random.random() < 0.4:
        sound = equalised(sound, rate, random)
    if random.random() < 0.2:
        sound = in_a_room(sound, rate, random)
    if random.random() < 0.35:
        sound = compressed(sound, rate, random)
    if random.random() < 0.15:
        drive = random.uniform(2, 12)
        sound = np.tanh(drive * sound / (np.abs(sound).max() + 1e-6))
    sound = sound / (np.abs(sound).max() + 1e-6) * 10 ** random.uniform(-1.0, 0)
    if random.random() < 0.2:
        sound = sound + unmeasured.noise(len(sound) / rate + 0.01, rate, random)[:len(sound)] * random.uniform(0.05, 0.8)
    if random.random() < 0.25:
        sound = through_codec(np.clip(sound, -1, 1), rate, random)
    return np.clip(sound, -1, 1).astype(np.float32)


def equalised(sound: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    spectrum = np.fft.rfft(sound)
    octave = np.log2(np.maximum(np.fft.rfftfreq(len(sound), 1 / rate), 20) / 20)
    gain = np.interp(octave, np.arange(12), random.normal(0, 5, 12).cumsum() * 0.5)
    if random.random() < 0.25:
        gain -= 18 * np.maximum(0, np.log2(120 / 20) + random.uniform(0, 1.5) - octave)  # a small loudspeaker
    return np.fft.irfft(spectrum * 10 ** (np.clip(gain, -60, 18) / 20), len(sound))


def in_a_room(sound: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    seconds = random.uniform(0.2, 1.5)
    time = np.arange(int(seconds * rate)) / rate
    tail = random.normal(size=len(time)) * 10 ** (-3 * time / seconds)
    tail *= random.uniform(0.1, 0.7) / (np.sqrt((tail**2).sum()) + 1e-9)
    tail[0] += 1
    size = len(sound) + len(tail)
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[:len(sound)]


def compressed(sound: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    """Levels of 10 ms, smoothed, brought nearer to each other."""
    block = rate // 100
    levels = np.sqrt((np.pad(sound, (0, -len(sound) % block)).reshape(-1, block) ** 2).mean(1)) + 1e-4
    release = int(random.uniform(2, 30))
    levels = np.convolve(np.pad(levels, release, mode="edge"), np.ones(2 * release + 1) / (2 * release + 1), "valid")
    gain = levels ** -random.uniform(0.2, 0.7)
    return sound * np.interp(np.arange(len(sound)) / block, np.arange(len(gain)) + 0.5, gain)


def through_codec(sound: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    ending, options = CODECS[random.integers(len(CODECS))]
    with tempfile.TemporaryDirectory() as folder:
        plain, packed, back = (Path(folder) / name for name in ("a.wav", f"b.{ending}", "c.wav"))
        rendering.write(plain, sound, rate)
        quiet = ["ffmpeg", "-v", "error", "-y", "-threads", "1", "-i"]
        subprocess.run([*quiet, plain, *options, packed], check=True, timeout=120)
        subprocess.run([*quiet, packed, "-ac", "2", "-ar", str(rate), "-c:a", "pcm_s16le", back], check=True, timeout=120)
        result = rendering.read(back)[0][:, 0]
    return np.pad(result, (0, max(0, len(sound) - len(result))))[:len(sound)]
