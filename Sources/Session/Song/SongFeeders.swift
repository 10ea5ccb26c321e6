import Capture

/// The feeders of a player's songs, one a deck.
struct SongFeeders: ~Copyable {
    let base: UnsafeMutablePointer<SongFeeder>
    private let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    /// At most `capacity` of them.
    mutating func add(_ feeder: consuming SongFeeder) {
        precondition(count < capacity, "there are as many feeders as were asked for")
        (base + count).initialize(to: feeder)
        count += 1
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// Fills every free block of every song.
    func fill() throws(LeitmotifError) { for index in 0..<count { try base[index].fill() } }
}
