import DSP

/// What a player did at an output frame, as a record tells it.
struct RecordedChange: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// What plays sounds so.
        case set(ChainParameters)
        /// What is being replaced sounds so.
        case leave(ChainParameters)
        /// Another song comes in, at a frame of its own, through every pass.
        case turn(song: String, frame: Double, ChainParameters)
    }

    /// From the first one that the record knows of.
    var outputFrame: Int64
    var kind: Kind
}

extension SessionRecord {
    /// Everything that a player has to do again, in order. A song that comes in sounds as the setting after it says; one without was
    /// cut off.
    var changes: [RecordedChange] {
        var changes: [RecordedChange] = []
        var turn: (song: String, position: Double)?
        func add(_ frame: Int64, _ kind: RecordedChange.Kind) {
            changes.append(RecordedChange(outputFrame: max(frame - beginning.knownSince, 0), kind: kind))
        }
        for event in events {
            switch event.kind {
            case .turned(_, let position, let song): turn = (song, position)
            case .leaving(let frame, let parameters): add(frame, .leave(parameters))
            case .applied(let frame, _, let parameters):
                if let turn { add(frame, .turn(song: turn.song, frame: turn.position.rounded(), parameters)) }
                else { add(frame, .set(parameters)) }
                turn = nil
            default: break
            }
        }
        return changes
    }

    /// Frames to render: those that were played, from the record's beginning on; of one that was cut, up to the cut.
    public var length: Int64 {
        if let frames { return max(frames - beginning.frame, 0) }
        let timed = Int64(min((lastSeconds - originSeconds) * outputRate, Double(SessionRecord.mostFrames)))
        return max(lastFrame - beginning.frame, timed, 0)
    }
}
