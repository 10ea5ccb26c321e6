import Tensor

/// OpenCV's `groupRectangles`: similar candidates become one face, their mean.
enum RectangleGrouping {
    /// Faces with more than `minNeighbors` candidates, in the order of their first candidate; with 0 every candidate.
    static func faces(_ candidates: [PixelRect], minNeighbors: Int) -> [Face] {
        guard minNeighbors > 0, !candidates.isEmpty else { return candidates.map { Face(rect: $0, neighbors: 1) } }
        let means = means(candidates)
        var faces: [Face] = []
        for (index, mean) in means.enumerated() where mean.neighbors > minNeighbors {
            let swallowed = means.indices.contains { other in
                other != index && means[other].neighbors > minNeighbors && isSwallowed(mean, by: means[other])
            }
            if !swallowed { faces.append(mean) }
        }
        return faces
    }

    /// The classes of the transitive closure of "similar", numbered by their first member, as `cv::partition` does.
    private static func means(_ candidates: [PixelRect]) -> [Face] {
        var parents = Array(candidates.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index {
                parents[index] = parents[parents[index]]
                index = parents[index]
            }
            return index
        }
        for i in candidates.indices {
            for j in 0..<i where similar(candidates[i], candidates[j]) { parents[root(i)] = root(j) }
        }
        var classOfRoot = [Int](repeating: -1, count: candidates.count)
        var sums: [PixelRect] = []
        var counts: [Int] = []
        for (index, rect) in candidates.enumerated() {
            let root = root(index)
            if classOfRoot[root] < 0 {
                classOfRoot[root] = sums.count
                sums.append(PixelRect(x: 0, y: 0, width: 0, height: 0))
                counts.append(0)
            }
            let number = classOfRoot[root]
            sums[number].x += rect.x
            sums[number].y += rect.y
            sums[number].width += rect.width
            sums[number].height += rect.height
            counts[number] += 1
        }
        return sums.indices.map { index in
            let share = 1 / Float(counts[index])
            func mean(_ sum: Int) -> Int { Int((Float(sum) * share).rounded(.toNearestOrEven)) }
            let sum = sums[index]
            return Face(
                rect: PixelRect(x: mean(sum.x), y: mean(sum.y), width: mean(sum.width), height: mean(sum.height)), neighbors: counts[index])
        }
    }

    private static func similar(_ a: PixelRect, _ b: PixelRect) -> Bool {
        let delta = 0.2 * Double(Swift.min(a.width, b.width) + Swift.min(a.height, b.height)) * 0.5
        return Double(abs(a.x - b.x)) <= delta && Double(abs(a.y - b.y)) <= delta
            && Double(abs(a.x + a.width - b.x - b.width)) <= delta && Double(abs(a.y + a.height - b.y - b.height)) <= delta
    }

    /// Whether it lies within another face that has more candidates, with a tolerance of a fifth of that face's size.
    private static func isSwallowed(_ face: Face, by other: Face) -> Bool {
        let (a, b) = (face.rect, other.rect)
        let dx = Int((Double(b.width) * 0.2).rounded(.toNearestOrEven))
        let dy = Int((Double(b.height) * 0.2).rounded(.toNearestOrEven))
        return a.x >= b.x - dx && a.y >= b.y - dy && a.x + a.width <= b.x + b.width + dx && a.y + a.height <= b.y + b.height + dy
            && (other.neighbors > Swift.max(3, face.neighbors) || face.neighbors < 3)
    }
}
