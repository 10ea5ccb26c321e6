/// From a face box in a picture to probabilities: margin, crop, resize, normalise, run. Not for two threads at once.
///
/// The weight file's margin is added on each side. Where the crop reaches beyond the picture, edge pixels are replicated, so that
/// the face keeps the position and size in the crop that the network was trained on. (Clipping the crop, as the prototype does,
/// shifts and stretches it.)
public final class ExpressionReader {
    private let network: Network
    private let resize: BilinearResize
    private var upright = LumaPlane(width: 1, height: 1)

    /// - Parameter network: used by this reader alone.
    public init(network: Network) {
        self.network = network
        resize = BilinearResize(width: network.inputWidth, height: network.inputHeight)
    }

    /// `classCount` numbers that sum to 1, in the order of the network's `classNames`, valid until the next call.
    public var probabilities: UnsafePointer<Float> { network.probabilities }

    /// Reads the face in `box`, in pixels of `picture`. False, with the probabilities unchanged, when the box or the picture is empty
    /// or a coordinate is beyond ±2²⁴.
    @discardableResult
    public func read(_ box: PixelRect, in picture: LumaView) -> Bool {
        let limit = 1 << 24
        guard box.width > 0, box.height > 0, box.width <= limit, box.height <= limit, -limit...limit ~= box.x, -limit...limit ~= box.y,
            picture.width > 0, picture.height > 0
        else { return false }
        let marginX = Int((Float(box.width) * network.cropMarginX).rounded(.toNearestOrEven))
        let marginY = Int((Float(box.height) * network.cropMarginY).rounded(.toNearestOrEven))
        let crop = PixelRect(
            x: box.x - marginX, y: box.y - marginY, width: box.width + 2 * marginX, height: box.height + 2 * marginY)
        run(crop, picture)
        return true
    }

    /// The same for a face that may be turned in the picture by `degrees`, clockwise, or dim: it is turned upright, and a contrast that
    /// is too low for the network is stretched. Any other face is read just as by `read(_:in:)`.
    @discardableResult
    public func read(_ box: PixelRect, turnedBy degrees: Double, in picture: LumaView) -> Bool {
        let limit = 1 << 24
        guard box.width > 0, box.height > 0, picture.width > 0, picture.height > 0, box.width <= limit, box.height <= limit,
            -limit...limit ~= box.x, -limit...limit ~= box.y
        else { return false }
        if degrees == 0 {
            // A look as coarse as the network's tells whether the light is right, at a sixteenth of a fine one's cost.
            sample(box, turnedBy: 0, of: picture, points: network.inputWidth)
            let isDim = LumaRange(of: upright.view, every: 1).contrast < ExpressionReader.leastContrast
            guard isDim else { return read(box, in: picture) }
        }
        sample(box, turnedBy: degrees, of: picture, points: 4 * network.inputWidth)
        let range = LumaRange(of: upright.view, every: 2)
        if range.contrast < ExpressionReader.leastContrast { range.stretch(upright.pixels, count: upright.width * upright.height) }
        return read(cropped: upright.view)
    }

    /// Fills `upright` with the box and its margins, as fine as the picture or up to so many points across the box.
    private func sample(_ box: PixelRect, turnedBy degrees: Double, of picture: LumaView, points: Int) {
        let (width, height) = (Double(box.width), Double(box.height))
        let step = Swift.max(width / Double(points), 1)
        let grid = TurnedGrid(centreX: Double(box.x) + width / 2, centreY: Double(box.y) + height / 2, step: step, degrees: degrees)
        upright.reshape(
            width: Int(width * Double(1 + 2 * network.cropMarginX) / step), height: Int(height * Double(1 + 2 * network.cropMarginY) / step))
        grid.sample(picture, width: upright.width, height: upright.height, into: upright.pixels)
    }

    /// Below this contrast, of 255, the network's answers change.
    private static let leastContrast = 48

    /// Reads a picture that is the crop itself. False, with the probabilities unchanged, when it is empty.
    @discardableResult
    public func read(cropped picture: LumaView) -> Bool {
        guard picture.width > 0, picture.height > 0 else { return false }
        run(PixelRect(x: 0, y: 0, width: picture.width, height: picture.height), picture)
        return true
    }

    private func run(_ crop: PixelRect, _ picture: LumaView) {
        resize.resize(crop, of: picture, scale: network.inputScale, offset: network.inputOffset, into: network.input)
        network.run()
    }
}
