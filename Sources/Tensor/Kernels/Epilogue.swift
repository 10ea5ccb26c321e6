/// What a kernel does to its results before storing them: residual addition and ReLU, either of which may be absent. Of a
/// vector's lanes the first `channels` are stored.
struct Epilogue {
    var output: UnsafeMutablePointer<Float>
    var addend: UnsafePointer<Float>?
    let pixelFloats: Int
    var channels: Int
    /// The bits that negative numbers keep: none with ReLU, else all. Spares a branch per vector.
    private let negativeBits: UInt32

    init(output: UnsafeMutablePointer<Float>, addend: UnsafePointer<Float>?, pixelFloats: Int, relu: Bool) {
        self.output = output
        self.addend = addend
        self.pixelFloats = pixelFloats
        channels = pixelFloats
        negativeBits = relu ? 0 : .max
    }

    @inline(__always)
    func moved(by floats: Int) -> Epilogue {
        var copy = self
        copy.output += floats
        copy.addend = addend.map { $0 + floats }
        return copy
    }

    /// For the channels of the pixel that follow the first `channels`.
    @inline(__always)
    func moved(channels: Int) -> Epilogue {
        var copy = moved(by: channels)
        copy.channels -= channels
        return copy
    }

    @inline(__always)
    func store<Lanes: FloatLanes>(_ lanes: Lanes, pixel: Int) {
        applied(lanes, pixel).store(to: output + pixel * pixelFloats, count: channels)
    }

    /// Stores every lane, also those beyond the last channel.
    @inline(__always)
    func storeAll<Lanes: FloatLanes>(_ lanes: Lanes, pixel: Int) {
        applied(lanes, pixel).store(to: output + pixel * pixelFloats)
    }

    @inline(__always)
    private func applied<Lanes: FloatLanes>(_ lanes: Lanes, _ pixel: Int) -> Lanes {
        var result = lanes
        if let addend { result = result.plus(Lanes(from: addend + pixel * pixelFloats)) }
        return result.larger(result.masked(negativeBits))
    }
}
