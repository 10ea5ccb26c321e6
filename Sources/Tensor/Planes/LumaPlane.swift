/// An 8-bit, full-range luma picture, borrowed for the length of a call: rows of `width` pixels, `stride` bytes apart.
public struct LumaView {
    /// The top left pixel.
    public let base: UnsafePointer<UInt8>
    /// Pixels of a row.
    public let width: Int
    /// Number of rows.
    public let height: Int
    /// Bytes from one row to the next.
    public let stride: Int

    /// - Precondition: `base` holds (height − 1) · stride + width bytes, stride ≥ width.
    public init(base: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        self.base = base
        self.width = width
        self.height = height
        self.stride = stride
    }
}

/// A luma picture that owns its pixels, rows without gaps. Reshaping reuses the memory and allocates only to grow.
public struct LumaPlane: ~Copyable {
    /// Row by row; replaced when `reshape` grows it.
    public private(set) var pixels: UnsafeMutablePointer<UInt8>
    /// Pixels of a row, and bytes from one row to the next.
    public private(set) var width: Int
    /// Number of rows.
    public private(set) var height: Int
    private var capacity: Int

    /// A black picture. Negative sizes count as zero; a size read from a file must be limited by the caller.
    public init(width: Int, height: Int) {
        self.width = Swift.max(width, 0)
        self.height = Swift.max(height, 0)
        capacity = Swift.max(self.width * self.height, 1)
        pixels = .allocate(capacity: capacity)
        pixels.initialize(repeating: 0, count: capacity)
    }

    deinit { pixels.deallocate() }

    /// Changes the size; the pixels are undefined until written.
    public mutating func reshape(width: Int, height: Int) {
        self.width = Swift.max(width, 0)
        self.height = Swift.max(height, 0)
        let needed = self.width * self.height
        guard needed > capacity else { return }
        pixels.deallocate()
        pixels = .allocate(capacity: needed)
        pixels.initialize(repeating: 0, count: needed)
        capacity = needed
    }

    /// Valid until the plane is reshaped or destroyed.
    public var view: LumaView { LumaView(base: pixels, width: width, height: height, stride: width) }
}

/// A rectangle in pixels; x to the right, y downwards.
public struct PixelRect: Equatable, Sendable {
    /// The left edge.
    public var x: Int
    /// The top edge.
    public var y: Int
    /// Columns x ..< x + width.
    public var width: Int
    /// Rows y ..< y + height.
    public var height: Int

    /// Takes any numbers; what they mean is the caller's.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
