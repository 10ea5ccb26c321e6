// CaptureTests: the doors, opened with real files and with hostile ones.
// May import Capture, Tensor, Glibc; Foundation only through Fixtures.
// Files are made here, in a folder that goes away with its owner, or come from `shared` beside the checkout.
import Fixtures
import Foundation
import Tensor

@testable import Capture

/// A temporary folder for one test.
final class TemporaryFolder {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "capture-\(UUID().uuidString)"
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    /// The path of a file in it, with the given bytes when there are any.
    func file(_ name: String, _ bytes: [UInt8]? = nil) -> String {
        let file = "\(path)/\(name)"
        if let bytes { try! Data(bytes).write(to: URL(fileURLWithPath: file)) }
        return file
    }

    func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

    var names: [String] { (try! FileManager.default.contentsOfDirectory(atPath: path)).sorted() }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs a tool that makes test files; false when it is not installed or fails.
func tool(_ name: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}

let hasFFmpeg = tool("ffmpeg", ["-version"])

/// Descriptors of this process for files whose path has this prefix.
func openDescriptors(to prefix: String) -> Int {
    let links = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return links.filter { link in
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(link)")
        return target?.hasPrefix(prefix) == true
    }
        .count
}

func bytes(of path: String) -> [UInt8] { Array((try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()) }

/// A copy that decoders can be lent: they get exactly these bytes, and reading beyond them is seen by a sanitizer.
func owned(_ bytes: [UInt8]) -> Bytes {
    let copy = Bytes(capacity: max(bytes.count, 1))
    copy.count = bytes.count
    bytes.withUnsafeBufferPointer { copy.base.update(from: $0.baseAddress!, count: bytes.count) }
    return copy
}

/// The luma of a plane, row after row without padding.
func luma(_ plane: borrowing LumaPlane) -> [UInt8] {
    (0..<plane.height).flatMap { UnsafeBufferPointer(start: plane.view.base + $0 * plane.view.stride, count: plane.width) }
}

/// All frames of a song.
func samples(of song: any SongSource, chunkFrames: Int = 1000) throws -> [Float] {
    var all: [Float] = []
    let chunk = UnsafeMutablePointer<Float>.allocate(capacity: chunkFrames * song.channels)
    defer { chunk.deallocate() }
    while case let got = try song.read(into: chunk, frames: chunkFrames), got > 0 {
        all += UnsafeBufferPointer(start: chunk, count: got * song.channels)
    }
    return all
}

/// Interleaved sines, a different one in every channel, at half of full scale.
func sines(frames: Int, channels: Int) -> [Float] {
    (0..<frames * channels).map { Float(0.5 * sin(Double($0 / channels) * 0.05 * Double(1 + $0 % channels))) }
}

/// splitmix64: small, seeded, the same everywhere.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// How many processes have `text` on their command line; other tests' children do not mention this test's folder.
func processes(mentioning text: String) -> Int {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.count { name in
        guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else { return false }
        return String(decoding: line, as: UTF8.self).contains(text)
    }
}
