// Cascade: where faces are: OpenCV's Haar cascade, bit for bit, many windows at a time; and who they are from picture to picture.
// May import Tensor (planes, rectangles, flat files) and CMath; no Foundation, no clock, no thread, no file.
// Luma comes from Session's watcher, the cascade's bytes from Weights/; rectangles go back to the watcher.
import Tensor

/// A cascade of boosted stumps over Haar features (Viola and Jones 2001, Lienhart and Maydt 2002), read from a file
/// (Weights/README.md, byte by byte), checked and copied.
public struct HaarCascade {
    /// Columns of the window, 3 … 255 pixels: the smallest face that the cascade finds.
    public let windowWidth: Int
    /// Rows of the window, 3 … 255 pixels.
    public let windowHeight: Int
    let stages: [Stage]
    let stumps: [Stump]
    let features: [Feature]

    /// Stumps firstStump ..< firstStump + stumpCount; a window fails when their leaves sum to less than the threshold.
    struct Stage {
        let firstStump: Int
        let stumpCount: Int
        let threshold: Float
    }

    struct Stump {
        let feature: Int
        let threshold: Float
        let left: Float
        let right: Float
    }

    /// The weighted sum of two or three rectangles of the window; weight 0 means no third one.
    struct Feature {
        let rects: (PixelRect, PixelRect, PixelRect)
        let weights: (Float, Float, Float)
    }

    init(windowWidth: Int, windowHeight: Int, stages: [Stage], stumps: [Stump], features: [Feature]) {
        self.windowWidth = windowWidth
        self.windowHeight = windowHeight
        self.stages = stages
        self.stumps = stumps
        self.features = features
    }

    /// Pixels; sums over a window stay below 2²⁴, up to which Float represents every integer.
    static let maximumWindow = 255
    static let headerBytes = 40
    static let stageBytes = 8
    static let stumpBytes = 16
    static let featureBytes = 24

    /// - Parameter bytes: the whole file, read during the call only.
    /// - Throws: an error that names the first part of the file that is wrong.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(ModelError) {
        try FlatFile.check(
            bytes, magic: "LMHC", newest: 1, headerBytes: Self.headerBytes, operation: Self.operation, nextStep: Self.nextStep)
        let width = Int(bytes.u16(at: 24))
        let height = Int(bytes.u16(at: 26))
        // The variance is taken one pixel inside, hence 3.
        guard 3...Self.maximumWindow ~= width, 3...Self.maximumWindow ~= height else {
            throw Self.fault("window", "\(width) × \(height) is not 3 to \(Self.maximumWindow)")
        }
        windowWidth = width
        windowHeight = height
        // Counts below 2³² times records of at most 24 bytes: no product or sum here can overflow 64 bits.
        let stageCount = Int(bytes.u32(at: 28))
        let stumpCount = Int(bytes.u32(at: 32))
        let featureCount = Int(bytes.u32(at: 36))
        let stumpStart = Self.headerBytes + stageCount * Self.stageBytes
        let featureStart = stumpStart + stumpCount * Self.stumpBytes
        guard stageCount > 0, featureStart + featureCount * Self.featureBytes == bytes.count else {
            throw Self.fault("tables", "\(stageCount) stages, \(stumpCount) stumps and \(featureCount) features do not fill the file")
        }

        var stages: [Stage] = []
        var firstStump = 0
        for index in 0..<stageCount {
            let offset = Self.headerBytes + index * Self.stageBytes
            let count = Int(bytes.u32(at: offset))
            let threshold = bytes.f32(at: offset + 4)
            guard count > 0, count <= stumpCount - firstStump, threshold.isFinite else {
                throw Self.fault("stage \(index)", "\(count) stumps or its threshold are out of range")
            }
            // OpenCV subtracts this from every stage's threshold, in Float.
            stages.append(Stage(firstStump: firstStump, stumpCount: count, threshold: threshold - 1e-5))
            firstStump += count
        }
        guard firstStump == stumpCount else { throw Self.fault("stages", "they have \(firstStump) of \(stumpCount) stumps") }
        self.stages = stages

        var stumps: [Stump] = []
        for index in 0..<stumpCount {
            let offset = stumpStart + index * Self.stumpBytes
            let stump = Stump(
                feature: Int(bytes.u32(at: offset)), threshold: bytes.f32(at: offset + 4), left: bytes.f32(at: offset + 8),
                right: bytes.f32(at: offset + 12))
            // Leaves of real cascades are below 10; the limit keeps a stage's Float sums finite.
            guard stump.feature < featureCount, stump.threshold.isFinite, abs(stump.left) <= 1e6, abs(stump.right) <= 1e6 else {
                throw Self.fault("stump \(index)", "its feature or a number is out of range")
            }
            stumps.append(stump)
        }
        self.stumps = stumps

        var features: [Feature] = []
        for index in 0..<featureCount {
            features.append(
                try Self.feature(in: bytes, at: featureStart + index * Self.featureBytes, index: index, width: width, height: height))
        }
        self.features = features
    }

    private static func feature(
        in bytes: UnsafeRawBufferPointer, at offset: Int, index: Int, width: Int, height: Int
    ) throws(ModelError) -> Feature {
        func rect(_ number: Int) throws(ModelError) -> PixelRect {
            let at = offset + number * 4
            let rect = PixelRect(x: Int(bytes[at]), y: Int(bytes[at + 1]), width: Int(bytes[at + 2]), height: Int(bytes[at + 3]))
            guard rect.x + rect.width <= width, rect.y + rect.height <= height else {
                throw fault("feature \(index)", "rectangle \(number) reaches beyond the window")
            }
            return rect
        }
        let weights = (bytes.f32(at: offset + 12), bytes.f32(at: offset + 16), bytes.f32(at: offset + 20))
        guard weights.0.isFinite, weights.1.isFinite, weights.2.isFinite else { throw fault("feature \(index)", "a weight is not finite") }
        return Feature(rects: (try rect(0), try rect(1), try rect(2)), weights: weights)
    }

    private static let operation = "read cascade"
    private static let nextStep = "copy the file again or make it anew with Training/convert.py"
    private static func fault(_ value: String, _ cause: String) -> ModelError {
        ModelError(.damaged, operation, value, cause, next: nextStep)
    }
}
