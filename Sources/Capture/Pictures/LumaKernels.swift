// Loops over one row that the compiler vectorises: pointers, no branches, wrapping arithmetic.

/// Every second byte: the luma of a YUYV row, or of a UYVY row from its second byte on.
func everySecond(_ bytes: UnsafePointer<UInt8>, count: Int, into luma: UnsafeMutablePointer<UInt8>) {
    for index in 0..<count { luma[index] = bytes[2 &* index] }
}

/// Video luma 16 … 235 to full range 0 … 255, rounded; values outside are clipped. 76309 / 65536 is so close to 255 / 219 that
/// all 256 values equal those of the division.
func stretchToFullRange(_ luma: UnsafeMutablePointer<UInt8>, count: Int) {
    for index in 0..<count {
        let above = UInt32(min(max(luma[index], 16), 235)) &- 16
        luma[index] = UInt8(truncatingIfNeeded: (above &* 76309 &+ 32768) >> 16)
    }
}

/// Adds a row to column sums.
func add(_ row: UnsafePointer<UInt8>, count: Int, onto sums: UnsafeMutablePointer<UInt16>) {
    for index in 0..<count { sums[index] &+= UInt16(row[index]) }
}

/// Column sums of `factor` rows to the rounded averages of `count` boxes of factor × factor pixels. Factor 2, 4 or 8: a sum is at
/// most 64 · 255. Overwrites `sums`.
func averageBoxes(_ sums: UnsafeMutablePointer<UInt16>, factor: Int, count: Int, into luma: UnsafeMutablePointer<UInt8>) {
    var width = factor
    while width > 1 {
        width /= 2
        // In place: writing stays behind reading.
        for index in 0..<count &* width { sums[index] = sums[2 &* index] &+ sums[2 &* index &+ 1] }
    }
    let shift = UInt16(2 * factor.trailingZeroBitCount)
    let half: UInt16 = 1 << (shift - 1)
    for index in 0..<count { luma[index] = UInt8(truncatingIfNeeded: (sums[index] &+ half) >> shift) }
}
