extension BeatMarks {
    /// Where `position`, source frames through every pass, lies in its pass: 0 on the first bar line, 1.5 half a bar behind the second;
    /// before the first one it is negative.
    @_noLocks public func barPlace(at position: Double) -> Double {
        let inside = inside(position)
        var bar = BeatMarks.count(bars, upTo: inside) - 1
        if bar < 0 { bar = 0 }
        return Double(bar) + (inside - bars[bar]) / barFrames(bar)
    }

    /// The source frame of a place as `barPlace` counts; nil where the piece has none such.
    @_noLocks public func position(ofBarPlace place: Double) -> Double? {
        var bar = place > 0 ? Int(place < 1e9 ? place : 1e9) : 0
        if bar > bars.count - 1 { bar = bars.count - 1 }
        let position = bars[bar] + (place - Double(bar)) * barFrames(bar)
        return position >= 0 && position < loopFrames ? position : nil
    }

    /// The last bar is as long as the one before it.
    @_noLocks private func barFrames(_ bar: Int) -> Double {
        if bars.count < 2 { return loopFrames }
        return bar + 1 < bars.count ? bars[bar + 1] - bars[bar] : bars[bar] - bars[bar - 1]
    }
}
