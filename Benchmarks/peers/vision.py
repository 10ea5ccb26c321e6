"""Faces beside OpenCV and BlazeFace, expressions beside ONNX Runtime: in turns, on the same pictures, one thread each. Run by Scripts/bench."""
from __future__ import annotations

import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import onnxruntime

import blazeface
import onnx_export
import pictures
import random_network
from ours import Ours
from turns import compare, table, thread_milliseconds

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS_PER_ROW = 4


def faces(ours: Ours, folder: pathlib.Path) -> str:
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    rows = []
    for name, picture in pictures.comparison():
        path = folder / "picture.pgm"
        cv2.imwrite(str(path), picture)
        ours.ask(f"picture {path}")
        for neighbours in (5, 3):
            boxes, counts = cascade.detectMultiScale2(picture, 1.1, neighbours, minSize=(30, 30))
            theirs = sorted([*map(int, box), int(count)] for box, count in zip(boxes, np.ravel(counts)))
            mine = sorted(ours.ask(f"detect 1.1 {neighbours} 30 1")["faces"])
            result = compare(
                lambda runs: ours.ask(f"detect 1.1 {neighbours} 30 {runs}")["milliseconds"],
                lambda runs: thread_milliseconds(lambda: cascade.detectMultiScale(picture, 1.1, neighbours, minSize=(30, 30)), runs),
                seconds=SECONDS_PER_ROW, runs=2)
            rows.append([name, str(neighbours), str(len(mine)), "yes" if mine == theirs else f"NO ({len(theirs)})", f"{result.ours:.2f}",
                         f"{result.theirs:.1f}", f"{result.ratio:.1f}", f"{result.low:.1f} … {result.high:.1f}"])
    return table(["faces", "neighbours", "found", "same boxes", "ours ms", "OpenCV ms", "OpenCV / ours", "quartiles"], rows)


def near_faces(ours: Ours) -> str:
    """A whole search by our cascade, which finds faces from 30 pixels on, and BlazeFace, which sees those that fill a fifth of the picture."""
    cv2.setNumThreads(1)
    network = blazeface.BlazeFace(ROOT / "Benchmarks" / ".build" / "models")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for width, height in ((320, 240), (640, 480), (1280, 720)):
            picture = pictures.with_faces(width, height, 1, height * 3 // 4)
            path = pathlib.Path(folder) / "picture.pgm"
            cv2.imwrite(str(path), picture)
            ours.ask(f"picture {path}")
            result = compare(lambda runs: ours.ask(f"detect 1.1 5 30 {runs}")["milliseconds"],
                             lambda runs: thread_milliseconds(lambda: network.faces(picture), runs), seconds=SECONDS_PER_ROW, runs=10)
            mine, theirs = len(ours.ask("detect 1.1 5 30 1")["faces"]), len(network.faces(picture))
            rows.append([f"{width}×{height}", f"{mine} / {theirs}", f"{result.ours:.2f}", f"{result.theirs:.2f}", f"{result.ratio:.2f}",
                         f"{result.low:.2f} … {result.high:.2f}"])
    return table(["one near face", "found by ours / BlazeFace", "ours ms", "BlazeFace ms", "BlazeFace / ours", "quartiles"], rows)


def session(model: str | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def bound(run_session: onnxruntime.InferenceSession, values: np.ndarray):
    """A binding with memory of its own: a run then copies nothing and allocates no result."""
    binding = run_session.io_binding()
    binding.bind_ortvalue_input(run_session.get_inputs()[0].name, onnxruntime.OrtValue.ortvalue_from_numpy(values))
    shape = run_session.get_outputs()[0].shape
    result = onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros(shape, np.float32))
    binding.bind_ortvalue_output(run_session.get_outputs()[0].name, result)
    return binding, result


def call_milliseconds() -> float:
    """What calling ONNX Runtime from here costs by itself: a network that only hands its seven numbers on."""
    from onnx import TensorProto, helper
    value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 7])
    graph = helper.make_graph([helper.make_node("Identity", ["in"], ["out"])], "nothing", [value("in")], [value("out")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    empty = session(model.SerializeToString())
    binding, _ = bound(empty, np.zeros((1, 7), np.float32))
    return float(np.median(thread_milliseconds(lambda: empty.run_with_iobinding(binding), 2000)))


def networks(folder: pathlib.Path) -> list[tuple[str, pathlib.Path]]:
    random = folder / "random.weights"
    random_network.make(str(random))
    chosen = [("Weights/expression.weights", ROOT / "Weights" / "expression.weights"), ("mini-Xception, random numbers", random)]
    prototype = pictures.SHARED / "models" / "emotion_model.hdf5"
    if prototype.exists():
        target = folder / "prototype.weights"
        subprocess.run([sys.executable, ROOT / "Training" / "convert.py", "keras", prototype, target], check=True,
                       stdout=subprocess.DEVNULL)
        chosen.append(("mini-Xception, the prototype's", target))
    return chosen


def expressions(ours: Ours, folder: pathlib.Path) -> str:
    rows = []
    frame = pictures.actor_frames(1)[0]
    for name, path in networks(folder):
        network = onnx_export.export(str(path), str(folder / "network.onnx"))
        engine = session(str(folder / "network.onnx"))
        ours.ask(f"network {path}")
        worst = 0.0
        random = np.random.default_rng(1)
        candidates = [random.integers(0, 256, (network.height, network.width), np.uint8) for _ in range(9)]
        candidates.append(cv2.resize(frame[40:200, 80:240], (network.width, network.height), interpolation=cv2.INTER_AREA))
        for picture in candidates:
            cv2.imwrite(str(folder / "crop.pgm"), picture)
            ours.ask(f"picture {folder / 'crop.pgm'}")
            values = (picture.astype(np.float32) * np.float32(network.scale) + np.float32(network.offset))[None, None]
            binding, answer = bound(engine, values)
            engine.run_with_iobinding(binding)
            worst = max(worst, float(np.abs(answer.numpy()[0] - ours.ask("infer 1")["probabilities"]).max()))
        result = compare(lambda runs: ours.ask(f"infer {runs}")["milliseconds"],
                         lambda runs: thread_milliseconds(lambda: engine.run_with_iobinding(binding), runs),
                         seconds=SECONDS_PER_ROW, runs=50)
        rows.append([name, f"{network.width}×{network.height}", f"{worst:.0e}" if worst <= 1e-4 else f"TOO FAR: {worst:.0e}",
                     f"{result.ours:.4f}", f"{result.theirs:.4f}", f"{result.ratio:.2f}", f"{result.low:.2f} … {result.high:.2f}"])
    return table(["network", "input", "farthest apart", "ours ms", "ONNX Runtime ms", "ONNX Runtime / ours", "quartiles"], rows)


def main() -> None:
    ours = Ours(sys.argv[1])
    version = importlib.metadata.version
    print(f"{ours.machine()}; OpenCV {cv2.__version__}, ONNX Runtime {version('onnxruntime')}; one thread each, processor time, medians.\n")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print(expressions(ours, folder), flush=True)
        print(f"\nCalling ONNX Runtime costs {call_milliseconds():.4f} ms of its time.\n", flush=True)
        print(faces(ours, folder), flush=True)
        print("\n" + near_faces(ours))


if __name__ == "__main__":
    main()
