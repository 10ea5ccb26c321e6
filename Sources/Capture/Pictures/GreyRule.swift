/// Which colour comes first in a pixel.
enum ColourOrder {
    case redFirst, blueFirst
}

/// Luma from RGB by OpenCV's integer rule, so that our boxes equal its boxes bit for bit:
/// (3735 B + 19235 G + 9798 R + 16384) >> 15.
/// - Parameters:
///   - pixels: `count` pixels of `step` bytes: 3, or 4 with an alpha that is ignored.
func grey(
    _ pixels: UnsafePointer<UInt8>, order: ColourOrder = .redFirst, step: Int = 3, count: Int,
    into luma: UnsafeMutablePointer<UInt8>
) {
    let (first, third): (UInt32, UInt32) = order == .redFirst ? (9798, 3735) : (3735, 9798)
    // A constant step lets the compiler vectorise.
    if step == 3 {
        grey(pixels, first, third, step: 3, count, luma)
    } else {
        grey(pixels, first, third, step: step, count, luma)
    }
}

@inline(__always)
private func grey(
    _ pixels: UnsafePointer<UInt8>, _ first: UInt32, _ third: UInt32, step: Int, _ count: Int, _ luma: UnsafeMutablePointer<UInt8>
) {
    for index in 0..<count {
        let pixel = pixels + index &* step
        let sum = first &* UInt32(pixel[0]) &+ 19235 &* UInt32(pixel[1]) &+ third &* UInt32(pixel[2]) &+ 16384
        luma[index] = UInt8(truncatingIfNeeded: sum >> 15)
    }
}
