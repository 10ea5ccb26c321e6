import Capture
import DSP
import Mood

/// A song as a live session opens and analyses it.
public struct SongPart: Sendable {
    /// What is known of it beforehand.
    let song: KnownSong
    /// Nil leaves its beats and its loudness unknown.
    let analyser: SongAnalyser?
    let open: @Sendable () throws(LeitmotifError) -> any SongSource

    /// - Parameter open: opens the song at its first frame.
    public init(_ song: KnownSong, analyser: SongAnalyser?, open: @escaping @Sendable () throws(LeitmotifError) -> any SongSource) {
        (self.song, self.analyser, self.open) = (song, analyser, open)
    }
}

/// The threads that read and analyse a song while the session plays, ended when it is dropped. One that hangs or fails holds up
/// nothing but its own song.
final class SongThreads: Sendable {
    let analyser: SongAnalyser?
    let buffer: SongBuffer
    private let feeding: FeederThread
    private let analysis: Worker?
    private let stop = StopFlag()

    init(_ analyser: SongAnalyser?, feeder: consuming sending SongFeeder, buffer: SongBuffer) throws(LeitmotifError) {
        self.analyser = analyser
        self.buffer = buffer
        feeding = try FeederThread(feeder: feeder, stop: stop)
        analysis = analyser?.start(stop: stop)
    }

    deinit {
        end()
        join()
    }

    /// Why the song cannot be read any further; nil while it can.
    var error: LeitmotifError? { feeding.error }

    /// What the song has to say since the last call; that it is damaged, each time.
    var facts: [Fact] {
        let damage = feeding.damage.map { [Fact.songDamaged($0)] } ?? []
        return (analyser?.takeFacts() ?? []) + damage
    }

    /// Asks the threads to end.
    func end() { stop.set() }

    /// Waits for them; one that hangs is left behind.
    func join() {
        feeding.join()
        analysis?.join(within: LiveSession.patienceSeconds)
    }
}
