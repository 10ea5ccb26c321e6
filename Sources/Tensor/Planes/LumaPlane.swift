/// An 8-bit, full-range luma picture lent for the length of a call: rows of `width` pixels, `stride` bytes apart.
public struct LumaView {
    public let base: UnsafePointer<UInt8>
    public let width: Int
    public let height: Int
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
    public private(set) var pixels: UnsafeMutablePointer<UInt8>
    public private(set) var width: Int
    public private(set) var height: Int
    private var capacity: Int

    /// A black picture. Sizes below zero count as zero; whoever reads a size from a file limits it before.
    public init(width: Int, height: Int) {
        self.width = Swift.max(width, 0)
        self.height = Swift.max(height, 0)
        capacity = Swift.max(self.width * self.height, 1)
        pixels = .allocate(capacity: capacity)
        pixels.initialize(repeating: 0, count: capacity)
    }

    deinit { pixels.deallocate() }

    /// Takes another size; the pixels are then undefined until written.
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

    /// Borrowed: valid until the plane is reshaped or ends.
    public var view: LumaView { LumaView(base: pixels, width: width, height: height, stride: width) }
}

/// A rectangle in pixels; x to the right, y downwards.
public struct PixelRect: Equatable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
