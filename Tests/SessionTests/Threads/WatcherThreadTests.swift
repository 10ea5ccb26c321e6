import Capture
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
}
