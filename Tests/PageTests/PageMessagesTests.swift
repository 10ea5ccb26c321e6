import Cascade
import DSP
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import Page

@Suite struct PageMessagesTests {
    private func object(_ json: JSONText) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
    }

    private func setting() throws -> PageSetting {
        let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return PageSetting(address: .loopback, files: try PageFiles(folder: folder), tokens: PageTokens(), preview: Preview())
    }

    /// A new effect or parameter is on the page by itself.
    @Test func helloDescribesEveryNumberOfEveryEffect() throws {
        let hello = try object(
            PageMessages.hello(try setting(), [PageSong(name: "a \"b\"", label: "b")], PageGate.Access(role: .play, mayPreview: false), ceiling: 6))
        let fields = try #require(hello["fields"] as? [[String: Any]])
        #expect(fields.map { $0["key"] as? String } == MoodField.common.map(\.key))
        let effects = try #require(hello["effects"] as? [[String: Any]])
        #expect(effects.map { $0["name"] as? String } == EffectSetting.catalogue.map(\.name))
        for (told, effect) in zip(effects, EffectSetting.catalogue) {
            let parameters = try #require(told["parameters"] as? [[String: Any]])
            #expect(parameters.map { $0["key"] as? String } == effect.parameters.map(\.key))
            for (told, parameter) in zip(parameters, effect.parameters) {
                #expect(told["min"] as? Double == parameter.range.lowerBound && told["max"] as? Double == parameter.range.upperBound)
                #expect((told["meaning"] as? String)?.isEmpty == false && (told["label"] as? String)?.isEmpty == false)
                #expect(told["choices"] as? [String] == parameter.choices)
            }
        }
        #expect(hello["role"] as? String == "play" && hello["locked"] as? Bool == false && hello["ceiling"] as? Double == 6)
    }

    /// What the page shows of a mood is what a command sets.
    @Test(arguments: MoodMap.builtin) func aMapIsToldInTheWordsOfCommands(_ map: MoodMap) throws {
        var tuning = Tuning()
        (tuning.map, tuning.saved) = (map, .seed)
        let told = try object(PageMessages.map(tuning))
        #expect(told["changed"] as? Bool == (map != .seed))
        let moods = try #require(told["moods"] as? [String: [String: Any]])
        for mood in Mood.Expression.allCases {
            var setting = MoodSetting()
            setting.effectFollowsBeat = map[mood].effectFollowsBeat
            for field in MoodField.common + [.effect("wet"), .effect("feedback"), .effect("low_hertz"), .effect("moved_by")] {
                guard let value = moods[mood.name]?[field.key] else { continue }
                let word = (value as? String) ?? "\((value as? Double) ?? .nan)"
                guard case .tune(let named, let read, let number)? = Command(words: "tune \(mood.name) \(field.key) \(word)") else {
                    Issue.record("\(field.key) \(word)")
                    continue
                }
                let isSet = setting.set(field, to: number)
                #expect(named == mood && read == field && isSet)
                let original = try #require(map[mood][field])
                #expect(abs((setting[field] ?? .nan) - original) < 1e-3 * max(1, abs(original)))
            }
        }
    }

    @Test func theStateIsWholeWhateverIsUnknown() throws {
        var snapshot = Snapshot()
        snapshot.player.share = .nan
        let state = try object(StateMessage(snapshot: snapshot, surroundings: StateMessage.Surroundings()).text)
        #expect(state["held"] is NSNull && state["next"] is NSNull)
        let health = try #require(state["health"] as? [String: Any])
        #expect(health["share"] is NSNull && health["ear"] is NSNull && health["xruns"] as? Int == 0)
        snapshot.wished.semitones = 3
        let waiting = try object(StateMessage(snapshot: snapshot, surroundings: StateMessage.Surroundings()).text)
        #expect((waiting["next"] as? [String: Any])?["semitones"] as? Double == 3)
    }

    @Test func facesComeWithTheirReadings() throws {
        var sight = Sight(seconds: 1, width: 640, height: 480)
        sight.faces = [1, 2].map { TrackedFace(id: $0, rect: PixelRect(x: 10 * $0, y: 5, width: 50, height: 50), neighbors: 9) }
        sight.readings = [FaceReading(face: 2, expression: ExpressionWeights(only: .sad))]
        let told = try object(PageMessages.faces(sight, ignored: [1]))
        let faces = try #require(told["faces"] as? [[String: Any]])
        #expect(faces.map { $0["counts"] as? Bool } == [false, true] && faces.map { $0["ignored"] as? Bool } == [true, false])
        #expect(faces[1]["reading"] as? [Double] == [0, 1, 0, 0, 0] && faces[0]["reading"] is NSNull)
        #expect((try object(PageMessages.faces(nil, ignored: []))["faces"] as? [Any])?.isEmpty == true)
    }

    /// At 30 a second, with a face, this and the state must stay under 20 kB.
    @Test func aFrameIsShort() {
        var snapshot = Snapshot()
        (snapshot.seconds, snapshot.songSeconds) = (86_399.99, 7199.99)
        snapshot.weights = ExpressionWeights(only: .sad)
        var reading = SoundMeter.Reading()
        (reading.peakDecibels, reading.loudness) = (-12.34, -23.45)
        #expect(PageMessages.now(snapshot, reading).bytes.count < 200)
    }

    @Test func whatChangesManyTimesASecondIsNoNotice() {
        #expect(Notice(SessionEvent(.obeyed(.tune(.sad, .tempo, 1)), at: 0)) == nil)
        #expect(Notice(SessionEvent(.obeyed(.hold(.sad)), at: 2))?.words == "hold sad")
        #expect(Notice(SessionEvent(.lost(.camera, cause: "gone"), at: 2))?.kind == .lost)
        #expect(Notice(SessionEvent(.mood(.sad), at: 2))?.kind == .mood)
    }
}
