import Capture
import Cascade
import DSP
import Fixtures
import Foundation
import Mood
import Tensor
import Testing

@testable import Session

/// Whole sessions on real threads, without devices: asserts what they leave, never how long they take.
@Suite(.timeLimit(.minutes(2))) struct LiveSessionTests {
    private func parts(seconds: Double?, recordings: [String] = [], canChangeSong: Bool = true) throws -> LiveParts {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.maps = [.seed, .drama]
        setting.song = "chord"
        setting.canChangeSong = canChangeSong
        var parts = LiveParts(
            performance: setting, song: HandOver(SyntheticSong.chord(seconds: 1)), songName: "chord",
            source: HandOver(ScriptedSource(pictures: 3, ending: .loop)), watcher: HandOver(try ownWatcher()),
            reopenSource: { () throws(LeitmotifError) in ScriptedSource(pictures: 3, ending: .loop) }, card: nil, blockFrames: 256)
        parts.seconds = seconds
        parts.recordings = recordings
        return parts
    }

    @Test func aSessionPlaysItsSecondsRecordsThemAndSaysWhatHappened() throws {
        let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = SessionPort()
        let events = port.subscribe(capacity: 1 << 16)
        let recorder = try SessionRecorder(path: folder + "/a.session", subscription: port.subscribe(capacity: 1 << 16), head: RecordHead(program: "test", blockFrames: 256))
        let session = try SessionThread(
            try LiveSession(try parts(seconds: 0.5, recordings: [folder + "/a.wav"]), port: port, stop: StopFlag()))
        let outcome = try session.finish()
        try recorder.finish()
        #expect(outcome.nextSong == nil)
        #expect(outcome.snapshot.player.frames == 22_050)
        #expect(outcome.snapshot.pictures > 0 && outcome.snapshot.state == .tooFlat)
        let kinds = events.take().events.map { $0.kind }
        guard case .began(let song, _, _, _)? = kinds.first else {
            Issue.record("the first event is \(String(describing: kinds.first))")
            return
        }
        #expect(song == "chord" && kinds.last == .ended(frames: 22_050))
        let record = try SessionRecord(parsing: String(contentsOfFile: folder + "/a.session", encoding: .utf8), path: "a.session")
        #expect(record.frames == 22_050)
        #expect(try openSong(folder + "/a.wav").frameCount == 22_050)
    }

    @Test func aRecordBegunInTheMiddleRendersWhatWasPlayedFromThereOn() throws {
        let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = SessionPort()
        port.send(.hold(.angry))
        let session = try SessionThread(
            try LiveSession(try parts(seconds: nil, recordings: [folder + "/a.wav"]), port: port, stop: StopFlag()))
        func hold(_ mood: Mood.Expression, until semitones: Float) {
            port.send(.hold(mood))
            while port.snapshot.parameters.semitones != semitones { Clock.sleep(until: Clock.seconds + 0.01) }
        }
        func play(frames: Int64) {
            let end = port.snapshot.player.frames + frames
            while port.snapshot.player.frames < end { Clock.sleep(until: Clock.seconds + 0.01) }
        }
        hold(.angry, until: 7)
        play(frames: 10_000)
        let recorder = try SessionRecorder(path: folder + "/a.session", subscription: port.subscribeForRecord(capacity: 1 << 16), head: RecordHead(program: "test", blockFrames: 256))
        hold(.sad, until: -5)
        play(frames: 10_000)
        let stopped = port.snapshot.player.frames
        try recorder.stop(frames: stopped)
        port.send(.stop)
        _ = try session.finish()

        let record = try SessionRecord(parsing: String(contentsOfFile: folder + "/a.session", encoding: .utf8), path: "a.session")
        let begin = record.beginning
        #expect(begin.frame >= 10_000 && begin.knownSince == 0 && record.frames == stopped && stopped >= begin.frame + 10_000)
        let length = stopped - begin.frame
        var again: [Float] = []
        var render = try SessionReplay(record, channels: 2) { (_) throws(LeitmotifError) in SyntheticSong.chord(seconds: 1) }
        try render.run(frames: length) { (pointer, frames) throws(LeitmotifError) in
            again.append(contentsOf: UnsafeBufferPointer(start: pointer, count: frames * 2))
        }
        let heard = try openSong(folder + "/a.wav")
        var samples = [Float](repeating: 0, count: 2 * Int(stopped))
        var count = 0
        while count < samples.count {
            let got = try samples.withUnsafeMutableBufferPointer { buffer in
                try heard.read(into: buffer.baseAddress! + count, frames: (buffer.count - count) / 2)
            }
            if got == 0 { break }
            count += 2 * got
        }
        #expect(count == samples.count && Array(samples[(2 * Int(begin.frame))...]) == again)
    }

    @Test func commandsReachASessionFromOutsideAndStopEndsIt() throws {
        let port = SessionPort()
        let events = port.subscribe(capacity: 1 << 16)
        port.send(.hold(.angry))
        port.send(.nextMap)
        let session = try SessionThread(try LiveSession(try parts(seconds: nil), port: port, stop: StopFlag()))
        // The mood is heard as soon as the player reports its parameters.
        while port.snapshot.parameters.semitones != 3 { Clock.sleep(until: Clock.seconds + 0.01) }
        #expect(port.snapshot.held == .angry && port.snapshot.map == "drama")
        port.send(.stop)
        let outcome = try session.finish()
        #expect(outcome.nextSong == nil && outcome.snapshot.player.frames > 0)
        #expect(events.isOver)
        let obeyed = events.take().events.compactMap { if case .obeyed(let command) = $0.kind { command } else { nil } }
        #expect(obeyed == [.hold(.angry), .nextMap, .stop])
    }

    @Test func aMoodsOwnSongComesInAndTheSnapshotNamesIt() throws {
        let port = SessionPort()
        var parts = try parts(seconds: nil)
        let known = KnownSong(path: "strings", sourceRate: 48_000, grid: nil)
        parts.performance.mapping.map.songs = [.sad: "strings"]
        parts.performance.maps = [parts.performance.mapping.map]
        parts.performance.moodSongs = [known]
        let analyser = SongAnalyser(path: "strings", beatWeights: nil, cacheFolder: nil) { () throws(LeitmotifError) in SyntheticSong.chord(seconds: 1) }
        parts.moodSongs = [
            SongPart(known, analyser: analyser) { () throws(LeitmotifError) in
                SyntheticSong(frames: 48_000, sampleRate: 48_000) { Float(sin(Double($0) / 20)) * 0.3 }
            }
        ]
        let events = port.subscribe(capacity: 1 << 16)
        let session = try SessionThread(try LiveSession(parts, port: port, stop: StopFlag()))
        port.send(.hold(.sad))
        while port.snapshot.song != "strings" { Clock.sleep(until: Clock.seconds + 0.01) }
        port.send(.hold(.neutral))
        while port.snapshot.song != "chord" { Clock.sleep(until: Clock.seconds + 0.01) }
        port.send(.stop)
        _ = try session.finish()
        let turns = events.take().events.compactMap { if case .turned(_, _, let song) = $0.kind { song } else { nil } }
        #expect(turns == ["strings", "chord"])
    }

    /// Opened on a thread of its own; what cannot be opened is passed over.
    @Test func theNextSongComesInAndTheOneBeforeComesBack() throws {
        let port = SessionPort()
        var parts = try parts(seconds: nil)
        parts.performance.songs = ["chord", "gone", "tone"]
        parts.nextSong = { index throws(LeitmotifError) in
            guard index != 1 else { throw LeitmotifError(.notFound, "open song", "gone", "no such file", next: "check the path") }
            let name = index == 0 ? "chord" : "tone"
            return SongPart(KnownSong(path: name, sourceRate: 48_000, grid: nil), analyser: nil) { () throws(LeitmotifError) in
                SyntheticSong(frames: 20 * 48_000, sampleRate: 48_000) { Float(sin(Double($0) / 20)) * 0.3 }
            }
        }
        let events = port.subscribe(capacity: 1 << 16)
        let session = try SessionThread(try LiveSession(parts, port: port, stop: StopFlag()))
        for (command, song) in [(Command.nextSong, "tone"), (.previousSong, "chord"), (.previousSong, "tone")] {
            port.send(command)
            while port.snapshot.song != song { Clock.sleep(until: Clock.seconds + 0.01) }
        }
        port.send(.stop)
        _ = try session.finish()
        let kinds = events.take().events.map(\.kind)
        #expect(kinds.compactMap { if case .turned(_, _, let song) = $0 { song } else { nil } } == ["tone", "chord", "tone"])
        #expect(kinds.count { if case .songLost = $0 { true } else { false } } == 1)
    }

    @Test func anotherSongEndsTheSessionWithItsName() throws {
        let port = SessionPort()
        port.send(.song("waltz.flac"))
        let session = try SessionThread(try LiveSession(try parts(seconds: nil), port: port, stop: StopFlag()))
        #expect(try session.finish().nextSong == "waltz.flac")
    }

    @Test func aRecordingThatCannotBeOpenedEndsBeforeAnythingPlays() throws {
        let port = SessionPort()
        let error = #expect(throws: LeitmotifError.self) {
            _ = try LiveSession(try parts(seconds: 1, recordings: ["/nowhere/at/all/a.wav"]), port: port, stop: StopFlag())
        }
        #expect(error?.operation == "write sound")
    }

    @Test func aRecordOfASessionThatNeverBeganEndsAndLeavesNoFile() throws {
        let path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString).session"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let port = SessionPort()
        do {
            let recorder = try SessionRecorder(path: path, subscription: port.subscribe(), head: RecordHead(program: "test", blockFrames: 256))
            _ = recorder
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aSessionThatIsNeverRunEndsItsThreads() throws {
        let session = try LiveSession(try parts(seconds: nil), port: SessionPort(), stop: StopFlag())
        _ = consume session
    }

    @Test func theFirstStopOfAnyKindEndsASession() throws {
        let stop = StopFlag()
        stop.set()
        let session = try SessionThread(try LiveSession(try parts(seconds: nil), port: SessionPort(), stop: stop))
        #expect(try session.finish().snapshot.player.frames >= 0)
    }
}
