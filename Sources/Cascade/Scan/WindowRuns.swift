/// The windows still alive, as runs of sixteen neighbours: each run's offset, and a bit for each window. Runs are sorted by offset and
/// never overlap.
final class WindowRuns {
    static var length: Int { RunLanes.windows }
    /// Runs that are evaluated together.
    static var group: Int { RunGroup.vectors }

    /// Relative to a common offset; readable for a whole group.
    let places: UnsafeMutablePointer<Int32>
    private let alive: UnsafeMutablePointer<UInt16>
    private(set) var count = 0

    init(capacity: Int) {
        places = .allocate(capacity: capacity + Self.group)
        places.initialize(repeating: 0, count: capacity + Self.group)
        alive = .allocate(capacity: capacity + Self.group)
        alive.initialize(repeating: 0, count: capacity + Self.group)
    }

    deinit {
        places.deallocate()
        alive.deallocate()
    }

    func removeAll() { count = 0 }

    /// Adds those of the 64 neighbours from `place` on whose bit is set; all after the windows added so far.
    @inline(__always)
    func add(_ place: Int, _ windows: UInt64) {
        var left = windows
        while left != 0 {
            let first = left.trailingZeroBitCount
            add(Int32(truncatingIfNeeded: place + first), UInt16(truncatingIfNeeded: left &>> UInt64(first)))
            left &= ~(0xFFFF &<< UInt64(first))
        }
    }

    /// Adds up to sixteen neighbours, to the last run as far as it reaches.
    @inline(__always)
    private func add(_ place: Int32, _ windows: UInt16) {
        var (place, windows) = (place, windows)
        if count > 0, place &- places[count &- 1] < Self.length {
            let shift = UInt16(truncatingIfNeeded: place &- places[count &- 1])
            alive[count &- 1] |= windows &<< shift
            windows = UInt16(truncatingIfNeeded: UInt32(windows) &>> (16 &- UInt32(shift)))
            place = places[count &- 1] &+ Int32(truncatingIfNeeded: Self.length)
        }
        if windows != 0 {
            let first = windows.trailingZeroBitCount
            places[count] = place &+ Int32(truncatingIfNeeded: first)
            alive[count] = windows &>> UInt16(first)
            count &+= 1
        }
    }

    /// Keeps the windows whose bit `passed` returns; it is given the index of the first of four runs and their windows' bits.
    @inline(__always)
    func keep(_ passed: (Int, UInt64) -> UInt64) {
        let end = count
        guard end > 0 else { return }
        for extra in end..<end + Self.group - 1 { (places[extra], alive[extra]) = (places[end - 1], 0) }
        count = 0
        // Writing never overtakes reading: the kept windows need no more runs than before.
        for first in stride(from: 0, to: end, by: Self.group) {
            var bits = passed(first, UInt64(littleEndian: UnsafeRawPointer(alive + first).loadUnaligned(as: UInt64.self)))
            var run = first
            while bits != 0 {
                if bits & 0xFFFF != 0 { add(places[run], UInt16(truncatingIfNeeded: bits)) }
                bits &>>= 16
                run += 1
            }
        }
    }

    /// Visits the offsets of all windows.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for run in 0..<count {
            var left = alive[run]
            while left != 0 {
                body(Int(places[run]) + left.trailingZeroBitCount)
                left &= left &- 1
            }
        }
    }
}
