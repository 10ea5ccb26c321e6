/// What skin does on top of the bones: brows, furrows, the fold beside the nose, bags and dimples. Heights in
/// centimetres, added along the surface normal of the front of the face.
struct Folds {
    let a: Actions
    let browInner: Float, browMiddle: Float, browOuter: Float      // heights of the brow at x = 1.0, 3.0, 5.2
    let browIn: Float                                              // drawn towards the middle

    init(_ actions: Actions) {
        a = actions
        browInner = 1.65 + 1.25 * a.innerBrowRaise - 1.1 * a.browLower
        browMiddle = 2.1 + 0.2 * a.innerBrowRaise + 0.9 * a.outerBrowRaise - 0.9 * a.browLower
        browOuter = 1.75 + 0.75 * a.outerBrowRaise - 0.25 * a.browLower - 0.38 * a.innerBrowRaise * (1 - min(a.outerBrowRaise, 1))
        browIn = 0.36 * a.browLower
    }

    /// 1 in the middle of an eyebrow, 0 off it.
    @inline(__always) func brow(_ m: Points) -> Lanes {
        let x = m.x + browIn
        // The parabola through the three heights (Lagrange).
        let l0 = (x - 3.0) * (x - 5.2) * (1 / 8.4), l1 = (x - 1.0) * (x - 5.2) * (-1 / 4.4), l2 = (x - 1.0) * (x - 3.0) * (1 / 9.24)
        let middle = l0 * browInner + l1 * browMiddle + l2 * browOuter
        let half = 0.64 - 0.085 * larger(x - 1.0, 0)
        let along = ramp(x, 0.6, 1.5) * ramp(-x, -5.5, -4.6)
        return ramp(half - absolute(m.y - middle), -0.12, 0.22) * along
    }

    @inline(__always) func height(_ m: Points, mouth: Mouth, _ c: Mouth.Curves) -> Lanes {
        var h = 0.13 * brow(m)
        h = h + forehead(m) + aroundEyes(m) + cheeks(m, mouth) + chin(m, mouth, c)
        return h * ramp(m.z, 2, 5)
    }

    @inline(__always) private func forehead(_ m: Points) -> Lanes {
        let lift = max(a.innerBrowRaise, 0) * 0.6 + max(a.outerBrowRaise, 0) * 0.4
        let inner = a.innerBrowRaise * (1 - 0.75 * min(a.outerBrowRaise, 1))
        let side = ramp(-m.x, -4.6 + 1.8 * min(max(inner, 0), 1), -1.5)
        let arch = m.y + 0.035 * m.x * m.x
        let lines = hill(arch - 4.3, 0.22) + hill(arch - 5.4, 0.24) + 0.8 * hill(arch - 6.5, 0.26)
        // Between the brows: two upright furrows with a swelling on either side.
        let upright = ramp(m.y, 0.2, 1.2) * ramp(-m.y, -3.2, -2.0)
        let furrow = hill(m.x - 0.5 - 0.05 * (m.y - 1.5), 0.24) * upright
        let bulge = hill(m.x - 1.05, 0.45) * hill(m.y - 1.45, 0.7)
        let root = hill(m.y - 0.1, 0.24) * ramp(-m.x, -1.0, -0.4)
        let knit = max(a.browLower, 0)
        return -0.12 * lift * lines * side - 0.26 * knit * furrow + 0.26 * knit * bulge - 0.2 * max(a.noseWrinkle, 0) * root
    }

    @inline(__always) private func aroundEyes(_ m: Points) -> Lanes {
        let u = (m.x - 3.15) * (1 / 1.6)
        let arc = 1 - u * u
        let within = ramp(arc, -0.1, 0.5)
        let crease = hill(m.y - (0.42 + 0.5 * arc + 0.14 * a.upperLidRaise - 0.2 * a.browLower), 0.12) * within
        let bag = hill(m.y - (-0.35 - 0.75 * arc + 0.25 * a.cheekRaise), 0.2) * within
        let feet = hill(m.y - 0.25 - 0.25 * (m.x - 5), 0.13) + hill(m.y + 0.45 + 0.2 * (m.x - 5), 0.13)
        let crow = feet * ramp(m.x, 4.7, 5.3) * ramp(-m.x, -6.6, -5.8)
        return -0.10 * crease - (0.05 + 0.1 * max(a.cheekRaise, 0)) * bag - 0.1 * max(a.cheekRaise, 0) * crow
    }

    @inline(__always) private func cheeks(_ m: Points, _ mouth: Mouth) -> Lanes {
        // The nasolabial fold runs from the wing of the nose to beside the mouth's corner.
        let smile = max(a.lipCornerPull, 0)
        let down = -(m.y + 3.9)
        let foldX = 1.95 + (0.5 + 0.42 * smile) * down - 0.05 * smile * down * down
        let along = ramp(down, -0.4, 0.8) * ramp(-down, -3.9, -1.6)
        let depth = 0.03 + 0.24 * smile + 0.12 * max(a.noseWrinkle, 0) + 0.1 * max(a.upperLipRaise, 0) + 0.02 * max(a.lipCornerDepress, 0)
        let groove = hill(m.x - foldX, 0.34 + 0.22 * smile + 0.12 * max(a.upperLipRaise, 0)) * along
        let apple = hill(m.x - foldX - 0.9, 0.9) * hill(m.y + 4.6, 1.8)
        let dimple = hill(m.x - mouth.halfWidth - 0.1, 0.4) * hill(m.y - mouth.corner, 0.45)
        let pouch = hill(m.x - mouth.halfWidth - 0.15, 0.45) * hill(m.y - mouth.corner + 0.9, 0.8)
        return -depth * groove + 0.34 * smile * apple - (0.1 + 0.1 * smile) * dimple - 0.12 * max(a.lipCornerDepress, 0) * pouch
    }

    @inline(__always) private func chin(_ m: Points, _ mouth: Mouth, _ c: Mouth.Curves) -> Lanes {
        let philtrum = hill(m.x, 0.28) * ramp(m.y - c.top, 0.4, 0.9) * ramp(-m.y, 5.2, 5.7)
        let below = m.y - (mouth.line - mouth.below - 1.75)
        let groove = hill(below - 0.06 * m.x * m.x, 0.4) * hill(m.x, 1.9)
        let boss = hill(m.x, 1.2) * hill(below + 1.2, 0.9)
        return -0.1 * philtrum - (0.12 + 0.14 * max(a.chinRaise, 0)) * groove + 0.2 * max(a.chinRaise, 0) * boss
    }
}
