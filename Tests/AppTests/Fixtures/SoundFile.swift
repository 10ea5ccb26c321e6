import Capture

/// Reads back what commands wrote.
enum SoundFile {
    /// Frames, rate, and the left side.
    static func read(_ path: String) throws -> (frames: Int, rate: Double, left: [Float]) {
        let song = try openSong(path)
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 4096 * 2)
        defer { buffer.deallocate() }
        var left: [Float] = []
        while true {
            let count = try song.read(into: buffer, frames: 4096)
            if count == 0 { break }
            for frame in 0..<count { left.append(buffer[frame * song.channels]) }
        }
        return (left.count, song.sampleRate, left)
    }

    /// Hertz by counting the periods of a steady tone.
    static func hertz(_ samples: ArraySlice<Float>, rate: Double) -> Double {
        var crossings: [Double] = []
        for index in samples.indices.dropLast() where samples[index] < 0 && samples[index + 1] >= 0 {
            crossings.append(Double(index) + Double(samples[index] / (samples[index] - samples[index + 1])))
        }
        guard let first = crossings.first, let last = crossings.last, crossings.count > 1 else { return 0 }
        return rate * Double(crossings.count - 1) / (last - first)
    }
}
