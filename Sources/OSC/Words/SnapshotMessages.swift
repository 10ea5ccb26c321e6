import Mood
import Session

extension Snapshot {
    /// What goes out for this moment, as one bundle; nil when there is nothing to say.
    /// - Parameter isNewPicture: a picture was examined since the last call; `faceosc` speaks of pictures alone.
    public func packet(_ profile: OSCProfile, isNewPicture: Bool) -> OSCPacket? {
        let messages =
            switch profile {
            case .leitmotif: leitmotifMessages
            case .wekinator: [OSCMessage("/wek/inputs", arguments: Expression.allCases.map { .float(weights[$0]) })]
            case .faceosc: isNewPicture ? faceMessages : []
            case .vmc: blendMessages
            }
        return messages.isEmpty ? nil : .bundle(time: .immediately, messages.map { .message($0) })
    }

    private var leitmotifMessages: [OSCMessage] {
        var messages = Expression.allCases.map { OSCMessage("/leitmotif/expression/\($0.name)", .float(weights[$0])) }
        messages.append(OSCMessage("/leitmotif/mood", .string(mood.name)))
        messages.append(OSCMessage("/leitmotif/valence", .float(place.valence)))
        messages.append(OSCMessage("/leitmotif/arousal", .float(place.arousal)))
        messages.append(OSCMessage("/leitmotif/state", .string(state.name)))
        messages.append(faceMessage)
        if let beat {
            messages.append(
                OSCMessage(
                    "/leitmotif/beat", .int(Int32(clamping: beat.beat)), .int(Int32(clamping: beat.beatsPerBar)), .float(Float(beat.phase)),
                    .float(Float(beat.beatsPerMinute))))
        }
        return messages
    }

    /// The number of the face that is read and its box, as shares of the picture's width and height; 0 when none is.
    private var faceMessage: OSCMessage {
        guard let sight, let face = sight.readFace, sight.width > 0, sight.height > 0 else {
            return OSCMessage("/leitmotif/face", .int(0), .float(0), .float(0), .float(0), .float(0))
        }
        let (width, height) = (Float(sight.width), Float(sight.height))
        return OSCMessage(
            "/leitmotif/face", .int(Int32(clamping: face.id)), .float(Float(face.rect.x) / width), .float(Float(face.rect.y) / height),
            .float(Float(face.rect.width) / width), .float(Float(face.rect.height) / height))
    }

    /// FaceOSC counts positions in pixels of a picture 640 wide, and calls a face that fills a quarter of it about 5.
    private var faceMessages: [OSCMessage] {
        guard let sight, sight.width > 0, let face = sight.readFace ?? sight.faces.first else { return [OSCMessage("/found", .int(0))] }
        let unit = 640 / Float(sight.width)
        let (width, height) = (Float(face.rect.width) * unit, Float(face.rect.height) * unit)
        return [
            OSCMessage("/found", .int(1)),
            OSCMessage("/pose/position", .float(Float(face.rect.x) * unit + width / 2), .float(Float(face.rect.y) * unit + height / 2)),
            OSCMessage("/pose/scale", .float(width / 32)),
        ]
    }

    /// VMC's names of VRM's blend shapes; all values first, then the word that they are complete.
    private var blendMessages: [OSCMessage] {
        Expression.allCases.map { OSCMessage("/VMC/Ext/Blend/Val", .string($0.blendShape), .float(weights[$0])) }
            + [OSCMessage("/VMC/Ext/Blend/Apply")]
    }
}

extension Expression {
    fileprivate var blendShape: String {
        switch self {
        case .happy: "Joy"
        case .sad: "Sorrow"
        case .angry: "Angry"
        case .surprise: "Surprised"
        case .neutral: "Neutral"
        }
    }
}
