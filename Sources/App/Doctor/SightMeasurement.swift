import Capture
import FoundationEssentials
import Glibc
import Mood
import Session
import Tensor

/// Some seconds of a source: how fast its pictures come, what they show, and what looking at them costs.
struct SightMeasurement {
    /// Pictures a second, nobody looking at them; nil for files, which come as fast as they are asked for.
    var deliveredRate: Double?
    /// The state of every picture that was examined, and the width of its face where one was read.
    var states: [MoodState] = []
    var faceWidths: [Int] = []
    var pictureWidth = 0
    /// Processor milliseconds to decode, find and read, of every picture.
    var milliseconds: [Double] = []

    private static let countedSeconds = 2.0
    private static let examinedSeconds = 3.0
    /// Of a file.
    private static let examinedPictures = 60

    init(_ source: any FrameSource, _ watcher: Watcher) throws {
        if source.frameSeconds == nil { deliveredRate = try SightMeasurement.rate(of: source) }
        let sights = SightReader(source, watcher)
        let deadline = Clock.seconds + SightMeasurement.examinedSeconds
        while deliveredRate == nil ? states.count < SightMeasurement.examinedPictures : Clock.seconds < deadline {
            guard !StopFlag.signalled.isSet, let sight = try sights.next() else { break }
            states.append(sight.state)
            pictureWidth = sight.width
            if let face = sight.readFace { faceWidths.append(face.rect.width) }
            milliseconds.append(sight.decodeMilliseconds + sight.detectMilliseconds + sight.readMilliseconds)
        }
    }

    private static func rate(of source: any FrameSource) throws -> Double {
        var plane = LumaPlane(width: 1, height: 1)
        // The first picture may take seconds.
        guard let first = try source.next(into: &plane) else { return 0 }
        var (count, last) = (0, first.seconds)
        let deadline = Clock.seconds + countedSeconds
        while Clock.seconds < deadline, !StopFlag.signalled.isSet {
            guard case .frame(let stamp) = try source.wait(milliseconds: 200, into: &plane) else { continue }
            (count, last) = (count + 1, stamp.seconds)
        }
        return last > first.seconds ? Double(count) / (last - first.seconds) : 0
    }

    /// The light, where it was too little or too uneven in most of the pictures.
    var light: MoodState? {
        [MoodState.tooDark, .tooFlat, .againstTheLight].first { state in 2 * states.count { $0 == state } > states.count }
    }

    /// What most pictures without a face had in common.
    var commonestTrouble: MoodState? {
        let troubles = states.filter { $0 != .tracking }
        return MoodState.allCases.max { one, other in troubles.count { $0 == one } < troubles.count { $0 == other } }
    }
}
