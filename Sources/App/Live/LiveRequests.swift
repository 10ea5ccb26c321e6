import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

/// Does what commands ask of files while a session plays: a calibration is kept, a map saved, the session's numbers recorded.
struct LiveRequests {
    private let port: SessionPort
    private let head: RecordHead
    private var recorder: SessionRecorder?

    /// - Parameter head: of records that commands begin.
    init(port: SessionPort, head: RecordHead) { (self.port, self.head) = (port, head) }

    /// - Parameter say: prints a line for people.
    mutating func serve(_ event: SessionEvent, _ maps: inout MapChoice, say: (String) -> Void) {
        switch event.kind {
        case .calibrated(let name, let calibration, let pictures):
            do {
                try CalibrationFile.write(calibration, name: try CalibrationFile.checked(name), pictures: pictures)
            } catch {
                say("\(error)")
            }
        case .mapToSave(let map):
            do {
                port.report(try maps.save(map, from: port.snapshot.tuning.saved.name))
            } catch {
                port.report(.mapNotSaved("\(error)"))
            }
        case .obeyed(.recordSession(let isOn)):
            if isOn { record() } else { stop() }
        default: break
        }
    }

    private mutating func record() {
        let path = RecordingName.path(suffix: "session")
        do throws(LeitmotifError) {
            recorder = try SessionRecorder(path: path, subscription: port.subscribeForRecord(capacity: 1 << 16), head: head)
            port.report(.recording(.numbers, path: path))
        } catch {
            port.report(.recordingFailed(error.description))
        }
    }

    private mutating func stop() {
        let frames = port.snapshot.player.frames
        do throws(LeitmotifError) { try recorder?.stop(frames: frames) } catch { port.report(.recordingFailed(error.description)) }
        recorder = nil
        port.report(.recording(.numbers, path: nil))
    }

    /// Prints why a record is not written any more.
    func sayErrors(_ say: (String) -> Void) { if let error = recorder?.takeError() { say(error.description) } }

    /// The session is over.
    mutating func end() throws(LeitmotifError) {
        try recorder?.finish()
        recorder = nil
    }
}
