/// What becomes of a MIDI clock.
public enum ClockRole: String, CaseIterable, Sendable {
    case off
    /// The beats that are heard go out as one.
    case send
    /// Another's decides tempo, start and stop.
    case follow
}
