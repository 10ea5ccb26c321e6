import CV4L2
import Tensor

/// Luma out of a driver's frame by libv4lconvert. The library trusts the sizes that it is told, and reads compressed frames without
/// looking for their end: it gets a copy, whole in its rows and followed by zeros.
final class CameraConversion {
    private let foreign: CameraFormat.Foreign
    private let code: UInt32
    private let width: Int
    private let height: Int
    private let rowBytes: Int
    private let converter: OpaquePointer
    private let source = Bytes()
    private let target = Bytes()
    private let layout: CameraPixels

    /// Nil when the library has no memory, or the picture is too small for blocks of eight pixels.
    init?(_ granted: CameraGrant, _ foreign: CameraFormat.Foreign, detail: FrameDetail) {
        let hasWholeBlocks = granted.width % 8 == 0 && granted.height % 8 == 0
        guard granted.width >= 8, granted.height >= 8, foreign.bitsPerPixel != nil || hasWholeBlocks,
            granted.width % 2 == 0, granted.height % 2 == 0, let converter = v4l2_converter()
        else { return nil }
        self.foreign = foreign
        self.converter = converter
        code = granted.code
        width = granted.width
        height = granted.height
        let packed = (width * (foreign.bitsPerPixel ?? 0) + 7) / 8
        rowBytes = max(granted.rowBytes, packed)
        let made: CameraFormat.Raw = foreign.hasLuma ? .yu12 : .rgb24
        layout = CameraPixels(
            pixels: made, width: width, height: height,
            isLimitedRange: foreign.hasLuma && foreign != .pixartJPEG
                && CameraPixels.isLimitedRange(made, quantization: granted.quantization, colourSpace: granted.colourSpace),
            detail: detail)
        // Twice the most that any of its decoders takes for a picture, and the rows of blocks that hang over the edge.
        source.reserve(width * height * 8 + (1 << 16))
        target.reserve(width * height * 3)
    }

    /// False when the frame is too short, or the library finds it damaged.
    func luma(of frame: UnsafeRawBufferPointer, into plane: inout LumaPlane) -> Bool {
        guard let count = copy(frame) else { return false }
        let made = foreign.hasLuma ? "YU12" : "RGB3"
        target.count = width * height * (foreign.hasLuma ? 3 : 6) / 2
        let converted = v4l2_convert(
            converter, code, fourCC(made), UInt32(width), UInt32(height), UInt32(packedRow), source.base, Int32(count),
            target.base, Int32(target.count))
        return converted >= 0 && layout.luma(of: target.raw, into: &plane)
    }

    private var packedRow: Int { foreign.bitsPerPixel.map { (width * $0 + 7) / 8 } ?? width }

    /// The frame without padding behind its rows, followed by zeros; how many bytes it has, nil when it is too short.
    private func copy(_ frame: UnsafeRawBufferPointer) -> Int? {
        guard let bytes = frame.baseAddress else { return nil }
        var count = 0
        if foreign.bitsPerPixel != nil {
            guard frame.count >= (height - 1) * rowBytes + packedRow else { return nil }
            for row in 0..<height {
                UnsafeMutableRawPointer(source.base + count).copyMemory(from: bytes + row * rowBytes, byteCount: packedRow)
                count += packedRow
            }
        } else {
            let needed = foreign.frameBytes(width: width, height: height) ?? 64
            guard frame.count >= needed else { return nil }
            count = min(frame.count, width * height * 4)
            UnsafeMutableRawPointer(source.base).copyMemory(from: bytes, byteCount: count)
        }
        (source.base + count).update(repeating: 0, count: source.capacity - count)
        return count
    }

    deinit { v4lconvert_destroy(converter) }
}
