// MIDI: what a session says and takes by MIDI, and the clock of the beats that are heard. May import Session, Capture and Mood, and
// CALSA in Link alone. Snapshots come from a session's port and go to the ALSA sequencer; what comes from there becomes commands.

/// What goes over a MIDI cable, as far as it is used here. Channels 0 … 15; notes, velocities, controllers and values 0 … 127.
public enum MIDIMessage: Equatable, Sendable {
    case noteOn(channel: UInt8, note: UInt8, velocity: UInt8)
    case noteOff(channel: UInt8, note: UInt8)
    case controller(channel: UInt8, number: UInt8, value: UInt8)
    /// A 24th of a beat.
    case tick
    /// The clock's next tick is the first of the song.
    case start
    /// The clock's next tick is at the song position.
    case `continue`
    case stop
    /// Sixteenth notes from the song's beginning, 0 … 16383.
    case songPosition(Int)

    /// Sixteenth notes that a song position can count.
    static let songPositions = 1 << 14
}
