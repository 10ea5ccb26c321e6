"""Random pictures and settings, ours beside OpenCV: the same candidates in the same order, the same boxes, the same counts. Run by
Scripts/bench --peers exact [CASES] [SEED]; fails at the first difference and keeps its picture."""
from __future__ import annotations

import pathlib
import sys
import tempfile

import cv2
import numpy as np

import pictures
from ours import Ours


def picture(random: np.random.Generator, sources: list[np.ndarray]) -> np.ndarray:
    """A piece of a photograph, of noise of any roughness, or of stripes; of any size from 1 pixel to some hundred, contrast and brightness."""
    smallest = random.choice([1, 150, 150])
    width, height = (int(np.exp(random.uniform(np.log(smallest), np.log(700)))) for _ in range(2))
    kind = random.integers(6)
    if kind < 4:
        source = sources[random.integers(len(sources))]
        if kind < 3:  # not pressed flat: faces stay faces
            width = max(1, round(height * source.shape[1] / source.shape[0] * random.uniform(0.9, 1.1)))
        made = cv2.resize(source, (width, height), interpolation=cv2.INTER_AREA)
        x, y = random.integers(0, width // 3 + 1), random.integers(0, height // 3 + 1)
        made = made[y:, x:]
        height, width = made.shape
    elif kind == 4:
        made = cv2.GaussianBlur(random.integers(0, 256, (height, width), np.uint8), (0, 0), random.uniform(0.3, 9))
        made = cv2.normalize(made, None, 0, 255, cv2.NORM_MINMAX)
    else:
        made = np.indices((height, width)).sum(0) // random.integers(1, 30) % 2 * random.integers(1, 256)
    gain, lift = random.choice([1, 1, random.uniform(0.02, 3)]), random.choice([0, 0, random.integers(-99, 100)])
    return np.clip(made * gain + lift, 0, 255).astype(np.uint8)


def main() -> None:
    cases, seed = int(sys.argv[2]) if len(sys.argv) > 2 else 300, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    ours = Ours(sys.argv[1])
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    random = np.random.default_rng(seed)
    sources = [image for _, image in pictures.comparison()]
    candidates = faces = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "picture.pgm"
        for case in range(cases):
            image = picture(random, sources)
            cv2.imwrite(str(path), image)
            ours.ask(f"picture {path}")
            scale = round(1 + float(np.exp(random.uniform(np.log(0.02), np.log(3)))), 3)
            size = int(random.choice([0, 24, 30, random.integers(0, 300)]))
            for neighbours in (0, int(random.integers(1, 9))):
                boxes, counts = cascade.detectMultiScale2(image, scale, neighbours, minSize=(size, size))
                # Without grouping the second answer is not a count.
                theirs = [[*map(int, box), int(count) if neighbours else 1] for box, count in zip(boxes, np.ravel(counts))]
                mine = ours.ask(f"detect {scale} {neighbours} {size} 1")["faces"]
                if mine != theirs:
                    kept = pathlib.Path("different.pgm").absolute()
                    cv2.imwrite(str(kept), image)
                    raise SystemExit(f"case {case} of seed {seed} differs: {kept}, scale {scale}, {neighbours} neighbours, at least {size} "
                                     f"pixels: {len(mine)} here, {len(theirs)} by OpenCV {cv2.__version__}")
                if neighbours:
                    faces += len(mine)
                else:
                    candidates += len(mine)
            if case % 50 == 49:
                print(f"{case + 1} of {cases}", file=sys.stderr, flush=True)
    print(f"{ours.machine()}: {cases} pictures, seed {seed}, {candidates} candidates and {faces} faces equal to those of OpenCV {cv2.__version__}")


if __name__ == "__main__":
    main()
