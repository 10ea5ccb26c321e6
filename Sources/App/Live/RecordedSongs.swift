import Capture
import Session
import Tensor

/// The songs of a recorded session, and what stands in the way of hearing it as it was.
struct RecordedSongs: Sendable {
    private let record: SessionRecord
    private let instead: String?

    /// - Parameter instead: where the song with which the record begins is now; nil for where it was.
    init(_ record: SessionRecord, instead: String?) { (self.record, self.instead) = (record, instead) }

    /// Each once, as they are opened.
    var names: [String] {
        let turned = record.events.compactMap { if case .turned(_, _, let song) = $0.kind { song } else { nil } }
        var names = [path(record.song)]
        for name in turned.map(path) where !names.contains(name) { names.append(name) }
        return names
    }

    private func path(_ name: String) -> String { name == record.song ? instead ?? name : name }

    func open(_ name: String) throws(LeitmotifError) -> any SongSource {
        let path = path(name)
        do throws(LeitmotifError) {
            return try openPlayableSong(path == "theme" ? try Home.path(of: "Resources/theme.ogg") : path, patience: .signalled)
        } catch {
            let next = name == record.song ? "say with --song where it is now" : "put it back"
            throw LeitmotifError(error.kind, error.operation, error.value, error.cause, next: next)
        }
    }

    /// Why the sound need not be the same, for people.
    var remarks: [String] {
        var remarks: [String] = []
        for file in record.files where file.kind == .song {
            guard let now = RecordedFile.digest(ofSong: path(file.name)), now != file.digest else { continue }
            remarks.append("\(path(file.name)): not the file that was recorded (hash \(now), then \(file.digest)): it sounds otherwise")
        }
        if let difference = LevelDifference(from: record.level) { remarks.append(difference.words) }
        if let inexact = record.inexact {
            let seconds = Double(max(inexact.frame - record.beginning.frame, 0)) / record.outputRate
            remarks.append("not exact from \(String(printf: "%.1f", seconds)) s on: \(inexact.cause)")
        }
        return remarks
    }
}

/// A record that was made on another processor level.
struct LevelDifference {
    let words: String

    /// Nil when it was this one, or the record does not say.
    init?(from level: String) {
        guard !level.isEmpty, level != ProcessorLevel.words else { return nil }
        // Of 75 seconds of the theme and the actor, rendered by builds for x86-64-v2 and v4, no sample differs by more than 1.2e-7.
        words = "recorded on \(level), rendered on \(ProcessorLevel.words): not the same bytes; samples differ by rounding, some -140 dB, and "
            + "by more only where the stretcher finds two places to join equally good"
    }
}
