import Glibc

/// Sockets, eyeballs and lids. A lid is a shell around the eyeball with an opening between two arcs.
struct Eyes {
    static let centre = Vector(3.15, 0, 6.45)
    static let radius: Float = 1.42
    static let halfWidth: Float = 1.52

    let upper: Float, lower: Float      // height of the opening above and below the eye's middle
    let slant: Float                    // the inner end of the upper lid rises
    let gaze: Vector                    // unit vector, both eyes

    init(_ a: Actions) {
        let open = 0.61 + 0.42 * a.upperLidRaise - 0.20 * a.lidTighten - 0.14 * a.cheekRaise - 0.3 * a.lidDroop
            + 0.018 * min(a.gazeUp, 5) - 0.16 * max(a.browLower - a.innerBrowRaise, 0)
        let below = 0.44 - 0.16 * a.lidTighten - 0.24 * a.cheekRaise + 0.05 * a.upperLidRaise
        let shut = min(max(a.blink, 0), 1)
        lower = below - 0.12 * shut
        upper = open + (-lower - 0.03 - open) * shut
        slant = 0.34 * a.innerBrowRaise * (1 - min(a.outerBrowRaise, 1)) - 0.26 * max(a.browLower - a.innerBrowRaise, 0)
        let across = a.gazeRight * .pi / 180, up = a.gazeUp * .pi / 180
        gaze = Vector(sinf(across), sinf(up), cosf(across) * cosf(up))
    }

    /// The edges of the opening: `arc` is 1 in the middle, 0 at the corners, negative beyond.
    @inline(__always) private func upperEdge(_ e: Points) -> (top: Lanes, u: Lanes, arc: Lanes) {
        let u = e.x * (1 / Eyes.halfWidth)
        let arc = 1 - u * u
        return (upper * arc - slant * u * larger(arc, 0) + u * 0.06, u, arc)
    }

    /// Where the point lies in the lid opening: negative inside.
    @inline(__always) private func opening(_ e: Points) -> Lanes {
        let (top, u, arc) = upperEdge(e)
        let bottom = u * 0.06 - lower * arc
        // Beyond the corners the two arcs cross over and would slit the temple and the nose when the eye is shut.
        return larger(e.y - top, bottom - e.y) * 0.8 + 0.6 * larger(-arc, 0)
    }

    @inline(__always) func socketed(_ m: Points, _ skin: Lanes) -> Lanes {
        let hollow = ellipsoid(m, Vector(3.1, 0.15, 8.9), Vector(2.1, 1.25, 1.85))
        let inner = ellipsoid(m, Vector(1.75, 0.1, 8.6), Vector(0.7, 0.9, 1.2))
        return cut(cut(skin, hollow, 1.0), inner, 0.8)
    }

    @inline(__always) func lidded(_ m: Points, _ skin: Lanes) -> Lanes {
        let e = m - Eyes.centre
        let shell = ellipsoid(e, Vector(0, 0, 0), Vector(1.66, 1.60, 1.62))
        let hole = larger(opening(e), 0.35 - e.z)
        return cut(join(skin, shell, 0.8), hole, 0.1)
    }

    /// 1 on the rim of the upper lid, where lashes grow.
    @inline(__always) func lash(_ m: Points) -> Lanes {
        let e = m - Eyes.centre
        let (top, _, arc) = upperEdge(e)
        return ramp(absolute(e.y - top - 0.06), 0.16, 0.05) * ramp(arc, -0.05, 0.2) * ramp(e.z, 0.2, 0.6)
    }

    @inline(__always) func ball(_ m: Points) -> Lanes { sphere(m, Eyes.centre, Eyes.radius) }

    /// 0 outside the iris, 1 inside; and the same for the pupil. `side` is +1 on the right half, −1 on the left.
    @inline(__always) func iris(_ m: Points, side: Lanes) -> (iris: Lanes, pupil: Lanes) {
        let e = (m - Eyes.centre).normalised
        let across = e.x * side * gaze.x + e.y * gaze.y + e.z * gaze.z
        return (ramp(across, 0.85, 0.875), ramp(across, 0.965, 0.98))
    }
}
