import Tensor

/// How the luma of an uncompressed frame lies in a driver's buffer.
struct CameraPixels {
    let pixels: CameraFormat.Pixels
    let width: Int
    let height: Int
    /// Bytes from one row to the next, padding included.
    let rowBytes: Int
    let isLimitedRange: Bool

    /// Copies the luma, stretched to full range where the driver says it is limited; false when the buffer is too small.
    func luma(of frame: UnsafeRawBufferPointer, into plane: inout LumaPlane) -> Bool {
        guard frame.count >= (height - 1) * rowBytes + pixels.rowBytes(width: width) else { return false }
        plane.reshape(width: width, height: height)
        let stride = plane.view.stride
        let step = pixels == .yuyv || pixels == .uyvy ? 2 : 1
        let source = frame.assumingMemoryBound(to: UInt8.self).baseAddress! + (pixels == .uyvy ? 1 : 0)
        fullRange.withUnsafeBufferPointer { table in
            for row in 0..<height {
                let from = source + row * rowBytes
                let to = plane.pixels + row * stride
                if isLimitedRange {
                    for column in 0..<width { to[column] = table[Int(from[column &* step])] }
                } else {
                    for column in 0..<width { to[column] = from[column &* step] }
                }
            }
        }
        return true
    }
}
