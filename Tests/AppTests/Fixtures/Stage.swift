import Capture
import Foundation
import Mood
import Session
import Tensor

@testable import App

/// A larger scene into which pictures are put: a photograph held before a camera, actors walking about.
struct Stage {
    let width: Int
    let height: Int
    private let empty: [UInt8]
    private var pixels: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        // A wall with soft light.
        empty = (0..<width * height).map { UInt8(100 + 40 * ($0 % width) / width + 30 * ($0 / width) / height) }
        pixels = empty
    }

    mutating func clear() { pixels = empty }

    /// Puts `picture` (grey, its pixels in rows) with its middle at x, y, `scale` times as large.
    mutating func put(_ picture: HeldPicture, x: Double, y: Double, scale: Double) {
        let (wide, high) = (Int(Double(picture.width) * scale), Int(Double(picture.height) * scale))
        let (left, top) = (Int(x) - wide / 2, Int(y) - high / 2)
        let step = 1 / scale
        let lefts = (0..<wide).map { min(Int(Double($0) * step), picture.width - 2) }
        for row in max(0, -top)..<min(high, height - top) {
            let down = min(Double(row) * step, Double(picture.height) - 2)
            let upper = Int(down) * picture.width, lower = upper + picture.width, share = Int((down - down.rounded(.down)) * 256)
            for column in max(0, -left)..<min(wide, width - left) {
                let (source, under) = (upper + lefts[column], lower + lefts[column])
                let across = Int((Double(column) * step - Double(lefts[column])) * 256)
                let above = Int(picture.pixels[source]) * (256 - across) + Int(picture.pixels[source + 1]) * across
                let below = Int(picture.pixels[under]) * (256 - across) + Int(picture.pixels[under + 1]) * across
                pixels[(top + row) * width + left + column] = UInt8((above * (256 - share) + below * share) >> 16)
            }
        }
    }

    /// Shows the scene to a watcher, as a moving picture.
    func show(to watcher: Watcher, at seconds: Double) throws -> Sight {
        try pixels.withUnsafeBufferPointer {
            try watcher.examine(
                LumaView(base: $0.baseAddress!, width: width, height: height, stride: width), FrameStamp(seconds: seconds))
        }
    }
}

/// A picture in memory.
struct HeldPicture {
    let width: Int
    let height: Int
    let pixels: [UInt8]

    init(_ plane: borrowing LumaPlane) {
        width = plane.width
        height = plane.height
        pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
    }

    init(file path: String) throws {
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(path, into: &plane)
        self.init(plane)
    }

    /// Frames of the actor, a frame of every hold and their expressions.
    static func actorHolds() throws -> [(expression: Mood.Expression, picture: HeldPicture)] {
        let actor = try Actor()
        let source = try actor.open()
        var plane = LumaPlane(width: 1, height: 1)
        var holds: [(Mood.Expression, HeldPicture)] = []
        var frame = 0
        while try source.next(into: &plane) != nil {
            if let hold = actor.holds.first(where: { ($0.frames.lowerBound + $0.frames.upperBound) / 2 == frame }) {
                holds.append((hold.expression, HeldPicture(plane)))
            }
            frame += 1
        }
        return holds
    }
}
