/// Luma of decoded RGB by OpenCV's integer rule, so that our boxes can be compared with its boxes bit for bit:
/// (3735 B + 19235 G + 9798 R + 16384) >> 15.
/// - Parameters:
///   - rgb: `count` pixels of `step` bytes (3, or 4 with an alpha that is not looked at), red first.
func grey(rgb: UnsafePointer<UInt8>, step: Int, count: Int, into luma: UnsafeMutablePointer<UInt8>) {
    for index in 0..<count {
        let pixel = rgb + index &* step
        let sum = 9798 &* UInt32(pixel[0]) &+ 19235 &* UInt32(pixel[1]) &+ 3735 &* UInt32(pixel[2]) &+ 16384
        luma[index] = UInt8(truncatingIfNeeded: sum >> 15)
    }
}
