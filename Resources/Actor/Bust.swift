import Glibc

/// How light the skin is (its albedo), and how much darker lips and brows (less albedo) and hair (a share of it) are.
struct Pigment {
    let skin, lips, brows, hair: Float

    static let light = Pigment(skin: 0.60, lips: 0.30, brows: 0.50, hair: 0.68)
    /// Hair and brows as dark as on the light one.
    static let dark = Pigment(skin: 0.35, lips: 0.17, brows: 0.25, hair: 0.45)
}

/// The whole figure in one moment: a head that turns on a neck and shoulders that breathe.
struct Bust {
    private static let pivot = Vector(0, -6, -1.5)

    let skull: Skull, eyes: Eyes, mouth: Mouth, folds: Folds
    private let right: Vector, up: Vector, ahead: Vector      // the head's axes in the world
    private let shoulders: Vector
    private let pigment: Pigment

    init(_ a: Actions, _ pigment: Pigment = .light) {
        self.pigment = pigment
        skull = Skull(a)
        eyes = Eyes(a)
        mouth = Mouth(a)
        folds = Folds(a)
        let yaw = a.headYaw * .pi / 180, pitch = -a.headPitch * .pi / 180, roll = -a.headRoll * .pi / 180
        func turned(_ v: Vector) -> Vector {
            let r = Vector(v.x * cosf(roll) - v.y * sinf(roll), v.x * sinf(roll) + v.y * cosf(roll), v.z)
            let p = Vector(r.x, r.y * cosf(pitch) - r.z * sinf(pitch), r.y * sinf(pitch) + r.z * cosf(pitch))
            return Vector(p.x * cosf(yaw) + p.z * sinf(yaw), p.y, p.z * cosf(yaw) - p.x * sinf(yaw))
        }
        (right, up, ahead) = (turned(Vector(1, 0, 0)), turned(Vector(0, 1, 0)), turned(Vector(0, 0, 1)))
        shoulders = Vector(0, 0.22 * a.breath, 0.1 * a.breath)
    }

    /// World to head. The tiny bend in x makes the two halves differ, as they do in every face.
    @inline(__always) func inHead(_ p: Points) -> Points {
        let q = p - Bust.pivot
        let h = Points(q.dot(right) + Bust.pivot.x, q.dot(up) + Bust.pivot.y, q.dot(ahead) + Bust.pivot.z)
        return Points(h.x + 0.0022 * (h.y + 3) * (h.y + 3) - 0.06, h.y + 0.008 * h.x, h.z)
    }

    @inline(__always) private func body(_ p: Points) -> Lanes {
        let q = p - shoulders
        let m = Points((q.x * q.x + 0.6).squareRoot(), q.y, q.z)
        let neck = limb(m, Vector(0, -7, -1.8), Vector(0, -18, -3.2), 4.5, 4.9)
        let cord = limb(m, Vector(4.6, -6, -1.6), Vector(1.1, -17.5, 1.9), 1.2, 0.9)
        let slope = limb(m, Vector(2.5, -13, -4), Vector(15.5, -19.5, -3.5), 2.6, 3.4)
        let chest = ellipsoid(m, Vector(0, -25.5, -2.5), Vector(17, 8.5, 6.5))
        let collar = limb(m, Vector(1.6, -18.6, 1.6), Vector(13, -18, -0.8), 0.7, 0.8)
        return join(join(join(join(neck, cord, 1.2), slope, 2.5), chest, 2.5), collar, 1.6)
    }

    /// Below the shirt's round neckline: negative.
    @inline(__always) private func neckline(_ p: Points) -> Lanes {
        let m = p - shoulders
        return (m.y + 0.5 * m.z + 17 - 0.075 * m.x * m.x) * 0.6
    }

    /// The body and the shirt on it, a little thicker at its hem.
    @inline(__always) private func dressed(_ p: Points) -> Lanes {
        let skin = body(p), line = neckline(p)
        let shirt = larger(skin - 0.22 - 0.15 * hill(line + 0.4, 0.5), line)
        return join(skin, shirt, 0.15)
    }

    /// Distance to the clay (skin, lips, body), without eyeballs and teeth.
    @inline(__always) private func clay(_ p: Points, _ h: Points) -> Lanes {
        let m = h.mirrored
        let c = mouth.curves(m)
        var d = skull.distance(m)
        d = eyes.socketed(m, d)
        d = mouth.lips(m, c, on: d)
        d = d - folds.height(m, mouth: mouth, c)
        d = eyes.lidded(m, d)
        d = join(d, Hair.distance(m), 0.5)
        return join(d, dressed(p), 1.4)
    }

    /// Distance from world points to the figure. Never much more than the true one; march with 0.8 of it.
    @inline(never) func distance(_ p: Points) -> Lanes {
        let h = inHead(p)
        let hull = ellipsoid(h, Vector(0, -1, 0.8), Vector(9.5, 14.5, 12))
        if hull.min() > 1.8 { return smaller(hull, dressed(p)) }
        let m = h.mirrored
        return smaller(clay(p, h), smaller(eyes.ball(m), mouth.teeth(m)))
    }

    /// What the surface at a point is made of.
    struct Material { var albedo, gloss: Lanes }

    @inline(never) func material(_ p: Points) -> Material {
        let h = inHead(p)
        let m = h.mirrored
        let skin = clay(p, h)
        let ball = eyes.ball(m), teeth = mouth.teeth(m)
        let c = mouth.curves(m)
        let side = Lanes(repeating: 1).replacing(with: -1, where: h.x .< 0)
        let iris = eyes.iris(m, side: side)
        var albedo = Lanes(repeating: pigment.skin)
        albedo = albedo * (1 - 0.7 * eyes.lash(m))
        albedo = albedo - pigment.lips * mouth.red(m, c)
        albedo = albedo - pigment.brows * folds.brow(m) * ramp(m.z, 3, 5)
        albedo = albedo * (1 - 0.93 * mouth.inside(m, c))
        albedo = albedo * (1 - pigment.hair * ramp(Hair.line(m), 0.2, -0.25) * ramp(Hair.distance(m), 0.5, 0.3))
        albedo.replace(with: 0.15, where: (neckline(p) .< 0.02) .& (h.y .< -10))
        var gloss = Lanes(repeating: 0.10)
        let isBall = ball .< smaller(skin, teeth)
        let eye = 0.50 - 0.40 * iris.iris - 0.08 * iris.pupil
        albedo.replace(with: eye, where: isBall)
        gloss.replace(with: 0.5, where: isBall)
        albedo.replace(with: 0.90, where: teeth .< smaller(skin, ball))
        return Material(albedo: albedo, gloss: gloss)
    }
}
