/// The songs of a session in their order: which of them plays, which is asked for, and which lies ready in the player's free place.
struct Playlist: Sendable {
    /// As records name them.
    let paths: [String]
    /// Plays, or comes in.
    private(set) var current = 0
    /// Asked for by command.
    private(set) var wanted: Int?
    /// Which way: what cannot be read is passed over.
    private var step = 1
    private var preparing: Int?
    private(set) var ready: Int?
    private var lost: Set<Int> = []

    /// - Parameter paths: the first one plays; a single one loops.
    init(_ paths: [String]) { self.paths = paths }

    /// There is another song to go to.
    var hasOthers: Bool { next(from: current, by: 1) != nil }

    /// The one to prepare: asked for, else the one after this, from the last one on the first again.
    var target: Int? { wanted ?? next(from: current, by: 1) }

    /// What to prepare now, once.
    mutating func takeRequest() -> Int? {
        guard let target, ready != target, preparing == nil else { return nil }
        (preparing, ready) = (target, nil)
        return target
    }

    /// The next song, or the one before.
    /// - Returns: false when there is no other.
    mutating func skip(by step: Int) -> Bool {
        guard let other = next(from: wanted ?? current, by: step) else { return false }
        // All the way round.
        wanted = other == current ? nil : other
        self.step = step
        return true
    }

    /// A song that was asked for lies ready.
    mutating func prepared(_ index: Int) {
        if preparing == index { preparing = nil }
        ready = index
    }

    /// One cannot be read.
    mutating func lose(_ index: Int) {
        lost.insert(index)
        if preparing == index { preparing = nil }
        if ready == index { ready = nil }
        if wanted == index { wanted = next(from: index, by: step) }
        if wanted == current { wanted = nil }
    }

    /// The song that plays goes on no longer: the next one is wanted.
    mutating func leave() {
        lose(current)
        wanted = wanted ?? next(from: current, by: 1)
    }

    /// The one that lies ready plays.
    mutating func turn() {
        guard let ready else { return }
        current = ready
        if wanted == ready { wanted = nil }
        self.ready = nil
    }

    private func next(from index: Int, by step: Int) -> Int? {
        var other = index
        for _ in paths {
            other = (other + step + paths.count) % paths.count
            if other == index { return nil }
            if !lost.contains(other) { return other }
        }
        return nil
    }
}
