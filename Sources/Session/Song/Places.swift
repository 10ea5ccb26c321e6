/// Noncopyable values in places of their own, each in memory that stays where it is: the decks of a player, the feeders of their
/// songs. A place may be empty.
///
/// Generic methods cannot carry `@_noLocks`; they are inlined, and their callers on the audio path are checked.
struct Places<Element: ~Copyable>: ~Copyable {
    let count: Int
    private let pointers: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>

    /// All of them empty.
    init(count: Int) {
        self.count = count
        pointers = .allocate(capacity: count)
        pointers.initialize(repeating: nil, count: count)
    }

    deinit {
        for index in 0..<count { Places.end(pointers[index]) }
        pointers.deallocate()
    }

    /// Gives back the memory of a value that came out of its place.
    static func end(_ pointer: UnsafeMutablePointer<Element>?) {
        pointer?.deinitialize(count: 1)
        pointer?.deallocate()
    }

    /// In memory of its own, to be put into a place.
    static func pointer(to element: consuming Element) -> UnsafeMutablePointer<Element> {
        let pointer = UnsafeMutablePointer<Element>.allocate(capacity: 1)
        pointer.initialize(to: element)
        return pointer
    }

    /// Puts a value into a place that is empty.
    func fill(_ index: Int, with element: consuming Element) { pointers[index] = Places.pointer(to: element) }

    /// Of a place that is not empty.
    @inline(__always) subscript(index: Int) -> UnsafeMutablePointer<Element> { pointers[index].unsafelyUnwrapped }

    @inline(__always) func isEmpty(_ index: Int) -> Bool { pointers[index] == nil }

    /// Puts what lies at `new` into a place.
    /// - Returns: what was there before, which is the caller's from now on.
    @inline(__always) func exchange(_ index: Int, with new: UnsafeMutablePointer<Element>?) -> UnsafeMutablePointer<Element>? {
        let old = pointers[index]
        pointers[index] = new
        return old
    }
}
