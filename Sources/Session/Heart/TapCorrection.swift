/// By how much a hand has moved the song's beats. Of taps in a row the mean counts: one finger is off by some 30 ms.
struct TapCorrection {
    /// A later tap begins a new row.
    private static let rowSeconds = 3.0
    /// A row that goes on follows its last taps.
    private static let mostTaps = 16

    /// Source frames that are added to every beat.
    private(set) var frames = 0.0
    /// The beats are not where they were found.
    private(set) var isUsed = false
    private var row: [Double] = []
    private var lastSeconds = 0.0

    /// No tap yet.
    init() {}

    /// As it was kept.
    init(frames: Double) {
        self.frames = frames
        isUsed = true
    }

    /// - Parameters:
    ///   - distance: how far the tap lies behind the nearest of the beats as they are now, in source frames.
    ///   - seconds: when; must not decrease.
    mutating func tap(_ distance: Double, at seconds: Double) {
        if seconds - lastSeconds > TapCorrection.rowSeconds { row = [] }
        if row.count == TapCorrection.mostTaps { row.removeFirst() }
        lastSeconds = seconds
        row.append(frames + distance)
        frames = row.reduce(0, +) / Double(row.count)
        isUsed = true
    }
}
