import Fixtures
import Tensor
import Testing

@testable import Cascade

@Suite struct WindowScanTests {
    /// Vectors of windows against one window after another, on pictures with many survivors and on ones with none.
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
        // Thresholds lowered at random, so that windows reach the late stages as well.
        let leniency = Float.random(in: 0...8, using: &random)
        let cascade = try lenient(number % 3 == 2 ? profileFace() : frontalFace(), by: leniency)
        let tables = CascadeTables(cascade)
        var found = 0
        let integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        let reference = ReferenceScan(cascade, maximumWidth: width, maximumHeight: height)
        for split in [false, true] {
            let level = DetectionLevel(width: width, height: height, step: split ? 2 : 1)
            let padded = pixels + slack
            integral.build(padded, width: width, rows: 0..<height, split: split)
            let scan = WindowScan(tables, ReferenceWindow(cascade), integral.layout(split: split), maximumRows: height)
            var fast: [Int] = []
            var plain: [Int] = []
            padded.withUnsafeBufferPointer { pixels in
                let numbers = LevelImages(
                    pixels: pixels.baseAddress!, width: width, sums: integral.sums, squares: integral.squares,
                    layout: integral.layout(split: split))
                scan.begin()
                for row in stride(from: 0, to: level.rows, by: WindowScan.bandRows) {
                    scan.band(numbers, rows: row..<min(row + WindowScan.bandRows, level.rows), columns: level.columns)
                }
                scan.finish(numbers) { fast.append($0) }
                reference.scan(pixels.baseAddress!, level) { x, y in plain.append(y * integral.rowStride + x / level.step) }
            }
            #expect(fast == plain)
            found += plain.count
        }
        // Lenient enough that the late stages have been reached.
        #expect(leniency < 4 || found > 0)
    }

    /// What failing windows skip, bit by bit.
    @Test func aFailedWindowSkipsTheNext() {
        var random = SeededNumbers(seed: 8)
        var isSkipped: UInt64 = 0
        var skips = false
        for _ in 0..<2000 {
            let failed: UInt64 = .random(in: 0 ... .max, using: &random) | .random(in: 0 ... .max, using: &random)
            let answer = WindowScan.skipped(failed, &isSkipped)
            for bit in 0..<64 {
                #expect((answer >> UInt64(bit) & 1 == 1) == skips)
                skips = !skips && failed >> UInt64(bit) & 1 == 1
            }
        }
    }

    /// Fractional weights must not reach the vectors; halved together with their thresholds they change nothing.
    @Test func halvedWeightsFindTheSame() throws {
        var random = SeededNumbers(seed: 77)
        let (width, height) = (90, 60)
        let pixels = (0..<width * height).map { index in
            UInt8(index % width / 6 % 2 * 120 + index / width / 5 % 2 * 60) + .random(in: 0...60, using: &random)
        }
        let whole = try lenient(frontalFace(), by: 7)
        #expect(CascadeTables(whole).isWhole && !CascadeTables(halved(whole)).isWhole)
        let parameters = DetectionParameters(scaleFactor: 1.3, minNeighbors: 1, minSize: 24)
        try GreyPicture(width: width, height: height, pixels: pixels).withView { view in
            let expected = try FaceDetector(cascade: whole).candidates(in: view, parameters)
            #expect(!expected.isEmpty)
            #expect(try FaceDetector(cascade: halved(whole)).candidates(in: view, parameters) == expected)
        }
    }

    /// Vectors and single windows round alike, from flat windows to the harshest; windows of other sizes than the cascade's too.
    @Test(arguments: [1, 2, 9, 64, 255])
    func normalisationsAgree(_ contrast: Int) throws {
        var random = SeededNumbers(seed: UInt64(contrast))
        let (width, height) = (203, 60)
        let pixels = (0..<width * height).map { index in
            index / 7 % 3 == 0 ? UInt8(0) : UInt8(Int.random(in: 0...contrast, using: &random) * (index % width / 60 % 2))
        }
        for (windowWidth, windowHeight, split) in [(24, 24, false), (24, 24, true), (20, 36, false), (190, 55, true)] {
            let integral = IntegralImage(maximumWidth: width, maximumHeight: height)
            let layout = integral.layout(split: split)
            integral.build(pixels + slack, width: width, rows: 0..<height, split: split)
            let normalisation = RowNormalisation(windowWidth: windowWidth, windowHeight: windowHeight, layout)
            let step = split ? 2 : 1
            let columns = (width - windowWidth) / step + 1
            let row = WindowFactors(count: width + 64)
            defer { row.free() }
            let area = Double((windowWidth - 2) * (windowHeight - 2))
            func expected(_ y: Int, _ column: Int) -> Float {
                var (sum, squares) = (0.0, 0.0)
                for line in y + 1..<y + windowHeight - 1 {
                    for x in column * step + 1..<column * step + windowWidth - 1 {
                        sum += Double(pixels[line * width + x])
                        squares += Double(pixels[line * width + x]) * Double(pixels[line * width + x])
                    }
                }
                return RowNormalisation.single(sum: sum, squares: squares, area: area)
            }
            var doubtful = 0
            for y in 0...height - windowHeight {
                let (sums, squares) = (integral.sums + y * integral.rowStride, integral.squares + y * integral.rowStride)
                let doubts = normalisation.row(sums, squares, columns: columns, into: row)
                if doubts != 0 { doubtful += 1 }
                for isExact in [false, true] where isExact || doubts == 0 {
                    if isExact { normalisation.exactRow(sums, squares, columns: columns, into: row) }
                    for column in 0..<columns { #expect(row[column] == expected(y, column)) }
                }
            }
            // Doubts are for a few.
            #expect(doubtful < 5)
        }
    }

    /// OpenCV's order of operations: rows first, exact in 16 bits, then columns.
    @Test(arguments: 0..<12)
    func shrinkingAgreesWithPlainArithmetic(_ number: Int) {
        var random = SeededNumbers(seed: UInt64(40 + number))
        let (width, height) = (Int.random(in: 1...120, using: &random), Int.random(in: 1...60, using: &random))
        let (newWidth, newHeight) = (Int.random(in: 1...width, using: &random), Int.random(in: 1...height, using: &random))
        let pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
        let resize = ExactResize(maximumWidth: width, maximumHeight: height)
        let picture = GreyPicture(width: width, height: height, pixels: pixels)
        let band = Int.random(in: 1...newHeight, using: &random)
        picture.withView { view in
            resize.begin(view, width: newWidth)
            for row in stride(from: 0, to: newHeight, by: band) {
                resize.resize(view, width: newWidth, height: newHeight, rows: row..<min(row + band, newHeight))
            }
        }
        func position(_ index: Int, _ source: Int, _ target: Int) -> (Int, Int, Int) {
            let position = (Double(index) + 0.5) * (Double(source) / Double(target)) - 0.5
            let left = position.rounded(.down)
            if left < 0 { return (0, 0, 0) }
            if left >= Double(source - 1) { return (source - 1, source - 1, 0) }
            return (Int(left), Int(left) + 1, Int(((position - left) * 256).rounded(.toNearestOrEven)))
        }
        for y in 0..<newHeight {
            let (top, bottom, down) = position(y, height, newHeight)
            for x in 0..<newWidth {
                let (left, right, across) = position(x, width, newWidth)
                func line(_ row: Int) -> Int { Int(pixels[row * width + left]) * (256 - across) + Int(pixels[row * width + right]) * across }
                let expected = (line(top) * (256 - down) + line(bottom) * down + 32768) >> 16
                #expect(Int(resize.pixels[y * newWidth + x]) == expected)
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
        // Band by band.
        for rows in [0..<1, 1..<12, 12..<height] { integral.build(pixels + slack, width: width, rows: rows, split: split) }
        for _ in 0..<300 {
            let rect = PixelRect(
                x: .random(in: 0..<width, using: &random), y: .random(in: 0..<height, using: &random), width: 0, height: 0)
            let full = PixelRect(
                x: rect.x, y: rect.y, width: .random(in: 0...width - rect.x, using: &random),
                height: .random(in: 0...height - rect.y, using: &random))
            let placed = PlacedRect(full, integral.layout(split: split))
            var (sum, square): (UInt16, Int32) = (0, 0)
            for y in full.y..<full.y + full.height {
                for x in full.x..<full.x + full.width {
                    let value = Int32(pixels[y * width + x])
                    sum &+= UInt16(value)
                    square += value * value
                }
            }
            #expect(placed.sum(integral.sums) == sum)
            #expect(placed.sum(integral.squares) == square)
        }
    }

    /// What may be read beyond the last pixel.
    private let slack = [UInt8](repeating: 0, count: ExactResize.slack)

    private func lenient(_ cascade: HaarCascade, by amount: Float) -> HaarCascade {
        HaarCascade(
            windowWidth: cascade.windowWidth, windowHeight: cascade.windowHeight,
            stages: cascade.stages.map { .init(firstStump: $0.firstStump, stumpCount: $0.stumpCount, threshold: $0.threshold - amount) },
            stumps: cascade.stumps, features: cascade.features)
    }

    private func halved(_ cascade: HaarCascade) -> HaarCascade {
        HaarCascade(
            windowWidth: cascade.windowWidth, windowHeight: cascade.windowHeight, stages: cascade.stages,
            stumps: cascade.stumps.map { .init(feature: $0.feature, threshold: $0.threshold / 2, left: $0.left, right: $0.right) },
            features: cascade.features.map { .init(rects: $0.rects, weights: ($0.weights.0 / 2, $0.weights.1 / 2, $0.weights.2 / 2)) })
    }

    /// Bhaskara's approximation: only a smooth wave is wanted.
    private func sinus(_ x: Double) -> Double {
        let t = x.truncatingRemainder(dividingBy: 2 * .pi)
        let half = t < .pi ? t : t - .pi
        let arc = 16 * half * (.pi - half) / (5 * .pi * .pi - 4 * half * (.pi - half))
        return t < .pi ? arc : -arc
    }
}

extension DetectionLevel {
    /// The whole picture.
    fileprivate init(width: Int, height: Int, step: Int) {
        self.init(
            scale: 1, width: width, height: height, step: step, endX: width - 23, endY: height - 23, faceWidth: 24, faceHeight: 24)
    }
}
