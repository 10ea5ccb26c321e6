"""dump_expression_golden.py IN.npz OUT: the prototype's golden answers as flat bytes: images (48 x 48 each), then f32 probabilities."""
import sys

import numpy as np

golden = np.load(sys.argv[1])
with open(sys.argv[2], "wb") as file:
    file.write(golden["images"].tobytes() + golden["probabilities"].astype("<f4").tobytes())
