/// 8-bit luma, full range, borrowed: the owner of the pixels must outlive the view.
public struct LumaView {
    public let base: UnsafePointer<UInt8>
    public let width: Int
    public let height: Int
    /// Bytes from one row to the next, at least `width`.
    public let stride: Int

    public init(base: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        self.base = base
        self.width = width
        self.height = height
        self.stride = stride
    }
}

/// Owns 8-bit luma; grows, never shrinks.
public struct LumaPlane: ~Copyable {
    public private(set) var pixels: UnsafeMutablePointer<UInt8>
    public private(set) var width: Int
    public private(set) var height: Int
    private var capacity: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        capacity = max(1, width * height)
        pixels = .allocate(capacity: capacity)
        pixels.initialize(repeating: 0, count: capacity)
    }

    public mutating func reshape(width: Int, height: Int) {
        self.width = width
        self.height = height
        guard width * height > capacity else { return }
        pixels.deallocate()
        capacity = width * height
        pixels = .allocate(capacity: capacity)
        pixels.initialize(repeating: 0, count: capacity)
    }

    public var view: LumaView { LumaView(base: pixels, width: width, height: height, stride: width) }

    deinit { pixels.deallocate() }
}
