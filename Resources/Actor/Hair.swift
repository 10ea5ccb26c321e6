/// Short hair, combed back: a cap over the cranium with shallow locks.
struct Hair {
    /// Negative towards the hair's side of the hairline: over the brow, down at the temples, behind the ear.
    @inline(__always) static func line(_ m: Points) -> Lanes {
        let plane = m.y * 0.75 - m.z * 0.66
        let widowsPeak = 0.35 * hill(m.x, 1.6) - 0.25 * hill(m.x - 3.6, 1.3)
        return -(plane + widowsPeak - 0.55)
    }

    /// A triangle wave of period 1 with rounded ridges, −1…1.
    @inline(__always) private static func wave(_ u: Lanes) -> Lanes {
        let t = absolute(u - u.rounded(.down) - 0.5) * 4 - 1
        return t * (1.5 - 0.5 * t * t)
    }

    @inline(__always) static func distance(_ m: Points) -> Lanes {
        let cap = ellipsoid(m, Vector(0, 3.6, -1.0), Vector(7.6, 8.0, 9.6))
        let bend = 0.35 * wave(m.z * 0.11 + 0.2) + 0.06 * m.y
        let locks = 0.06 * wave(m.x * 0.55 + bend) + 0.04 * wave(m.x * 1.3 + 0.4 * bend + m.z * 0.05)
        return larger(cap - locks, line(m) * 0.7 + 0.5 * locks)
    }
}
