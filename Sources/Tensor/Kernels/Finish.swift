/// What happens to a kernel's results before they are stored: one more picture is added and negative numbers are cut off. Of a
/// vector's lanes the first `channels` are stored.
struct Finish {
    var output: UnsafeMutablePointer<Float>
    var addend: UnsafePointer<Float>?
    let pixelFloats: Int
    var channels: Int
    /// The bits that negative numbers keep: none, or all. No branch for every vector.
    private let negativeBits: UInt32

    init(output: UnsafeMutablePointer<Float>, addend: UnsafePointer<Float>?, pixelFloats: Int, relu: Bool) {
        self.output = output
        self.addend = addend
        self.pixelFloats = pixelFloats
        channels = pixelFloats
        negativeBits = relu ? 0 : .max
    }

    @inline(__always)
    func moved(by floats: Int) -> Finish {
        var copy = self
        copy.output += floats
        copy.addend = addend.map { $0 + floats }
        return copy
    }

    /// For the pixel's channels after the first `channels`.
    @inline(__always)
    func moved(channels: Int) -> Finish {
        var copy = moved(by: channels)
        copy.channels -= channels
        return copy
    }

    @inline(__always)
    func store<Lanes: FloatLanes>(_ lanes: Lanes, pixel: Int) {
        finished(lanes, pixel).store(to: output + pixel * pixelFloats, count: channels)
    }

    /// Stores every lane, those beyond the last channel as well.
    @inline(__always)
    func storeAll<Lanes: FloatLanes>(_ lanes: Lanes, pixel: Int) {
        finished(lanes, pixel).store(to: output + pixel * pixelFloats)
    }

    @inline(__always)
    private func finished<Lanes: FloatLanes>(_ lanes: Lanes, _ pixel: Int) -> Lanes {
        var result = lanes
        if let addend { result = result.plus(Lanes(from: addend + pixel * pixelFloats)) }
        return result.larger(result.masked(negativeBits))
    }
}
