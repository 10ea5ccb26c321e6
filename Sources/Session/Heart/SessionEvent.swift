import DSP
import Mood

/// Everything that happens in a session, in the order in which it happens. Terminal, record, replay and plot read the same ones.
public struct SessionEvent: Sendable, Equatable {
    /// Seconds since the session began.
    public var seconds: Double
    public var kind: Kind

    public init(_ kind: Kind, at seconds: Double) {
        self.seconds = seconds
        self.kind = kind
    }

    public enum Kind: Sendable, Equatable {
        /// Before the first frame: what is played, at how many output frames a second, beginning how.
        case began(song: String, outputRate: Double, start: ChainParameters)
        /// A picture was looked at.
        case saw(Sight)
        /// Another mood is named.
        case mood(Expression)
        /// Another map plays; `edited` when its file changed.
        case map(String, edited: Bool)
        /// A map that does not play now was read again.
        case mapRead(String)
        case mapDamaged(String)
        case beats(BeatFinding)
        case studyFailed(String)
        /// These parameters sound from an output frame on; `position` is the source frame heard there.
        case applied(frame: Int64, position: Double, parameters: ChainParameters)
        /// For the first time in this session the song's data came too late.
        case starved
        case lost(Device, cause: String)
        /// A lost device cannot be opened again, for another reason than before.
        case stillLost(Device, cause: String)
        case back(Device)
        case recordingFailed(String)
        /// So many settings that acted are not among the events.
        case missed(Int)
        /// A command acted, or could not.
        case obeyed(Command)
        case refused(Command, why: String)
        /// `pictures`: how many of them the calibration was taken from.
        case calibrated(name: String, Calibration, pictures: Int)
        case notCalibrated(name: String, CalibrationProblem)
        /// Output frames played in all.
        case ended(frames: Int64)
    }
}
