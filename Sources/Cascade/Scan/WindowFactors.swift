/// 1 / √variance of windows, 0 where one is too flat to be evaluated: even and odd windows apart, as `WindowVector` reads them.
struct WindowFactors {
    private(set) var even: UnsafeMutablePointer<Float>
    private(set) var odd: UnsafeMutablePointer<Float>

    /// For `count` windows; the caller frees it.
    init(count: Int) {
        let half = (count + 1) / 2
        even = .allocate(capacity: 2 * half)
        even.initialize(repeating: 0, count: 2 * half)
        odd = even + half
    }

    func free() { even.deallocate() }

    /// Window `windows` becomes window 0.
    @inline(__always)
    func moved(by windows: Int) -> Self {
        var copy = self
        let half = windows >> 1
        copy.even = windows & 1 == 0 ? even + half : odd + half
        copy.odd = windows & 1 == 0 ? odd + half : even + half + 1
        return copy
    }

    @inline(__always)
    subscript(window: Int) -> Float {
        get { (window & 1 == 0 ? even : odd)[window >> 1] }
        nonmutating set { (window & 1 == 0 ? even : odd)[window >> 1] = newValue }
    }
}
