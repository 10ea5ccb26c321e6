/// From what was heard into the copy that goes on.
extension Stretcher {
    /// What fades out.
    enum FadeSource: BitwiseCopyable {
        case copy
        /// A path that was left: its sound is kept.
        case leftPath
        /// A path that still runs.
        case path
    }

    /// Not by `==`, whose metadata `@_noLocks` forbids.
    var fadesFromCopy: Bool { @_noLocks get { if case .copy = fadesFrom { true } else { false } } }

    @_noLocks @inline(__always)
    mutating func fadeIn(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, faded: Int, frames: Int) {
        let oldLeft = source.left(at: produced + oldOffset)
        let oldRight = source.right(at: produced + oldOffset)
        switch fadesFrom {
        case .copy:
            crossFade(oldLeft, oldRight, left, right, faded: faded, frames: frames)
        case .leftPath:
            crossFade(leftPath.real + faded, leftPath.imaginary + faded, left, right, faded: faded, frames: frames)
        case .path:
            path.render(produced, frames: frames, copy: oldLeft, oldRight, into: leftPath.real, leftPath.imaginary)
            crossFade(leftPath.real, leftPath.imaginary, left, right, faded: faded, frames: frames)
            if faded + frames == fadeFrames {
                path.end()
                fadesFrom = .copy
                oldOffset = offset
            }
        }
    }

    /// Two alike sounds keep their level when their amplitudes sum to one, two unlike ones when their powers do:
    /// the sum is divided by its expected level √(up² + down² + 2·likeness·up·down) = √(1 − 2·(1 − likeness)·up·down).
    @_noLocks
    private func crossFade(
        _ oldLeft: UnsafePointer<Float>, _ oldRight: UnsafePointer<Float>, _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>, faded: Int, frames: Int
    ) {
        let unlikeness = Lanes(repeating: 2 * (1 - likeness))
        let one = Lanes(repeating: 1)
        let step = Lanes(repeating: 1 / Float(fadeFrames))
        let places = Lanes(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5)
        var frame = 0
        while frame < frames {
            let place = (places + Lanes(repeating: Float(faded + frame))) * step
            let up = place * place * (Lanes(repeating: 3) - place - place)
            let down = one - up
            let level = (one - unlikeness * up * down).inverseRoot
            let fromLeft = (oldLeft + frame).lanes
            let fromRight = (oldRight + frame).lanes
            (chunkLeft + frame).store((fromLeft * down + (left + frame).lanes * up) * level)
            (chunkRight + frame).store((fromRight * down + (right + frame).lanes * up) * level)
            frame += 16
        }
    }
}
