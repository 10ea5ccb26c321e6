import Glibc

/// Camera, lamps and the picture plane. A sample is a ray marched to the clay by sphere tracing (Hart 1996).
struct Studio {
    let width: Int, height: Int      // pixels
    let samples: Int                 // rays along each side of a pixel that holds an edge

    private static let eye = Vector(0, -1.6, 125)
    private static let target = Vector(0, -2.4, 0)
    private static let fieldHeight: Float = 36.0      // centimetres across the picture at the target
    private static let key = normalised(Vector(-0.55, 0.66, 0.70))
    private static let fill = normalised(Vector(0.8, 0.05, 0.6))
    private static let catchlight = normalised(Vector(-0.28, 0.34, 0.9))
    private static let rim = normalised(Vector(0.75, 0.45, -0.6))

    /// The picture, row by row, 8-bit grey, gamma 2.2: one ray through every pixel, then `samples`² more through those
    /// that differ from a neighbour.
    func picture(of bust: Bust) -> [UInt8] {
        var light = [Float](repeating: 0, count: width * height)
        for base in stride(from: 0, to: light.count, by: 8) {
            var px = Lanes(), py = Lanes()
            for lane in 0..<8 {
                px[lane] = Float((base + lane) % width) + 0.5
                py[lane] = Float((base + lane) / width) + 0.5
            }
            let seen = shade(px, py, bust)
            for lane in 0..<min(8, light.count - base) { light[base + lane] = seen[lane] }
        }
        refine(&light, bust)
        return light.map(encoded)
    }

    private func refine(_ light: inout [Float], _ bust: Bust) {
        let rough = roughPixels(light), rays = samples * samples
        for pixel in rough { light[pixel] = 0 }
        for base in stride(from: 0, to: rough.count * rays, by: 8) {
            var px = Lanes(), py = Lanes()
            let taken = min(8, rough.count * rays - base)
            for lane in 0..<taken {
                let pixel = rough[(base + lane) / rays], ray = (base + lane) % rays
                px[lane] = Float(pixel % width) + (Float(ray % samples) + 0.5) / Float(samples)
                py[lane] = Float(pixel / width) + (Float(ray / samples) + 0.5) / Float(samples)
            }
            let seen = shade(px, py, bust)
            for lane in 0..<taken { light[rough[(base + lane) / rays]] += seen[lane] / Float(rays) }
        }
    }

    private func roughPixels(_ light: [Float]) -> [Int] {
        let tones = light.map { Int(encoded($0)) }
        return tones.indices.filter { index in
            let x = index % width, y = index / width
            for ny in max(y - 1, 0)...min(y + 1, height - 1) {
                for nx in max(x - 1, 0)...min(x + 1, width - 1) where abs(tones[ny * width + nx] - tones[index]) > 7 { return true }
            }
            return false
        }
    }

    private func encoded(_ light: Float) -> UInt8 {
        // A soft shoulder keeps the lit forehead from clipping.
        let v = light / (1 + 0.18 * light * light)
        return UInt8(min(max(powf(max(v, 0), 1 / 2.2) * 255 + 0.5, 0), 255))
    }

    private func shade(_ px: Lanes, _ py: Lanes, _ bust: Bust) -> Lanes {
        let scale = Studio.fieldHeight / Float(height)
        let aim = Points(
            (px - Float(width) / 2) * scale, (Float(height) / 2 - py) * scale + Studio.target.y, Lanes(repeating: Studio.target.z))
        let direction = (aim - Studio.eye).normalised
        let wall = backdrop(px, py)
        guard let (hit, onClay) = march(direction, bust) else { return wall }
        let light = lit(hit, direction, bust)
        return wall.replacing(with: light, where: onClay)
    }

    private func backdrop(_ px: Lanes, _ py: Lanes) -> Lanes {
        let u = px * (1 / Float(width)) - 0.55, v = py * (1 / Float(height)) - 0.45
        return 0.11 - 0.12 * (u * u * 0.8 + v * v)
    }

    private func march(_ direction: Points, _ bust: Bust) -> (Points, SIMDMask<SIMD8<Int32>>)? {
        var along = Lanes(repeating: 105)
        for _ in 0..<90 {
            let d = bust.distance(direction * along + Points(repeating: Studio.eye))
            along += d * 0.8
            if !any((absolute(d) .> 0.008) .& (along .< 150)) { break }
        }
        let hits = along .< 150
        return any(hits) ? (direction * along + Points(repeating: Studio.eye), hits) : nil
    }

    private func normal(_ p: Points, _ bust: Bust) -> Points {
        let e: Float = 0.035
        let corners = [Vector(1, -1, -1), Vector(-1, -1, 1), Vector(-1, 1, -1), Vector(1, 1, 1)]
        var n = Points(repeating: Vector())
        for corner in corners { n = n + Points(repeating: corner) * bust.distance(p - corner * -e) }
        return n.normalised
    }

    private func lit(_ p: Points, _ direction: Points, _ bust: Bust) -> Lanes {
        let n = normal(p, bust)
        let material = bust.material(p)
        let open = openness(p, n, bust)
        let shadow = unshadowed(p + n * Lanes(repeating: 0.08), Studio.key, bust)
        // Half-wrapped Lambert: clay scatters a little light past the terminator.
        let key = unit((n.dot(Studio.key) + 0.15) * (1 / 1.15)) * (0.12 + 0.88 * shadow)
        let fill = unit((n.dot(Studio.fill) + 0.3) * (1 / 1.3))
        let rim = unit(n.dot(Studio.rim))
        let sky = 0.5 + 0.5 * n.y
        let facing = unit(-n.dot(direction))
        var shine = unit(n.dot((Points(repeating: Studio.key) + direction * Lanes(repeating: -1)).normalised))
        shine *= shine; shine *= shine; shine *= shine; shine *= shine
        let sharp = ramp(n.dot(Studio.catchlight), 0.985, 0.993)
        let diffuse = 1.08 * key + open * (0.10 * fill + 0.10 * sky + 0.01 + 0.05 * facing) + 0.22 * rim * rim * open
        let isEye = ramp(material.gloss, 0.3, 0.4)
        return material.albedo * diffuse + shadow * (0.07 * shine * (1 - isEye) + 0.7 * sharp * isEye)
    }

    /// Ambient occlusion from four looks along the normal (Evans 2006).
    private func openness(_ p: Points, _ n: Points, _ bust: Bust) -> Lanes {
        var closed = Lanes(), weight: Float = 0.9
        for reach in [0.15, 0.4, 0.9, 1.7] as [Float] {
            let d = bust.distance(p + n * Lanes(repeating: reach))
            closed += larger(reach - d, 0) * (weight / reach)
            weight *= 0.62
        }
        return unit(1 - 0.75 * closed)
    }

    /// 1 in the light, 0 in the shade, soft between (Quilez, "soft shadows").
    private func unshadowed(_ p: Points, _ lamp: Vector, _ bust: Bust) -> Lanes {
        var free = Lanes(repeating: 1), along = Lanes(repeating: 0.15)
        for _ in 0..<18 {
            let d = bust.distance(p + Points(repeating: lamp) * along)
            free = smaller(free, unit(0.5 + 4.5 * d / along + larger(along - 8, 0)))
            along += larger(smaller(d * 0.8, 1.2), 0.12)
            if along.min() > 9 || free.max() <= 0 { break }
        }
        let f = unit(free)
        return f * f * (3 - 2 * f)
    }
}

private func normalised(_ v: Vector) -> Vector { v / (v * v).sum().squareRoot() }
