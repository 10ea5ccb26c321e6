import Mood

/// A loaded map while its numbers are changed by hand: steps back and forth, and the saved one to compare with.
struct MapTuning: Sendable {
    /// Far more than anybody takes back.
    private static let mostSteps = 200
    /// Changes of one number that follow each other within so many seconds are one step: a slider sends many.
    private static let stepSeconds = 1.0

    /// As it was loaded or saved last.
    private(set) var saved: MoodMap
    private(set) var tuned: MoodMap
    /// The saved one plays meanwhile.
    var isComparing = false
    private var past: [MoodMap] = []
    private var future: [MoodMap] = []
    private var lastStep: (mood: Expression, field: MoodField, seconds: Double)?

    init(_ map: MoodMap) {
        saved = map
        tuned = map
    }

    var playing: MoodMap { isComparing ? saved : tuned }
    var isChanged: Bool { tuned != saved }
    var canUndo: Bool { !past.isEmpty }
    var canRedo: Bool { !future.isEmpty }

    /// - Returns: false when the mood has no such number or the value is out of range.
    mutating func set(_ field: MoodField, of mood: Expression, to value: Double, at seconds: Double) -> Bool {
        var next = tuned
        guard next[mood].set(field, to: value) else { return false }
        isComparing = false
        let continues = lastStep.map { $0.mood == mood && $0.field == field && seconds - $0.seconds < MapTuning.stepSeconds } ?? false
        if !continues || past.isEmpty { remember() }
        lastStep = (mood, field, seconds)
        tuned = next
        return true
    }

    mutating func set(_ blend: Blend) { change { $0.blend = blend } }

    mutating func set(_ quantise: Quantise) { change { $0.quantise = quantise } }

    private mutating func change(_ change: (inout MoodMap) -> Void) {
        isComparing = false
        remember()
        lastStep = nil
        change(&tuned)
    }

    private mutating func remember() {
        if past.count >= MapTuning.mostSteps { past.removeFirst() }
        past.append(tuned)
        future.removeAll()
    }

    mutating func undo() {
        guard let map = past.popLast() else { return }
        future.append(tuned)
        tuned = map
        (lastStep, isComparing) = (nil, false)
    }

    mutating func redo() {
        guard let map = future.popLast() else { return }
        past.append(tuned)
        tuned = map
        (lastStep, isComparing) = (nil, false)
    }
}
