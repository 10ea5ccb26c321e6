import Session
import Synchronization

/// What of one session the page shows: it is handed to the page's thread as a whole.
public final class PageSession: Sendable {
    let port: SessionPort
    let events: Subscription
    let outputRate: Double
    let songLabel: String
    let outline: SongOutline?
    let songs: [PageSong]
    private let listener: Mutex<Listener?>

    /// - Parameters:
    ///   - port: subscribed to here: before the session starts, nothing is missed.
    ///   - outputRate: of what the listener hears, Hz.
    ///   - songs: what can be asked for while it plays.
    public init(
        port: SessionPort, listener: consuming sending Listener, outputRate: Double, songLabel: String, outline: SongOutline?, songs: [PageSong]
    ) {
        self.port = port
        events = port.subscribe()
        self.outputRate = outputRate
        self.songLabel = songLabel
        self.outline = outline
        self.songs = songs
        self.listener = Mutex(listener)
    }

    /// The meter, once.
    func takeMeter() -> SoundMeter? {
        guard let listener = listener.withLock({ $0.take() }) else { return nil }
        return SoundMeter(listener, rate: outputRate)
    }
}
