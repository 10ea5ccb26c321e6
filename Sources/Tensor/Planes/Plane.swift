/// Where a value of the network lies: rows of pixels, channel innermost, perhaps with a border of zeros around it that the
/// kernels which read it count on and nobody writes to.
struct Plane {
    /// Row 0, column 0, channel 0.
    let origin: UnsafeMutablePointer<Float>
    /// Floats from one row to the next, the border's included.
    let rowFloats: Int
    let shape: Shape

    /// A plane without a border.
    init(_ origin: UnsafeMutablePointer<Float>, _ shape: Shape) {
        self.init(origin, shape, rowFloats: shape.width * shape.channels)
    }

    init(_ origin: UnsafeMutablePointer<Float>, _ shape: Shape, rowFloats: Int) {
        self.origin = origin
        self.rowFloats = rowFloats
        self.shape = shape
    }

    @inline(__always)
    func row(_ y: Int) -> UnsafeMutablePointer<Float> { origin + y * rowFloats }

    /// The first number under a window's kernel for output 0, 0: in the border when the window reaches beyond.
    func firstTap(_ window: Window) -> UnsafePointer<Float> {
        UnsafePointer(origin) - window.padTop * rowFloats - window.padLeft * shape.channels
    }
}

/// The zeros that a value's readers want around it, in pixels.
struct Border: Equatable {
    var top = 0
    var left = 0
    var bottom = 0
    var right = 0

    static let none = Border()

    /// What this window reads beyond its input.
    init(_ window: Window) {
        top = window.padTop
        left = window.padLeft
        bottom = Swift.max(window.paddedHeight - window.padTop - window.input.height, 0)
        right = Swift.max(window.paddedWidth - window.padLeft - window.input.width, 0)
    }

    private init() {}

    func joined(_ other: Border) -> Border {
        var both = self
        both.top = Swift.max(top, other.top)
        both.left = Swift.max(left, other.left)
        both.bottom = Swift.max(bottom, other.bottom)
        both.right = Swift.max(right, other.right)
        return both
    }

    /// Vectors may be read, and stored as they were, across the end of a value's last pixel, never more than this.
    static let slackFloats = 32

    /// No overflow: borders are below 2¹⁶ pixels, shapes as `NetworkPlan` limits them.
    func floats(around shape: Shape) -> Int {
        (top + shape.height + bottom) * rowFloats(of: shape) + Self.slackFloats
    }

    func rowFloats(of shape: Shape) -> Int { (left + shape.width + right) * shape.channels }

    func plane(at memory: UnsafeMutablePointer<Float>, _ shape: Shape) -> Plane {
        Plane(memory + top * rowFloats(of: shape) + left * shape.channels, shape, rowFloats: rowFloats(of: shape))
    }
}
