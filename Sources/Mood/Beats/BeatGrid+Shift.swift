extension BeatGrid {
    /// The same beats, `frames` source frames later in every pass of the loop (earlier, when negative).
    public func shifted(by frames: Double) -> BeatGrid? {
        BeatGrid(
            beatFrames: BeatGrid.shifted(marks.beats, by: frames, within: marks.loopFrames),
            barFrames: BeatGrid.shifted(marks.bars, by: frames, within: marks.loopFrames), loopFrames: marks.loopFrames,
            beatsPerMinute: beatsPerMinute, beatsPerBar: beatsPerBar, regions: shiftedRegions(by: frames))
    }

    private static func shifted(_ marks: UnsafeBufferPointer<Double>, by frames: Double, within loop: Double) -> [Double] {
        marks.map { shifted($0, by: frames, within: loop) }.sorted()
    }

    private static func shifted(_ mark: Double, by frames: Double, within loop: Double) -> Double {
        let moved = (mark + frames).truncatingRemainder(dividingBy: loop)
        let place = moved < 0 ? moved + loop : moved
        return place < loop ? place : 0
    }

    /// A region that is moved over the loop's end is cut there.
    private func shiftedRegions(by frames: Double) -> [(start: Double, end: Double)] {
        let (edges, loop) = (marks.edges, marks.loopFrames)
        var regions: [(start: Double, end: Double)] = []
        for index in stride(from: 0, to: edges.count, by: 2) {
            let length = edges[index + 1] - edges[index]
            let start = BeatGrid.shifted(edges[index], by: frames, within: loop)
            if start + length <= loop {
                regions.append((start, start + length))
            } else {
                regions.append((start, loop))
                regions.append((0, start + length - loop))
            }
        }
        return regions.sorted { $0.start < $1.start }
    }

    /// How far `position` lies behind the nearest beat, in source frames: negative when it lies before it.
    public func distance(of position: Double) -> Double {
        let inside = position.truncatingRemainder(dividingBy: marks.loopFrames)
        let next = marks.beats.first { $0 >= inside } ?? (marks.beats[0] + marks.loopFrames)
        let last = marks.beats.last { $0 <= inside } ?? (marks.beats[marks.beats.count - 1] - marks.loopFrames)
        return next - inside < inside - last ? inside - next : inside - last
    }

    /// Seconds of every beat in one pass at `rate` source frames a second.
    public func beatSeconds(rate: Double) -> [Double] { marks.beats.map { $0 / rate } }

    /// The same of every bar.
    public func barSeconds(rate: Double) -> [Double] { marks.bars.map { $0 / rate } }
}
