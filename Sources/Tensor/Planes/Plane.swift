// Tensor: numbers in boxes: luma planes, the weight file, the network's kernels and the network itself.
// May import CMath and nothing else: no Foundation, no clock, no thread, no file.
// Luma planes and the weight file's bytes come from Capture and Session; probabilities go to Mood.

/// A value of the network in memory: rows of pixels, channel innermost, with a zero border where kernels that read it need padding.
/// Nothing writes to the border.
struct Plane {
    /// Row 0, column 0, channel 0.
    let origin: UnsafeMutablePointer<Float>
    /// Floats from one row to the next, border included.
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

    /// The first number under a window's kernel for output 0, 0; lies in the border when the window is padded.
    func firstTap(_ window: Window) -> UnsafePointer<Float> {
        UnsafePointer(origin) - window.padTop * rowFloats - window.padLeft * shape.channels
    }
}

/// The zero padding that a value's readers need around it, in pixels.
struct Border: Equatable {
    var top = 0
    var left = 0
    var bottom = 0
    var right = 0

    static let none = Border()

    /// The padding of this window.
    init(_ window: Window) {
        top = window.padTop
        left = window.padLeft
        bottom = Swift.max(window.paddedHeight - window.padTop - window.input.height, 0)
        right = Swift.max(window.paddedWidth - window.padLeft - window.input.width, 0)
    }

    private init() {}

    func union(_ other: Border) -> Border {
        var both = self
        both.top = Swift.max(top, other.top)
        both.left = Swift.max(left, other.left)
        both.bottom = Swift.max(bottom, other.bottom)
        both.right = Swift.max(right, other.right)
        return both
    }

    /// Vectors may be read, and written back unchanged, beyond a value's last pixel by at most this.
    static let slackFloats = 32

    /// Cannot overflow: borders are below 2¹⁶ pixels, shapes are limited by `NetworkPlan`.
    func floats(around shape: Shape) -> Int {
        (top + shape.height + bottom) * rowFloats(of: shape) + Self.slackFloats
    }

    func rowFloats(of shape: Shape) -> Int { (left + shape.width + right) * shape.channels }

    func plane(at memory: UnsafeMutablePointer<Float>, _ shape: Shape) -> Plane {
        Plane(memory + top * rowFloats(of: shape) + left * shape.channels, shape, rowFloats: rowFloats(of: shape))
    }
}
