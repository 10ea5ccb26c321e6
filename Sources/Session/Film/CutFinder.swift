import Tensor

/// Finds the cuts of a film: pictures that differ from the one before as nothing that moves does.
public struct CutFinder: Sendable {
    private static let columns = 16
    private static let rows = 12
    /// Mean difference of the blocks, in steps of luma, and how many times what is usual here: a cut has both.
    private static let leastDifference: Float = 12
    private static let leastRatio: Float = 4
    /// As many differences say what is usual.
    private static let usual = 12

    private var last: [Float] = []
    private var differences: [Float] = []
    /// Seconds of the first picture after each cut, ascending.
    public private(set) var cuts: [Double] = []

    /// Before the first picture.
    public init() {}

    /// Takes the next picture of the film.
    public mutating func see(_ picture: LumaView, at seconds: Double) {
        let blocks = CutFinder.blocks(of: picture)
        defer { last = blocks }
        guard last.count == blocks.count else { return }
        var difference: Float = 0
        for (now, before) in zip(blocks, last) { difference += abs(now - before) }
        difference /= Float(blocks.count)
        let usual = differences.isEmpty ? 0 : differences.sorted()[differences.count / 2]
        if difference > CutFinder.leastDifference, difference > CutFinder.leastRatio * usual {
            cuts.append(seconds)
            return
        }
        differences.append(difference)
        if differences.count > CutFinder.usual { differences.removeFirst() }
    }

    /// Mean luma of every block, from every fourth pixel of every fourth row.
    private static func blocks(of picture: LumaView) -> [Float] {
        guard picture.width >= columns, picture.height >= rows else { return [] }
        var blocks: [Float] = []
        for row in 0..<rows {
            let (top, bottom) = (picture.height * row / rows, picture.height * (row + 1) / rows)
            for column in 0..<columns {
                let (left, right) = (picture.width * column / columns, picture.width * (column + 1) / columns)
                var sum = 0, count = 0
                for y in stride(from: top, to: bottom, by: 4) {
                    for x in stride(from: left, to: right, by: 4) { sum += Int(picture.base[y * picture.stride + x]) }
                    count += (right - left + 3) / 4
                }
                blocks.append(Float(sum) / Float(max(count, 1)))
            }
        }
        return blocks
    }
}
