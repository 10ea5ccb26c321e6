/// The decks of a player, one a song, in memory that stays where it is.
struct Decks: ~Copyable {
    let base: UnsafeMutablePointer<Deck>
    let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    /// At most `capacity` of them.
    mutating func add(_ deck: consuming Deck) {
        precondition(count < capacity, "a player has as many decks as were asked for")
        (base + count).initialize(to: deck)
        count += 1
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }
}
