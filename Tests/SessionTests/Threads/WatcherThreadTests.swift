import Capture
import Synchronization
import Testing

@testable import Session

@Suite(.timeLimit(.minutes(2))) struct WatcherThreadTests {
    @Test func aLostSourceIsReportedAndOpenedAgain() throws {
        let stop = StopFlag()
        let thread = try WatcherThread(
            watcher: HandOver(try ownWatcher()), source: HandOver(ScriptedSource(pictures: 2, ending: .error)),
            stop: stop, bell: Bell(), open: { () throws(LeitmotifError) in ScriptedSource(pictures: 2, ending: .loop) })
        var facts: [Fact] = []
        while !facts.contains(.back(.camera)) {
            facts += thread.takeFacts()
            Clock.sleep(until: Clock.seconds + 0.01)
        }
        stop.set()
        thread.join()
        let words = facts.map { fact in
            switch fact {
            case .saw: "saw"
            case .lost(.camera, let cause): "lost: \(cause)"
            case .back: "back"
            default: "\(fact)"
            }
        }
        #expect(words.prefix(4) == ["saw", "saw", "lost: read camera scripted: it was unplugged; plug it in again", "back"])
    }

    @Test func underReliefEveryOtherPictureIsLookedAt() throws {
        let stop = StopFlag()
        let thread = try WatcherThread(
            watcher: HandOver(try ownWatcher()), source: HandOver(ScriptedSource(pictures: 100_000, ending: .end)), stop: stop, bell: Bell(),
            open: { () throws(LeitmotifError) in ScriptedSource(pictures: 0, ending: .end) })
        func sights(_ count: Int, lasting: Double) -> [Sight] {
            var sights: [Sight] = []
            while sights.count < count {
                sights += thread.takeFacts().compactMap { if case .saw(let sight) = $0, sight.lasting == lasting { sight } else { nil } }
                Clock.sleep(until: Clock.seconds + 0.01)
            }
            return sights
        }
        #expect(sights(5, lasting: 0.01).allSatisfy { $0.times != nil })
        thread.relieve([.fewerPictures])
        let relieved = sights(20, lasting: 0.02)
        // Pictures that are late are left out besides.
        for (one, next) in zip(relieved, relieved.dropFirst()) { #expect(next.seconds - one.seconds > 0.019) }
        thread.relieve([])
        #expect(sights(5, lasting: 0.01).count >= 5)
        stop.set()
        thread.join()
    }

    @Test func itIsBackOnlyWithAPictureAndIsLostOnlyOnce() throws {
        let stop = StopFlag()
        let openings = Mutex(0)
        let thread = try WatcherThread(
            watcher: HandOver(try ownWatcher()), source: HandOver(ScriptedSource(pictures: 1, ending: .error)), stop: stop, bell: Bell(),
            open: { () throws(LeitmotifError) in
                let opening = openings.withLock { count in
                    count += 1
                    return count
                }
                switch opening {
                case 1: throw LeitmotifError(.notFound, "open camera", "scripted", "there is no such camera", next: "see app cameras")
                case 2: throw LeitmotifError(.busy, "open camera", "scripted", "Device or resource busy", next: "end obs")
                // Opened, but lost again before anything came.
                case 3: return ScriptedSource(pictures: 0, ending: .error)
                default: return ScriptedSource(pictures: 1, ending: .loop)
                }
            })
        var facts: [Fact] = []
        while !facts.contains(.back(.camera)) {
            facts += thread.takeFacts()
            Clock.sleep(until: Clock.seconds + 0.01)
        }
        stop.set()
        thread.join()
        let words = facts.map { fact in
            switch fact {
            case .saw: "saw"
            case .lost(.camera, _): "lost"
            case .stillLost(.camera, let cause): "still lost: \(cause)"
            case .back: "back"
            default: "\(fact)"
            }
        }
        #expect(
            words.prefix(5) == [
                "saw", "lost", "still lost: open camera scripted: Device or resource busy; end obs",
                "still lost: read camera scripted: it was unplugged; plug it in again", "back",
            ])
    }
}
