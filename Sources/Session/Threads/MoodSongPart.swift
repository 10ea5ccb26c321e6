import Capture
import DSP
import Mood

/// A song that moods have to themselves, as a live session opens and analyses it.
public struct MoodSongPart: Sendable {
    /// What is known of it beforehand.
    let song: MoodSong
    let analyser: SongAnalyser
    let open: @Sendable () throws(LeitmotifError) -> any SongSource

    /// - Parameter open: opens the song at its first frame.
    public init(_ song: MoodSong, analyser: SongAnalyser, open: @escaping @Sendable () throws(LeitmotifError) -> any SongSource) {
        (self.song, self.analyser, self.open) = (song, analyser, open)
    }
}

/// The threads that read and analyse it while the session plays. One that hangs or fails holds up nothing but its own song.
final class MoodSongThreads: Sendable {
    let part: MoodSongPart
    let buffer: SongBuffer
    private let feeding: FeederThread
    private let analysis: Worker?

    init(_ part: MoodSongPart, feeder: consuming sending SongFeeder, buffer: SongBuffer, stop: StopFlag) throws(LeitmotifError) {
        self.part = part
        self.buffer = buffer
        feeding = try FeederThread(feeder: feeder, stop: stop)
        analysis = part.analyser.start(stop: stop)
    }

    /// What it has to say since the last call; that it cannot be read, each time.
    /// - Parameter index: among the moods' songs.
    func takeFacts(_ index: Int) -> [Fact] {
        var facts = part.analyser.takeFacts().map { Fact.ofMoodSong(index, $0) }
        if let error = feeding.error { facts.append(.moodSongLost(index, cause: error.description)) }
        return facts
    }

    func join() {
        feeding.join()
        analysis?.join(within: LiveSession.patienceSeconds)
    }
}
