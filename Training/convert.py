"""Turns other programs' models into this program's flat files.

    convert.py keras IN.hdf5 OUT.weights      the prototype's mini-Xception (Keras HDF5), read without Keras
    convert.py cascade IN.xml OUT.cascade     an OpenCV Haar cascade of stumps (new XML format)

Both formats are described byte by byte in Weights/README.md. Exit codes: 0 done, 1 the input does not fit, 2 wrong use.
"""
from __future__ import annotations

import sys

import haar_cascade
import keras_network

CONVERTERS = {"keras": keras_network.convert, "cascade": haar_cascade.convert}


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or arguments[0] not in CONVERTERS:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    kind, source, target = arguments
    try:
        print(CONVERTERS[kind](source, target))
    except (OSError, ValueError, KeyError) as error:
        print(f"convert {kind} {source}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
