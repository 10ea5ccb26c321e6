/// Eight channels of one block, mixed by the 8×8 Hadamard matrix: every output hears every input equally loudly and
/// energy is kept (Stautner & Puckette 1982; Jot & Chaigne 1991).
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

    @_noLocks @inline(__always)
    mutating func mix() {
        let scale = Lanes(repeating: 0.353_553_39)
        let a0 = c0 + c4, a1 = c1 + c5, a2 = c2 + c6, a3 = c3 + c7
        let a4 = c0 - c4, a5 = c1 - c5, a6 = c2 - c6, a7 = c3 - c7
        let b0 = a0 + a2, b1 = a1 + a3, b2 = a0 - a2, b3 = a1 - a3
        let b4 = a4 + a6, b5 = a5 + a7, b6 = a4 - a6, b7 = a5 - a7
        c0 = (b0 + b1) * scale
        c1 = (b0 - b1) * scale
        c2 = (b2 + b3) * scale
        c3 = (b2 - b3) * scale
        c4 = (b4 + b5) * scale
        c5 = (b4 - b5) * scale
        c6 = (b6 + b7) * scale
        c7 = (b6 - b7) * scale
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
    func signed(_ signs: UnsafePointer<Float>) -> EightChannels {
        EightChannels(
            c0 * Lanes(repeating: signs[0]), c1 * Lanes(repeating: signs[1]), c2 * Lanes(repeating: signs[2]),
            c3 * Lanes(repeating: signs[3]), c4 * Lanes(repeating: signs[4]), c5 * Lanes(repeating: signs[5]),
            c6 * Lanes(repeating: signs[6]), c7 * Lanes(repeating: signs[7]))
    }
}
