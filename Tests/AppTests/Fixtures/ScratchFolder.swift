import Fixtures
import Foundation

@testable import App

/// A temporary folder for one test, removed afterwards.
final class ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it; with `bytes`, written.
    func file(_ name: String, _ bytes: [UInt8]? = nil) -> String {
        let file = "\(path)/\(name)"
        if let bytes { _ = FileManager.default.createFile(atPath: file, contents: Data(bytes)) }
        return file
    }

    func text(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    /// Everything in it, hidden files included.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? [] }

    /// A stereo sine of 440 Hz, 16-bit WAV.
    func sine(_ name: String = "sine.wav", seconds: Double = 1, rate: Int = 44_100) -> String {
        let frames = Int(seconds * Double(rate))
        var bytes: [UInt8] = []
        func put(_ text: String) { bytes += Array(text.utf8) }
        func put32(_ value: Int) { for shift in [0, 8, 16, 24] { bytes.append(UInt8(value >> shift & 255)) } }
        func put16(_ value: Int) { for shift in [0, 8] { bytes.append(UInt8(value >> shift & 255)) } }
        put("RIFF")
        put32(36 + frames * 4)
        put("WAVEfmt ")
        put32(16)
        put16(1)
        put16(2)
        put32(rate)
        put32(rate * 4)
        put16(4)
        put16(16)
        put("data")
        put32(frames * 4)
        for frame in 0..<frames {
            let value = Int((sin(2 * .pi * 440 * Double(frame) / Double(rate)) * 9830).rounded())
            put16(value & 0xFFFF)
            put16(value & 0xFFFF)
        }
        return file(name, bytes)
    }

    /// A grey picture without a face, as PGM.
    func picture(_ name: String = "grey.pgm", width: Int = 64, height: Int = 48, level: UInt8 = 120) -> String {
        file(name, Array("P5 \(width) \(height) 255\n".utf8) + [UInt8](repeating: level, count: width * height))
    }
}

/// Runs the program in this process; `home` makes it find the checkout's own files.
func app(_ arguments: String...) -> Int32 {
    setenv("LEITMOTIF_HOME", repositoryRoot, 1)
    return Program.run(arguments)
}

let repositoryRoot = packageRoot.path
