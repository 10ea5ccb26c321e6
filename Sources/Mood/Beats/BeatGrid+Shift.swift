extension BeatGrid {
    /// The same beats, `frames` source frames later in every pass of the loop (earlier, when negative).
    public func shifted(by frames: Double) -> BeatGrid? {
        BeatGrid(
            beatFrames: BeatGrid.shifted(marks.beats, by: frames, within: marks.loopFrames),
            barFrames: BeatGrid.shifted(marks.bars, by: frames, within: marks.loopFrames), loopFrames: marks.loopFrames,
            beatsPerMinute: beatsPerMinute, beatsPerBar: beatsPerBar)
    }

    private static func shifted(_ marks: UnsafeBufferPointer<Double>, by frames: Double, within loop: Double) -> [Double] {
        marks.map { mark in
            let moved = (mark + frames).truncatingRemainder(dividingBy: loop)
            let place = moved < 0 ? moved + loop : moved
            return place < loop ? place : 0
        }.sorted()
    }

    /// How far `position` lies behind the nearest beat, in source frames: negative when it lies before it.
    public func distance(of position: Double) -> Double {
        let next = marks.framesToNext(.beat, after: position)
        guard next > 0 else { return 0 }
        let inside = position.truncatingRemainder(dividingBy: marks.loopFrames)
        let last = marks.beats.last { $0 <= inside } ?? (marks.beats[marks.beats.count - 1] - marks.loopFrames)
        return next < inside - last ? -next : inside - last
    }

    /// Seconds of every beat in one pass at `rate` source frames a second.
    public func beatSeconds(rate: Double) -> [Double] { marks.beats.map { $0 / rate } }

    /// The same of every bar.
    public func barSeconds(rate: Double) -> [Double] { marks.bars.map { $0 / rate } }
}
