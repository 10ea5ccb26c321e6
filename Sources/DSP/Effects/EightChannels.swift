/// Eight channels of one block, mixed by the 8×8 Hadamard matrix: every output hears every input equally loudly
/// (Stautner & Puckette 1982; Jot & Chaigne 1991).
struct EightChannels {
    var c0: Lanes, c1: Lanes, c2: Lanes, c3: Lanes
    var c4: Lanes, c5: Lanes, c6: Lanes, c7: Lanes

    @_noLocks @inline(__always)
    init(_ c0: Lanes, _ c1: Lanes, _ c2: Lanes, _ c3: Lanes, _ c4: Lanes, _ c5: Lanes, _ c6: Lanes, _ c7: Lanes) {
        self.c0 = c0
        self.c1 = c1
        self.c2 = c2
        self.c3 = c3
        self.c4 = c4
        self.c5 = c5
        self.c6 = c6
        self.c7 = c7
    }

    /// Eight vectors that follow each other in memory.
    @_noLocks @inline(__always)
    init(at start: UnsafePointer<Float>) {
        self.init(
            start.lanes, (start + 16).lanes, (start + 32).lanes, (start + 48).lanes, (start + 64).lanes, (start + 80).lanes,
            (start + 96).lanes, (start + 112).lanes)
    }

    @_noLocks @inline(__always)
    func store(at start: UnsafeMutablePointer<Float>) {
        start.store(c0)
        (start + 16).store(c1)
        (start + 32).store(c2)
        (start + 48).store(c3)
        (start + 64).store(c4)
        (start + 80).store(c5)
        (start + 96).store(c6)
        (start + 112).store(c7)
    }

    /// Times eight in energy: whoever mixes scales by 1/√8, for several mixes at once.
    @_noLocks @inline(__always)
    mutating func mix() {
        let a0 = c0 + c4, a1 = c1 + c5, a2 = c2 + c6, a3 = c3 + c7
        let a4 = c0 - c4, a5 = c1 - c5, a6 = c2 - c6, a7 = c3 - c7
        let b0 = a0 + a2, b1 = a1 + a3, b2 = a0 - a2, b3 = a1 - a3
        let b4 = a4 + a6, b5 = a5 + a7, b6 = a4 - a6, b7 = a5 - a7
        c0 = b0 + b1
        c1 = b0 - b1
        c2 = b2 + b3
        c3 = b2 - b3
        c4 = b4 + b5
        c5 = b4 - b5
        c6 = b6 + b7
        c7 = b6 - b7
    }

    @_noLocks @inline(__always)
    func plus(_ o: EightChannels) -> EightChannels {
        EightChannels(c0 + o.c0, c1 + o.c1, c2 + o.c2, c3 + o.c3, c4 + o.c4, c5 + o.c5, c6 + o.c6, c7 + o.c7)
    }

    @_noLocks @inline(__always)
    func minus(_ o: EightChannels) -> EightChannels {
        EightChannels(c0 - o.c0, c1 - o.c1, c2 - o.c2, c3 - o.c3, c4 - o.c4, c5 - o.c5, c6 - o.c6, c7 - o.c7)
    }

    @_noLocks @inline(__always)
    func times(_ factors: UnsafePointer<Float>) -> EightChannels {
        EightChannels(
            c0 * Lanes(repeating: factors[0]), c1 * Lanes(repeating: factors[1]), c2 * Lanes(repeating: factors[2]),
            c3 * Lanes(repeating: factors[3]), c4 * Lanes(repeating: factors[4]), c5 * Lanes(repeating: factors[5]),
            c6 * Lanes(repeating: factors[6]), c7 * Lanes(repeating: factors[7]))
    }
}

extension DelayLines {
    /// Writes one block of eight lines that follow each other.
    @_noLocks @inline(__always)
    func store(eightFrom first: Int, at frame: Int, _ x: EightChannels) {
        store(first, at: frame, x.c0)
        store(first &+ 1, at: frame, x.c1)
        store(first &+ 2, at: frame, x.c2)
        store(first &+ 3, at: frame, x.c3)
        store(first &+ 4, at: frame, x.c4)
        store(first &+ 5, at: frame, x.c5)
        store(first &+ 6, at: frame, x.c6)
        store(first &+ 7, at: frame, x.c7)
    }
}
