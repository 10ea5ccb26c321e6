import Fixtures
import Tensor
import Testing

@testable import Cascade

@Suite struct WindowScanTests {
    /// Vectors of windows against one window after the other, on pictures with many survivors and on ones with none.
    @Test(arguments: 0..<24)
    func vectorsAgreeWithTheReference(_ number: Int) throws {
        var random = SeededNumbers(seed: UInt64(100 + number))
        let (width, height) = (Int.random(in: 24...150, using: &random), Int.random(in: 24...60, using: &random))
        // A smooth wave with noise: many windows get past several stages.
        let (period, noise) = (Double.random(in: 4...30, using: &random), Double.random(in: 0...60, using: &random))
        let pixels = (0..<width * height).map { index -> UInt8 in
            let (x, y) = (Double(index % width), Double(index / width))
            let wave = 90 * sinus(x / period) * sinus(y / period * 1.3)
            return UInt8(clamping: Int(128 + wave + Double.random(in: -noise...noise, using: &random)))
        }
        // Thresholds lowered at random: early stages let windows through, so that later ones are reached as well.
        let cascade = try lenient(frontalFace(), by: Float.random(in: 0...8, using: &random))
        let integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        for split in [false, true] {
            integral.build(pixels, width: width, height: height, split: split)
            let placed = PlacedCascade(cascade, rowStride: integral.rowStride, split: split)
            let scan = WindowScan(placed, maximumColumns: width)
            let step = split ? 2 : 1
            for y in stride(from: 0, through: height - 24, by: step) {
                let (sums, squares) = (integral.sums + y * integral.rowStride, integral.squares + y * integral.rowStride)
                let columns = (width + 1 - 24 + step - 1) / step
                var fast: [Int] = []
                var plain: [Int] = []
                scan.row(sums, squares, columns: columns) { fast.append($0) }
                placed.scanReference(sums, squares, columns: columns) { plain.append($0) }
                #expect(fast == plain)
            }
        }
    }

    /// The sum over any rectangle, counted one by one.
    @Test(arguments: [false, true])
    func integralImageSumsAnyRectangle(split: Bool) {
        var random = SeededNumbers(seed: 3)
        let (width, height) = (37, 29)
        let pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
        let integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        integral.build(pixels, width: width, height: height, split: split)
        for _ in 0..<300 {
            let rect = PixelRect(
                x: .random(in: 0..<width, using: &random), y: .random(in: 0..<height, using: &random), width: 0, height: 0)
            let full = PixelRect(
                x: rect.x, y: rect.y, width: .random(in: 0...width - rect.x, using: &random),
                height: .random(in: 0...height - rect.y, using: &random))
            let placed = PlacedRect(full, rowStride: integral.rowStride, split: split)
            var (sum, square): (Int32, Int32) = (0, 0)
            for y in full.y..<full.y + full.height {
                for x in full.x..<full.x + full.width {
                    let value = Int32(pixels[y * width + x])
                    sum += value
                    square += value * value
                }
            }
            #expect(placed.sum(integral.sums) == sum)
            #expect(placed.sum(integral.squares) == square)
        }
    }

    private func lenient(_ cascade: HaarCascade, by amount: Float) -> HaarCascade {
        HaarCascade(
            windowWidth: cascade.windowWidth, windowHeight: cascade.windowHeight,
            stages: cascade.stages.map { .init(firstStump: $0.firstStump, stumpCount: $0.stumpCount, threshold: $0.threshold - amount) },
            stumps: cascade.stumps, features: cascade.features)
    }

    /// Bhaskara's approximation: only a smooth wave is wanted.
    private func sinus(_ x: Double) -> Double {
        let t = x.truncatingRemainder(dividingBy: 2 * .pi)
        let half = t < .pi ? t : t - .pi
        let arc = 16 * half * (.pi - half) / (5 * .pi * .pi - 4 * half * (.pi - half))
        return t < .pi ? arc : -arc
    }
}
