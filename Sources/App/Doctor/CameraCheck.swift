import Capture
import FoundationEssentials
import Glibc
import Mood

/// The source of pictures: which it is, what it delivers, in what light.
struct CameraCheck {
    /// Named by --camera: without it no session starts. Otherwise the actor stands in.
    var isNamed: Bool
    var name: String
    var format: String?
    /// Pictures a second: granted by the driver, and delivered.
    var askedRate: Double?
    var deliveredRate: Double?
    /// What made every camera there is unusable; empty where there is none.
    var refusals: [LeitmotifError] = []
    var light: MoodState?

    var finding: Finding {
        if !isNamed, name == "actor" { return withoutCamera }
        var words = [name] + (format.map { [$0] } ?? [])
        if let deliveredRate { words.append(String(printf: "%.1f pictures a second delivered", deliveredRate)) }
        if let light { return .limited("camera", (words + [light.name]).joined(separator: ", "), next: light.advice ?? "make light") }
        if let askedRate, let deliveredRate, deliveredRate < 0.8 * askedRate {
            return .limited(
                "camera", words.joined(separator: ", ") + " of \(askedRate.short)",
                next: "make light: many cameras expose longer in the dark; or free the USB bus and the processor")
        }
        return .good("camera", words.joined(separator: ", "))
    }

    private var withoutCamera: Finding {
        guard let refusal = refusals.first else {
            return .limited(
                "camera", "there is no camera: the built-in actor plays",
                next: "plug one in; as a virtual machine's guest, hand the host's to it; or name a source with --camera")
        }
        let causes = refusals.map { "\($0.value): \($0.cause)" }.joined(separator: " | ")
        return .limited("camera", "no camera can be used (\(causes)): the built-in actor plays", next: refusal.nextStep)
    }
}

/// How large faces are in the picture.
struct FaceCheck {
    /// Width of the largest face in each picture that had one, in pixels.
    var widths: [Int]
    var pictures: Int
    var pictureWidth: Int
    /// Why no face was read, in most of the pictures without one.
    var state: MoodState?

    var finding: Finding {
        guard pictures > 0 else { return .limited("face", "no picture came", next: "see camera") }
        guard !widths.isEmpty else {
            let why = state.map { $0 == .noFace ? "no face in sight" : $0.name } ?? "no face in sight"
            return .limited("face", "\(why), in \(pictures) pictures", next: state?.advice ?? "sit before the camera and try again")
        }
        let width = widths.sorted()[widths.count / 2]
        let words = "\(width) pixels wide of \(pictureWidth), read in \(100 * widths.count / pictures) % of the pictures"
        if width < FaceCheck.comfortable {
            return .limited("face", words, next: "come nearer: from \(FaceCheck.comfortable) pixels on, expressions are read well")
        }
        if 2 * widths.count < pictures {
            return .limited("face", words, next: state?.advice ?? "look at the camera, in even light")
        }
        return .good("face", words)
    }

    /// The network sees 48×48: smaller faces are blown up.
    private static let comfortable = 48
}
