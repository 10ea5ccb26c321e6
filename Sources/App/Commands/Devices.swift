import ArgumentParser
import Capture

struct Cameras: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the cameras; --camera takes a number, a stable id or part of a name.")

    mutating func run() throws {
        let cameras = CameraList.cameras()
        if cameras.isEmpty {
            try Output.line("no camera; `\(ProgramName.own) --camera actor` plays the built-in actor")
        }
        for camera in cameras {
            try Output.line("\(camera.number)  \(camera.name)  \(camera.path)  id \(camera.stableID)")
            for format in camera.formats { try Output.line("   \(format)") }
            if !camera.unreadFormats.isEmpty { try Output.line("   not read: \(camera.unreadFormats.joined(separator: ", "))") }
            if let refusal = camera.refusal { try Output.line("   cannot be opened: \(refusal.cause); \(refusal.nextStep)") }
        }
    }
}

struct Speakers: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the sound devices by the names that --output takes.")

    mutating func run() throws {
        let cards = SoundCardList.soundCards()
        if cards.isEmpty { try Output.line("no sound device; `\(ProgramName.own) --output FILE.wav` writes a file") }
        for card in cards {
            try Output.line("\(card.name)  \(card.description)")
        }
    }
}
