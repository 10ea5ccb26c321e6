import CBoard

/// Raw pictures of one size out of a file or standard input, one behind the other: luma, then colour if there is any; closed on deinit.
final class RawPictures {
    /// Pictures passed over because newer ones have come, at most.
    private static let mostHeldBack = 8

    let picture: LumaPicture
    /// Standard input gives pictures as they arise; a file has them all.
    let isLive: Bool
    private let descriptor: Int32
    private let frameBytes: Int
    private let colour: UnsafeMutablePointer<UInt8>
    private var position = 0
    private var heldBack = 0

    init(_ path: UnsafePointer<CChar>, width: Int, height: Int, hasColour: Bool) throws(Failure) {
        isLive = isEqual(path, "-")
        descriptor = isLive ? 0 : board_open(path, 0)
        guard descriptor >= 0 else { throw Failure("open pictures", path, code: descriptor, next: "check the spelling") }
        picture = LumaPicture(width: width, height: height, isLimitedRange: false)
        frameBytes = hasColour ? width * height * 3 / 2 : width * height
        colour = .allocate(capacity: width * height / 2)
    }

    /// Waits at most so long for the rest of a picture; of those that wait already the newest.
    func wait(milliseconds: Int32) -> PictureWait {
        guard isReady(within: milliseconds) else { return .none }
        while true {
            // A read that has bytes before it takes those and does not wait for more.
            let space = position < picture.bytes ? picture.pixels + position : colour + (position - picture.bytes)
            let got = read(descriptor, space, (position < picture.bytes ? picture.bytes : frameBytes) - position)
            guard got > 0 else { return .ended }
            position += got
            if position == frameBytes {
                position = 0
                guard isLive, heldBack < RawPictures.mostHeldBack, isReady(within: 3) else {
                    heldBack = 0
                    return .picture
                }
                heldBack += 1
            }
            guard isReady(within: 0) else { return .none }
        }
    }

    private func isReady(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }

    deinit {
        if !isLive { close(descriptor) }
        picture.free()
        colour.deallocate()
    }
}
