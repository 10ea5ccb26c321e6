/// Our stereo in the form of a device: its sample format, its channels. Converts in chunks, in a buffer of its own.
final class SoundCardFrames {
    /// Frames converted at a time.
    static let chunkFrames = 1024

    let frameBytes: Int
    private let format: SampleFormat
    private let channels: Int
    /// Where left and right go, from 0; the same for the mean of both.
    private let places: (left: Int, right: Int)
    private let isOurs: Bool
    private let converted: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - channels: of the device; all but the places stay silent.
    ///   - places: channels, counted from 0; the same twice takes the mean of both sides.
    init(_ format: SampleFormat, channels: Int, places: (left: Int, right: Int)) {
        self.format = format
        self.channels = channels
        self.places = places
        frameBytes = format.bytes * channels
        isOurs = format == .float && channels == 2 && places == (0, 1)
        converted = .allocate(capacity: Self.chunkFrames * frameBytes)
        converted.initialize(repeating: format.silentByte, count: Self.chunkFrames * frameBytes)
    }

    /// Interleaved stereo in the device's form, at most `chunkFrames` frames; valid until the next call.
    func convert(_ stereo: UnsafePointer<Float>, frames: Int) -> UnsafeRawPointer {
        // The commonest card takes what we have.
        if isOurs { return UnsafeRawPointer(stereo) }
        let isMono = places.left == places.right
        for frame in 0..<frames {
            let (left, right) = (stereo[2 * frame], stereo[2 * frame + 1])
            let start = converted + frame * frameBytes
            store(isMono ? (left + right) * 0.5 : left, at: start + places.left * format.bytes)
            if !isMono { store(right, at: start + places.right * format.bytes) }
        }
        return UnsafeRawPointer(converted)
    }

    private func store(_ sample: Float, at place: UnsafeMutablePointer<UInt8>) {
        let bits = format.bits(sample)
        let bytes = format.bytes
        for byte in 0..<bytes {
            place[format.isBigEndian ? bytes - 1 - byte : byte] = UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte))
        }
    }

    deinit { converted.deallocate() }
}
