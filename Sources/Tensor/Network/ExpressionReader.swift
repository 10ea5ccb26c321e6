/// From a face box in a picture to probabilities: margin, crop, resize, normalise, run. Not for two threads at once.
///
/// The weight file's margin is added on each side. Where the crop reaches beyond the picture, edge pixels are replicated, so that
/// the face keeps the position and size in the crop that the network was trained on. (Clipping the crop, as the prototype does,
/// shifts and stretches it.)
public final class ExpressionReader {
    private let network: Network
    private let resize: BilinearResize

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
