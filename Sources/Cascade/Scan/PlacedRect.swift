import Tensor

/// A rectangle's corners as offsets from the window's corner in an integral image: sum = a − b − c + d.
struct PlacedRect {
    let a: Int32
    let b: Int32
    let c: Int32
    let d: Int32

    init(_ rect: PixelRect, _ layout: SumLayout) {
        func place(_ x: Int, _ y: Int) -> Int32 { Int32(layout.place(x: x, y: y)) }
        a = place(rect.x, rect.y)
        b = place(rect.x + rect.width, rect.y)
        c = place(rect.x, rect.y + rect.height)
        d = place(rect.x + rect.width, rect.y + rect.height)
    }

    @inline(__always)
    func sum<Number: FixedWidthInteger>(_ window: UnsafePointer<Number>) -> Number {
        window[Int(a)] &- window[Int(b)] &- window[Int(c)] &+ window[Int(d)]
    }

    /// Of eight neighbouring windows.
    @inline(__always)
    func sums(_ window: UnsafePointer<Int32>) -> SIMD8<Int32> {
        SIMD8(window, a) &- SIMD8(window, b) &- SIMD8(window, c) &+ SIMD8(window, d)
    }

    /// Of sixteen neighbouring windows.
    @inline(__always)
    func sums(_ window: UnsafePointer<UInt16>) -> SIMD16<UInt16> {
        SIMD16(window, a) &- SIMD16(window, b) &- SIMD16(window, c) &+ SIMD16(window, d)
    }
}

extension PixelRect {
    /// The rectangle cut into full-width strips of at most `pixels` pixels, or of one row.
    func pieces(pixels: Int) -> [PixelRect] {
        guard width > 0, height > 0 else { return [] }
        let rows = Swift.max(pixels / width, 1)
        return stride(from: 0, to: height, by: rows).map { top in
            PixelRect(x: x, y: y + top, width: width, height: Swift.min(rows, height - top))
        }
    }
}
