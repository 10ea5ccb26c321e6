/// Accumulators of a few neighbouring pixels of a row: named variables, since arrays of vectors do not stay in registers.
protocol PixelSums {
    associatedtype Lanes: SumLanes
    static var pixels: Int { get }
    static var vectors: Int { get }
    init(bias: UnsafePointer<Float>)
    /// Zeros.
    init()
    mutating func join(_ other: Self)
    /// Adds the inputs at x, x + step … times the weights at w.
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>)
    func store(_ epilogue: Epilogue)
}

extension PixelSums {
    @inline(__always)
    static var vectors: Int { 1 }

    /// How many groups, at most four, a tile takes to fill the registers and hide the latency of the multiply-adds.
    @inline(__always)
    static var groups: Int { Swift.min(4, Registers.sums / (pixels * vectors * Lanes.registers)) }
}

struct OnePixel<Lanes: SumLanes>: PixelSums {
    var a: Lanes

    static var pixels: Int { 1 }

    @inline(__always)
    init(bias: UnsafePointer<Float>) { a = Lanes(packed: bias) }

    @inline(__always)
    init() { a = Lanes() }

    @inline(__always)
    mutating func join(_ other: Self) {
        a.join(other.a)
    }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>) { a.add(x, Lanes(packed: w)) }

    @inline(__always)
    func store(_ epilogue: Epilogue) { epilogue.store(a.result, pixel: 0) }
}

struct ThreePixels<Lanes: SumLanes>: PixelSums {
    var (a, b, c): (Lanes, Lanes, Lanes)

    static var pixels: Int { 3 }

    @inline(__always)
    init(bias: UnsafePointer<Float>) {
        a = Lanes(packed: bias)
        (b, c) = (a, a)
    }

    @inline(__always)
    init() { (a, b, c) = (Lanes(), Lanes(), Lanes()) }

    @inline(__always)
    mutating func join(_ other: Self) {
        a.join(other.a)
        b.join(other.b)
        c.join(other.c)
    }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>) {
        let weights = Lanes(packed: w)
        a.add(x, weights)
        b.add(x + step, weights)
        c.add(x + 2 * step, weights)
    }

    @inline(__always)
    func store(_ epilogue: Epilogue) {
        epilogue.store(a.result, pixel: 0)
        epilogue.store(b.result, pixel: 1)
        epilogue.store(c.result, pixel: 2)
    }
}

/// For row lengths divisible by two but not by three.
struct TwoPixels<Lanes: SumLanes>: PixelSums {
    var (a, b): (Lanes, Lanes)

    static var pixels: Int { 2 }

    @inline(__always)
    init(bias: UnsafePointer<Float>) {
        a = Lanes(packed: bias)
        b = a
    }

    @inline(__always)
    init() { (a, b) = (Lanes(), Lanes()) }

    @inline(__always)
    mutating func join(_ other: Self) {
        a.join(other.a)
        b.join(other.b)
    }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>) {
        let weights = Lanes(packed: w)
        a.add(x, weights)
        b.add(x + step, weights)
    }

    @inline(__always)
    func store(_ epilogue: Epilogue) {
        epilogue.store(a.result, pixel: 0)
        epilogue.store(b.result, pixel: 1)
    }
}

/// Two of the others, for two adjacent vectors of channels.
struct TwoVectors<Half: PixelSums>: PixelSums {
    typealias Lanes = Half.Lanes
    var (first, second): (Half, Half)

    static var pixels: Int { Half.pixels }
    static var vectors: Int { 2 }

    @inline(__always)
    init(bias: UnsafePointer<Float>) {
        first = Half(bias: bias)
        second = Half(bias: bias + Lanes.floats)
    }

    @inline(__always)
    init() { (first, second) = (Half(), Half()) }

    @inline(__always)
    mutating func join(_ other: Self) {
        first.join(other.first)
        second.join(other.second)
    }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>) {
        first.add(x, step, w)
        second.add(x, step, w + Lanes.floats)
    }

    @inline(__always)
    func store(_ epilogue: Epilogue) {
        first.store(epilogue)
        second.store(epilogue.moved(channels: Lanes.Result.scalarCount))
    }
}

/// For row lengths divisible by four but not by three: 8 and 4 pixels, as in small feature maps.
struct FourPixels<Lanes: SumLanes>: PixelSums {
    var (a, b, c, d): (Lanes, Lanes, Lanes, Lanes)

    static var pixels: Int { 4 }

    @inline(__always)
    init(bias: UnsafePointer<Float>) {
        a = Lanes(packed: bias)
        (b, c, d) = (a, a, a)
    }

    @inline(__always)
    init() { (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes()) }

    @inline(__always)
    mutating func join(_ other: Self) {
        a.join(other.a)
        b.join(other.b)
        c.join(other.c)
        d.join(other.d)
    }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ step: Int, _ w: UnsafePointer<Float>) {
        let weights = Lanes(packed: w)
        a.add(x, weights)
        b.add(x + step, weights)
        c.add(x + 2 * step, weights)
        d.add(x + 3 * step, weights)
    }

    @inline(__always)
    func store(_ epilogue: Epilogue) {
        Lanes.store(a, b, pixel: 0, epilogue)
        Lanes.store(c, d, pixel: 2, epilogue)
    }
}
