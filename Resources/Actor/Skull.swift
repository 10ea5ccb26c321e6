/// The parts that only the jaw moves: cranium, cheeks, nose, jaw, ears. Centimetres; the origin lies between the eyes,
/// half-way through the head.
struct Skull {
    let jaw: Vector            // how far the chin has moved
    let cheekLift: Float
    let cheekSwell: Float
    let browShift: Float       // of the bone under the brows: skin carries it along
    let wingFlare: Float

    init(_ a: Actions) {
        jaw = Vector(0, -2.7 * a.jawDrop + 0.15 * a.chinRaise, -0.8 * a.jawDrop)
        cheekLift = 0.55 * a.cheekRaise + 0.15 * a.noseWrinkle
        cheekSwell = 0.35 * a.cheekRaise
        browShift = 0.35 * (a.innerBrowRaise + a.outerBrowRaise) / 2 - 0.65 * a.browLower
        wingFlare = 0.12 * a.noseWrinkle + 0.1 * a.lipCornerPull
    }

    /// Distance to everything but eyes, mouth and folds; `m` on the mirrored half.
    @inline(__always) func distance(_ m: Points) -> Lanes {
        var d = ellipsoid(m, Vector(0, 3.5, -0.9), Vector(7.2, 7.6, 9.2))
        d = join(d, ellipsoid(m, Vector(0, 3.9, 2.6), Vector(5.9, 5.0, 6.0)), 1.5)
        d = join(d, ellipsoid(m, Vector(0, -2.6, 1.6), Vector(6.0, 7.6, 6.3)), 1.5)
        d = join(d, face(m), 1.6)
        d = join(d, jawbone(m), 2.2)
        d = nose(m, on: d)
        return ear(m, on: d)
    }

    @inline(__always) private func face(_ m: Points) -> Lanes {
        let brow = limb(m, Vector(0.6, 1.5 + browShift, 7.6), Vector(5.3, 1.5 + browShift * 0.7, 4.9), 1.0, 0.8)
        let cheek = ellipsoid(
            m, Vector(3.4, -3.2 + cheekLift, 4.9), Vector(2.7, 2.4, 2.6 + cheekSwell))
        let pad = ellipsoid(m, Vector(3.0, -5.8, 3.3), Vector(2.5, 3.0, 3.2))
        let muzzle = ellipsoid(m, Vector(0, -5.9, 5.3), Vector(3.4, 2.6, 3.35))
        return join(join(brow, join(cheek, pad, 2.2), 1.8), muzzle, 2)
    }

    @inline(__always) private func jawbone(_ m: Points) -> Lanes {
        let corner = Vector(4.8, -5.6, 0.4) + jaw * 0.35
        let bone = limb(m, corner, Vector(1.5, -9.1, 5.4) + jaw, 1.5, 1.7)
        let lip = ellipsoid(m, Vector(0, -7.7, 5.2) + jaw * 0.85, Vector(3.0, 2.3, 3.3))
        let chin = ellipsoid(m, Vector(0, -9.5, 6.5) + jaw, Vector(1.9, 1.5, 1.9))
        return join(join(bone, lip, 1.4), chin, 1.0)
    }

    @inline(__always) private func nose(_ m: Points, on face: Lanes) -> Lanes {
        let bridge = limb(m, Vector(0, 1.0, 7.9), Vector(0, -3.3, 9.8), 0.66, 0.75)
        let side = limb(m, Vector(0.6, -0.8, 7.2), Vector(0.85, -3.5, 8.4), 0.55, 0.85)
        let tip = sphere(m, Vector(0, -3.65, 10.05), 0.95)
        let wing = ellipsoid(m, Vector(1.12 + wingFlare, -4.05 + wingFlare, 9.0), Vector(0.66, 0.66, 0.95))
        let base = ellipsoid(m, Vector(0, -4.45, 9.4), Vector(0.42, 0.45, 1.15))
        let nostril = ellipsoid(m, Vector(0.58 + wingFlare * 0.6, -4.62 + wingFlare, 9.6), Vector(0.34, 0.36, 0.6))
        var d = join(join(bridge, side, 0.7), tip, 0.7)
        d = join(join(d, wing, 0.6), base, 0.5)
        return cut(join(face, d, 0.75), nostril, 0.2)
    }

    @inline(__always) private func ear(_ m: Points, on head: Lanes) -> Lanes {
        // Turned outwards by about 35 degrees, so that a viewer in front sees into the shell.
        let q = m - Vector(7.3, -1.4, -0.9)
        let r = Points(q.x * 0.82 + q.z * 0.57 + q.y * -0.12, q.y + q.x * 0.1, q.z * 0.82 - q.x * 0.57)
        let disc = ellipsoid(r, Vector(0.3, 0, 0), Vector(1.35, 2.9, 0.75))
        let shell = ellipsoid(r, Vector(0.35, 0.25, 0.75), Vector(0.85, 1.95, 0.7))
        let lobe = sphere(r, Vector(-0.1, -2.4, 0.15), 0.62)
        let tragus = sphere(r, Vector(-0.75, -0.5, 0.55), 0.5)
        return join(join(head, join(cut(disc, shell, 0.35), lobe, 0.4), 0.5), tragus, 0.4)
    }
}
