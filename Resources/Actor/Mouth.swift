/// Lips, the gap between them, the teeth behind. All curves are functions of t = x / half width.
struct Mouth {
    let halfWidth: Float
    let line: Float                    // height of the closed mouth's middle
    let pull: Float, sag: Float        // how far the corners rise above it, or bend down
    let sink: Float                    // how far an open jaw takes them along
    let above: Float, below: Float     // how far the lips have left the line
    let round: Float                   // 0: lens-shaped gap, 1: oval
    let upperThickness: Float, lowerThickness: Float
    let front: Float                   // z of the lips' middle
    let rowMiddle: Float               // height of the upper teeth; they stay hidden when the jaw drops without a smile
    let lowerRow: Float                // and of the lower ones, which go with the jaw
    let lowerBack: Float               // the jaw swings back as it drops

    init(_ a: Actions) {
        halfWidth = 2.5 + 0.75 * a.lipCornerPull - 0.75 * a.lipPucker - 0.25 * a.jawDrop + 0.05 * a.lipPress - 0.2 * a.lipCornerDepress
        line = -7.0 + 0.22 * a.chinRaise + 0.1 * a.lipCornerPull
        pull = 0.05 + 0.85 * a.lipCornerPull
        sag = 1.15 * a.lipCornerDepress
        sink = 0.65 * a.jawDrop * (1 - a.lipCornerPull)
        above = 0.16 * a.lipsPart + 0.22 * a.lipsPart * a.lipCornerPull + 0.4 * a.jawDrop + 0.6 * a.upperLipRaise
        below = 0.42 * a.lipsPart + 2.1 * a.jawDrop + 0.75 * a.lowerLipDepress
        round = min(max(a.jawDrop * 1.3 + 0.4 * (a.upperLipRaise + a.lowerLipDepress), 0), 1)
        let press = 1 - 0.62 * a.lipPress
        upperThickness = 0.36 * (1 - 0.12 * a.lipCornerPull) * press
        lowerThickness = 0.43 * (1 - 0.2 * a.lipCornerPull + 0.05 * a.chinRaise) * press
        front = 8.9 - 0.2 * a.lipCornerPull + 0.3 * a.lipPucker
        rowMiddle = line + 0.54 + 0.5 * a.jawDrop
        lowerRow = line - 0.74 - 3.2 * a.jawDrop
        lowerBack = 0.6 * a.jawDrop - 0.1 * a.chinRaise
    }

    var corner: Float { line + pull - sag - sink }

    /// What all parts share at a point: t², the gap's profile, the edges, the depth of the surface.
    struct Curves { var square, profile, top, bottom, depth: Lanes }

    @inline(__always) func curves(_ m: Points) -> Curves {
        let t = m.x * (1 / halfWidth)
        let square = smaller(t * t, 1.5)
        let rest = 1 - square
        let profile = rest * (1 - round) + (larger(rest, 0).squareRoot() + smaller(rest, 0)) * round
        let side = smaller(square, 1.1)
        let middle = line + (pull - sink) * side - sag * side * (0.4 + 0.6 * side) - 0.06 * hill(m.x, 0.5)
        return Curves(
            square: square, profile: profile, top: middle + above * profile, bottom: middle - below * profile,
            depth: front - 0.14 * m.x * m.x)
    }

    @inline(__always) func lips(_ m: Points, _ c: Curves, on skin: Lanes) -> Lanes {
        let taper = larger(1 - c.square, 0).squareRoot() * (0.7 + 0.3 * larger(1 - c.square, 0))
        let bow = 1 + 0.12 * hill(m.x - 0.55, 0.4) - 0.1 * hill(m.x, 0.3)
        let upperRadius = upperThickness * taper * bow
        let lowerRadius = lowerThickness * taper * (1 - 0.1 * c.square)
        let dx = larger(m.x - halfWidth, 0)
        let upper = Points(dx, (m.y - c.top) - upperRadius * 0.92, m.z - c.depth + 0.2).length - upperRadius
        let lower = Points(dx, (m.y - c.bottom) + lowerRadius * 0.92, m.z - c.depth + 0.3 + lowerBack).length - lowerRadius
        let edges = larger(c.bottom - m.y, m.y - c.top) * 0.7 + 0.5 * larger(c.square - 0.75, 0)
        let gap = larger(larger(edges, m.x - halfWidth), c.depth - 0.35 - 2.8 * larger(1 - c.square, 0) - m.z)
        return cut(join(join(skin, upper, 0.4), lower, 0.4), gap, 0.12)
    }

    /// Both rows; hidden while the mouth is shut.
    @inline(__always) func teeth(_ m: Points) -> Lanes {
        let depth = front - 0.62 - 0.13 * m.x * m.x
        let tooth = m.x * (1 / 0.72)
        let within = absolute(tooth - tooth.rounded(.down) - 0.5)      // 0.5 between two teeth
        let groove = 0.1 * ramp(within, 0.36, 0.5)
        func row(_ middle: Float, back: Float, halfWidth: Float) -> Lanes {
            let slab = absolute(m.z - depth + 0.3 + back) - 0.3 + groove
            return larger(larger(slab, absolute(m.y - (middle + 0.03 * m.x * m.x)) - 0.62), m.x - halfWidth)
        }
        let upper = row(rowMiddle, back: 0, halfWidth: 0.82 * halfWidth)
        let lower = row(lowerRow, back: 0.25 + 2 * lowerBack, halfWidth: 0.66 * halfWidth)
        return smaller(upper, lower) * 0.85
    }

    /// 1 on the red of the lips, 0 on the skin.
    @inline(__always) func red(_ m: Points, _ c: Curves) -> Lanes {
        let taper = larger(1 - c.square, 0).squareRoot() * (0.7 + 0.3 * larger(1 - c.square, 0))
        let over = m.y - c.top - taper * upperThickness * 1.8
        let under = c.bottom - m.y - taper * lowerThickness * 1.7
        return ramp(-larger(over, under), -0.1, 0.15) * ramp(-c.square, -1.05, -0.9) * ramp(m.z, 5, 6.5)
    }

    /// 1 in the dark behind the lips and in the line between them.
    @inline(__always) func inside(_ m: Points, _ c: Curves) -> Lanes {
        let between = ramp(larger(c.bottom - m.y, m.y - c.top), 0.12, 0.02) * ramp(-c.square, -1.05, -0.9)
        return between * (0.55 + 0.45 * ramp(c.depth - m.z, 0.25, 0.9)) * ramp(m.z, 3, 5)
    }
}
