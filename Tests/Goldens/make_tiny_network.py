"""Makes tiny.weights and tiny.golden: a random network with every kind of layer, and what plain numpy says it answers.

    python3 Tests/Goldens/make_tiny_network.py      (numpy; the same bytes each time)

tiny.golden: u32 number of images, then the images (12 rows of 13 bytes each), then for each image 5 f32 probabilities.
"""
import pathlib
import struct
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "Training"))
import leitmotif_reference
from leitmotif_weights import WeightFile

WIDTH, HEIGHT, CLASSES, IMAGES = 13, 12, ["one", "two", "three", "four", "fünf"], 6
random = np.random.default_rng(20)


def weights(*shape: int) -> np.ndarray:
    return random.normal(0, 1.2 / np.sqrt(np.prod(shape[:-1])), shape)


net = WeightFile(WIDTH, HEIGHT, CLASSES, input_scale=2 / 255, input_offset=-1, crop_margin_x=0.125, crop_margin_y=0.25, temperature=8)
x = net.conv(0, weights(3, 3, 1, 9), weights(9), activation="relu")                     # 12 x 13 x 9
y = net.depthwise(x, weights(3, 3, 9) * 3, weights(9))                                  # odd channels, border on every side
y = net.conv(y, weights(1, 1, 9, 27), weights(27), activation="relu")                   # wide lanes and a tail
y = net.max_pool(y, 3, stride=2)                                                        # 6 x 7 x 27
z = net.add(y, net.conv(x, weights(1, 1, 9, 27), stride=2), activation="relu")
z = net.depthwise(z, weights(3, 3, 27) * 3, stride=2, padding="same", activation="relu")   # 3 x 4 x 27
z = net.depthwise(z, weights(2, 3, 27) * 3, padding="valid")                            # 2 x 2 x 27
mean = net.global_mean(net.conv(z, weights(2, 2, 27, 6), weights(6)))
dense = net.dense(z, weights(108, 6) * 2, weights(6))
net.softmax(net.dense(net.add(mean, dense), weights(6, 5) * 2, weights(5)))
net.save(str(HERE / "tiny.weights"))

images = random.integers(0, 256, (IMAGES, HEIGHT, WIDTH), dtype=np.uint8)
reference = leitmotif_reference.read(str(HERE / "tiny.weights"))
answers = np.stack([reference.run(image) for image in images]).astype("<f4")
(HERE / "tiny.golden").write_bytes(struct.pack("<I", IMAGES) + images.tobytes() + answers.tobytes())
print(answers.round(3))
