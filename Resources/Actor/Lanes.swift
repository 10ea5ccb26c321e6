/// Eight samples of the picture side by side; the sculpture is evaluated for all of them at once.
typealias Lanes = SIMD8<Float>
typealias Vector = SIMD3<Float>

/// Eight points (or directions) in centimetres: x to the picture's right, y up, z towards the viewer.
struct Points {
    var x, y, z: Lanes

    @inline(__always) init(_ x: Lanes, _ y: Lanes, _ z: Lanes) { (self.x, self.y, self.z) = (x, y, z) }
    @inline(__always) init(repeating v: Vector) {
        self.init(Lanes(repeating: v.x), Lanes(repeating: v.y), Lanes(repeating: v.z))
    }
    @inline(__always) static func + (a: Points, b: Points) -> Points { Points(a.x + b.x, a.y + b.y, a.z + b.z) }
    @inline(__always) static func - (a: Points, b: Vector) -> Points { Points(a.x - b.x, a.y - b.y, a.z - b.z) }
    @inline(__always) static func * (a: Points, s: Lanes) -> Points { Points(a.x * s, a.y * s, a.z * s) }
    @inline(__always) func dot(_ b: Points) -> Lanes { x * b.x + y * b.y + z * b.z }
    @inline(__always) func dot(_ v: Vector) -> Lanes { x * v.x + y * v.y + z * v.z }
    @inline(__always) var length: Lanes { dot(self).squareRoot() }
    @inline(__always) var normalised: Points { self * (1 / larger(length, 1e-6)) }
    /// The same point on the right half of the face; rounded at the middle, so that no crease shows there.
    @inline(__always) var mirrored: Points { Points((x * x + 0.04).squareRoot(), y, z) }
}

@inline(__always) func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }
@inline(__always) func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }
@inline(__always) func smaller(_ a: Lanes, _ b: Float) -> Lanes { smaller(a, Lanes(repeating: b)) }
@inline(__always) func larger(_ a: Lanes, _ b: Float) -> Lanes { larger(a, Lanes(repeating: b)) }
@inline(__always) func absolute(_ a: Lanes) -> Lanes { larger(a, -a) }
@inline(__always) func unit(_ a: Lanes) -> Lanes { smaller(larger(a, 0), 1) }

/// 0 at `low` and before, 1 at `high` and beyond, smooth between; `high` may be the smaller.
@inline(__always) func ramp(_ a: Lanes, _ low: Float, _ high: Float) -> Lanes {
    let t = unit((a - low) * (1 / (high - low)))
    return t * t * (3 - 2 * t)
}

/// A hill of height 1 and about the given width; never quite zero, cheap, smooth.
@inline(__always) func hill(_ distance: Lanes, _ width: Float) -> Lanes {
    let t = distance * (1 / width)
    let f = 1 / (1 + t * t)
    return f * f
}

/// Union of two bodies with a fillet of about `k` centimetres (Quilez, "smooth minimum", quadratic form).
@inline(__always) func join(_ a: Lanes, _ b: Lanes, _ k: Float) -> Lanes {
    let h = larger(k - absolute(a - b), 0)
    return smaller(a, b) - h * h * (0.25 / k)
}

/// Body `a` without body `b`, the edge rounded by about `k` centimetres.
@inline(__always) func cut(_ a: Lanes, _ b: Lanes, _ k: Float) -> Lanes {
    let c = -b
    let h = larger(k - absolute(a - c), 0)
    return larger(a, c) + h * h * (0.25 / k)
}

/// Distance to an ellipsoid, exact near its surface (Quilez' bound).
@inline(__always) func ellipsoid(_ p: Points, _ centre: Vector, _ radii: Vector) -> Lanes {
    let q = p - centre
    let a = Points(q.x * (1 / radii.x), q.y * (1 / radii.y), q.z * (1 / radii.z))
    let b = Points(a.x * (1 / radii.x), a.y * (1 / radii.y), a.z * (1 / radii.z))
    let k = a.length
    return k * (k - 1) / larger(b.length, 1e-6)
}

@inline(__always) func sphere(_ p: Points, _ centre: Vector, _ radius: Float) -> Lanes { (p - centre).length - radius }

/// Distance to a limb from `a` to `b` whose radius changes from `ra` to `rb`.
@inline(__always) func limb(_ p: Points, _ a: Vector, _ b: Vector, _ ra: Float, _ rb: Float) -> Lanes {
    let along = b - a
    let q = p - a
    let h = unit(q.dot(along) * (1 / (along * along).sum()))
    return Points(q.x - h * along.x, q.y - h * along.y, q.z - h * along.z).length - (ra + h * (rb - ra))
}
