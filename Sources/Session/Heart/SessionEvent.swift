import DSP
import Mood

/// Something that happened in a session. Terminal, record, replay and plot all read these, in the order in which they happened.
public struct SessionEvent: Sendable, Equatable {
    /// Seconds since the session began.
    public var seconds: Double
    /// What happened.
    public var kind: Kind

    /// An event at session second `seconds`.
    public init(_ kind: Kind, at seconds: Double) {
        self.seconds = seconds
        self.kind = kind
    }

    /// What can happen; the payloads say everything that a record or a display needs.
    public enum Kind: Sendable, Equatable {
        /// Before the first frame: what is played, at how many output frames a second, and what sounds first.
        case began(song: String, outputRate: Double, quality: StretchQuality, start: ChainParameters)
        /// Before the first event of a record that begins in the middle of a session.
        case joined(RecordBeginning)
        /// A picture was examined.
        case saw(Sight)
        /// The named mood has changed.
        case mood(Expression)
        /// The face that counts lies on its side, and so does the camera, it seems; `rotate` is the clockwise turn that brings it upright.
        case cameraOnItsSide(rotate: Int)
        /// Another map plays; `edited` when it is the same one, reloaded.
        case map(String, edited: Bool)
        /// A loaded map that is not playing was reloaded.
        case mapRead(String)
        /// An edited map's file holds a mistake; the map that was loaded before plays on.
        case mapDamaged(String)
        /// The analysis has found the song's beats, or that it has none.
        case beats(BeatFinding)
        /// The beats are moved by so many seconds of the song, as they were tapped in an earlier session.
        case tapKept(seconds: Double)
        /// The next bar is further away than a change may wait, in seconds: from now on some take a beat. Said once for a choice.
        case missedBar(longestWait: Double)
        /// The song could not be analysed: beats and loudness stay unknown.
        case analysisFailed(String)
        /// Part of the song cannot be heard.
        case songDamaged(String)
        /// Part of the source of pictures cannot be seen.
        case sourceDamaged(String)
        /// Another song comes in at an output frame, with the source frame `position` of its own.
        case turned(frame: Int64, position: Double, song: String)
        /// These parameters sound from an output frame on; `position` is the source frame heard there.
        case applied(frame: Int64, position: Double, parameters: ChainParameters)
        /// The song that another one replaces sounds so from an output frame on, while both are heard.
        case leaving(frame: Int64, parameters: ChainParameters)
        /// From an output frame on, rendering the session again need not give the same sound; why, in one line for people.
        case inexact(frame: Int64, cause: String)
        /// A change that answers a face has become sound; `waited` for a beat or acted at once.
        case heard(FaceToEar, waited: Bool)
        /// A song that a mood has to itself cannot be read any more; the session's song plays in its place.
        case moodSongLost(String)
        /// The session's song is another one of its list, which comes in now or soon.
        case song(String)
        /// A song of the list cannot be read; another one plays in its place.
        case songLost(String)
        /// The first underrun of the song in this session.
        case starved
        /// A device went away.
        case lost(Device, cause: String)
        /// A lost device could not be reopened, for another reason than before.
        case stillLost(Device, cause: String)
        /// A lost device works again.
        case back(Device)
        /// The sound card has come back with a rate of its own; the music is resampled for it.
        case bridged(cardRate: Double)
        /// The sound card kept running dry until its buffer was made longer; seconds.
        case widened(from: Double, to: Double)
        /// This is given up because the machine is too slow.
        case relieved(Relief)
        /// This is taken back: the machine keeps up again.
        case restored(Relief)
        /// The system grants no real-time priority to the sound.
        case withoutRealTime
        /// A sound file cannot be written any more.
        case recordingFailed(String)
        /// A recording that was asked for goes into this file.
        case recording(Recording, path: String)
        /// A recording that was asked for has ended.
        case recorded(Recording)
        /// This map is to be written to a file under its name, beside the others.
        case mapToSave(MoodMap)
        /// The map was saved.
        case mapSaved(path: String)
        /// The map could not be saved.
        case mapNotSaved(String)
        /// So many settings took effect without an event.
        case missed(Int)
        /// A command took effect.
        case obeyed(Command)
        /// A command could not act; `why` is one line for people.
        case refused(Command, why: String)
        /// The next face to make or to hold, of a person who shows all five.
        case calibrating(CalibrationStep)
        /// A calibration was taken from so many pictures, and is in use.
        case calibrated(name: String, Calibration, pictures: Int)
        /// A calibration ended without a result.
        case notCalibrated(name: String, CalibrationProblem)
        /// The session is over; output frames played in all.
        case ended(frames: Int64)
    }
}
