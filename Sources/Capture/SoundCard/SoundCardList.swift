import CALSA
import Glibc

/// A playback device as `app speakers` shows it.
public struct SoundCardInfo: Equatable, Sendable {
    /// What `--output` takes.
    public let name: String
    /// One line.
    public let description: String
}

/// The playback devices in the ALSA configuration.
public enum SoundCardList {
    /// Entries that only convert or discard sound.
    private static let notDevices: Set = [
        "null", "samplerate", "speexrate", "lavrate", "speex", "upmix", "vdownmix", "jack", "oss", "usbstream",
    ]

    /// All of them; asks the ALSA configuration and opens no device.
    public static func soundCards() -> [SoundCardInfo] {
        alsa_silence()
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard snd_device_name_hint(-1, "pcm", &hints) >= 0, let hints else { return [] }
        defer { snd_device_name_free_hint(hints) }
        var cards: [SoundCardInfo] = []
        var next = hints
        while let hint = next.pointee {
            next += 1
            // No direction means both.
            guard let name = text(hint, "NAME"), text(hint, "IOID") ?? "Output" == "Output" else { continue }
            guard !notDevices.contains(String(name.prefix { $0 != ":" })) else { continue }
            let lines = (text(hint, "DESC") ?? "").split(separator: "\n").joined(separator: ", ")
            cards.append(SoundCardInfo(name: name, description: lines))
        }
        return cards
    }

    /// There are cards whose devices this user may not open.
    static var hasForbiddenCards: Bool {
        entries("/dev/snd").contains { $0.hasPrefix("control") && access("/dev/snd/\($0)", R_OK | W_OK) < 0 && errno == EACCES }
    }

    private static func text(_ hint: UnsafeMutableRawPointer, _ field: String) -> String? {
        guard let text = snd_device_name_get_hint(hint, field) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
