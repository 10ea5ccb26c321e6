"""Reads an OpenCV Haar cascade (new XML format, stumps, upright features) and writes it as one flat file."""
from __future__ import annotations

import os
import struct
import xml.etree.ElementTree as ElementTree
import zlib

MAGIC, VERSION = b"LMHC", 1
STUMP_BYTES, FEATURE_BYTES = 16, 24


def convert(source: str, target: str) -> str:
    try:
        root = ElementTree.parse(source).getroot()
    except ElementTree.ParseError as error:
        raise ValueError(f"not an XML file: {error}") from None
    cascade = root.find("cascade")
    if cascade is None:
        raise ValueError("no <cascade> element; the old Haar format (opencv-haar-classifier) is not read")
    if cascade.findtext("stageType") != "BOOST" or cascade.findtext("featureType") != "HAAR":
        raise ValueError(f"{cascade.findtext('stageType')} of {cascade.findtext('featureType')}; boosted Haar features are needed")
    features = [feature(item, index) for index, item in enumerate(cascade.findall("features/_"))]
    stages, stumps = b"", b""
    for item in cascade.findall("stages/_"):
        weak = item.findall("weakClassifiers/_")
        stages += struct.pack("<If", len(weak), float(item.findtext("stageThreshold", "")))
        for classifier in weak:
            nodes = classifier.findtext("internalNodes", "").split()
            leaves = classifier.findtext("leafValues", "").split()
            if len(nodes) != 4 or len(leaves) != 2 or nodes[:2] != ["0", "-1"]:
                raise ValueError("a tree of more than one node; only stumps are known")
            if int(nodes[2]) >= len(features):
                raise ValueError(f"feature {nodes[2]} of {len(features)}")
            stumps += struct.pack("<Ifff", int(nodes[2]), float(nodes[3]), float(leaves[0]), float(leaves[1]))
    stage_count, stump_count = len(stages) // 8, len(stumps) // STUMP_BYTES
    if not stage_count or not stump_count:
        raise ValueError("no stages inside")
    body = struct.pack("<HHIII", int(cascade.findtext("width", "")), int(cascade.findtext("height", "")),
                       stage_count, stump_count, len(features))
    body += stages + stumps + b"".join(features)
    with open(f"{target}.part", "wb") as file:
        file.write(struct.pack("<4sIQII", MAGIC, VERSION, 24 + len(body), zlib.crc32(body), 0) + body)
    os.replace(f"{target}.part", target)
    return f"{target}: {stage_count} stages, {stump_count} stumps, {len(features)} features"


def feature(item: ElementTree.Element, index: int) -> bytes:
    """Three rectangles (x, y, width, height as bytes) and three weights; what a feature lacks is zero."""
    if item.findtext("tilted", "0").strip() not in ("", "0"):
        raise ValueError(f"feature {index} is tilted; only upright ones are known")
    rects = [rect.text.split() for rect in item.findall("rects/_")]
    if not 2 <= len(rects) <= 3 or any(len(rect) != 5 for rect in rects):
        raise ValueError(f"feature {index}: two or three rectangles with a weight are needed")
    rects += [["0"] * 5] * (3 - len(rects))
    boxes = [int(number) for rect in rects for number in rect[:4]]
    return struct.pack("<12B3f", *boxes, *(float(rect[4]) for rect in rects))
