import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor

@testable import App

/// A film in memory, to be altered as rooms alter what a camera sees, and watched with the program's own cascades and network.
struct ActorFilm {
    let frames: [GreyFilmFrame]
    /// Every how many frames of the actor's own film are in this one.
    let step: Int
    let framesPerSecond: Double

    /// The built-in actor, or a film of him under Tests/Goldens.
    init(_ golden: String? = nil, every step: Int = 1) throws {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let actor = try Actor()
        let source = try golden.map {
            try MotionPictureFile(
                packageRoot.appendingPathComponent("Tests/Goldens/\($0)").path, framesPerSecond: actor.framesPerSecond / Double(step))
        } ?? actor.open()
        var plane = LumaPlane(width: 1, height: 1)
        var frames: [GreyFilmFrame] = []
        while try source.next(into: &plane) != nil {
            let pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
            frames.append(GreyFilmFrame(width: plane.width, height: plane.height, pixels: pixels))
        }
        self.frames = golden == nil ? stride(from: 0, to: frames.count, by: step).map { frames[$0] } : frames
        self.step = step
        framesPerSecond = actor.framesPerSecond / Double(step)
    }

    struct Seen: CustomStringConvertible {
        /// The share of frames in which his face was read.
        var read = 0.0
        /// How many of his five moods were named for most of the time that he holds them.
        var moods = 0
        var description: String { "read in \(Int(read * 100)) % of the frames, \(moods) moods named" }
    }

    /// Watched to the end, the heart following in virtual time.
    /// - Parameters:
    ///   - alter: is also told the frame's number.
    ///   - isHim: whether a box is where he is.
    func seen(_ alter: (GreyFilmFrame, Int) -> GreyFilmFrame, isHim: (PixelRect) -> Bool = { _ in true }) throws -> Seen {
        let watcher = try ActorFilm.watcher()
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        var moods: [Int: Mood.Expression] = [:]
        var read = 0
        for (index, frame) in frames.enumerated() {
            let sight = try alter(frame, index).look(watcher, at: Double(index) / framesPerSecond)
            if let face = sight.readFace, isHim(face.rect) { read += 1 }
            performance.take(.saw(sight), at: sight.seconds)
            moods[index * step] = performance.snapshot.mood
        }
        let named = try Actor().holds.count { hold in
            let shown = hold.frames.compactMap { moods[$0] }
            return 2 * shown.count { $0 == hold.expression } > shown.count
        }
        return Seen(read: Double(read) / Double(moods.count), moods: named)
    }

    /// Seconds until he is read for the first time, when the program starts at this frame; nil when it takes more than two.
    func firstRead(from start: Int, rate: Double, _ alter: (GreyFilmFrame) -> GreyFilmFrame) throws -> Double? {
        let watcher = try ActorFilm.watcher()
        for picture in 0...Int(2 * rate) {
            let seconds = Double(picture) / rate
            let frame = frames[(start + Int(seconds * framesPerSecond)) % frames.count]
            if try alter(frame).look(watcher, at: seconds).readFace != nil { return seconds }
        }
        return nil
    }

    static func watcher() throws -> Watcher {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        return Watcher(cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network())
    }
}

extension GreyFilmFrame {
    /// - Parameter name: of a picture that stands alone.
    func look(_ watcher: Watcher, at seconds: Double, name: String? = nil) throws -> Sight {
        try pixels.withUnsafeBufferPointer {
            try watcher.examine(
                LumaView(base: $0.baseAddress!, width: width, height: height, stride: width), FrameStamp(seconds: seconds, name: name))
        }
    }
}
