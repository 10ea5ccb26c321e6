import DSP
import Mood

/// What a record that begins in the middle of a session has to know of the time before: the song and all that has sounded, since
/// tails, splices and the place in the song depend on it. Of a very long session only the newest settings are kept.
struct SessionPast: Sendable {
    private struct Change: Sendable {
        var frame: Int64
        var position: Double
        var parameters: ChainParameters
    }

    /// Some ten minutes of a map that follows every picture, an evening of one that follows the named mood.
    static let mostChanges = 1 << 14

    private var song = ""
    private var outputRate = 0.0
    private var quality = StretchQuality.normal
    /// What sounded before the changes that are kept.
    private var first = Change(frame: 0, position: 0, parameters: ChainParameters())
    private var changes: [Change] = []

    mutating func take(_ events: [SessionEvent]) {
        for event in events {
            switch event.kind {
            case .began(let song, let rate, let quality, let start):
                (self.song, outputRate, self.quality) = (song, rate, quality)
                first.parameters = start
            case .applied(let frame, let position, let parameters):
                changes.append(Change(frame: frame, position: position, parameters: parameters))
                guard changes.count > SessionPast.mostChanges else { continue }
                first = changes[SessionPast.mostChanges / 2]
                changes.removeFirst(SessionPast.mostChanges / 2 + 1)
            default: continue
            }
        }
    }

    /// What a record begins with: the song, where it begins, every setting so far, and then the state as the events that lead to it.
    func beginning(at snapshot: Snapshot) -> [SessionEvent] {
        let frame = max(snapshot.player.frames, first.frame)
        var kinds: [SessionEvent.Kind] = [
            .began(song: song, outputRate: outputRate, quality: quality, start: first.parameters),
            .joined(RecordBeginning(frame: frame, knownSince: first.frame, position: first.position)),
        ]
        kinds += changes.map { .applied(frame: $0.frame, position: $0.position, parameters: $0.parameters) }
        kinds += [.map(snapshot.map, edited: false), .mood(snapshot.mood), .obeyed(.amount(snapshot.amount))]
        kinds.append(.obeyed(.volume(snapshot.volumeDecibels)))
        kinds.append(.obeyed(.policy(snapshot.policy)))
        if snapshot.isQuantiseSet { kinds.append(.obeyed(.quantise(snapshot.quantise))) }
        if let held = snapshot.held { kinds.append(.obeyed(.hold(held))) }
        if snapshot.isPanicking { kinds.append(.obeyed(.panic)) }
        kinds += snapshot.reliefs.map { .relieved($0) }
        if snapshot.isPaused { kinds.append(.obeyed(.pause)) }
        return kinds.map { SessionEvent($0, at: snapshot.seconds) }
    }
}
