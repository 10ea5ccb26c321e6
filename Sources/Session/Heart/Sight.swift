import Cascade
import Mood
import Tensor

/// What one picture shows.
public struct Sight: Equatable, Sendable {
    /// Time of the picture on its source's own time line.
    public var seconds: Double
    /// How long the picture lasts on that time line; for a live source, whose pictures arrive by themselves, about how long until the
    /// next one, 0 where that is unknown.
    public var lasting = 0.0
    /// File name of a still picture, nil for a moving one.
    public var name: String?
    /// Width of the picture, in pixels.
    public var width: Int
    /// Height of the picture, in pixels.
    public var height: Int
    /// Every face in sight, largest first.
    public var faces: [TrackedFace] = []
    /// The readings of the faces that count, each with its face's number.
    public var readings: [FaceReading] = []
    /// What the picture allows to be said of the mood.
    public var state = MoodState.noFace
    /// When it was captured and examined; nil without a clock.
    public var times: PictureTimes?
    /// Processor milliseconds to decode the picture; 0 where that is not measured.
    public var decodeMilliseconds = 0.0
    /// Processor milliseconds to find the faces.
    public var detectMilliseconds = 0.0
    /// Processor milliseconds to read those that count.
    public var readMilliseconds = 0.0

    /// The mean of the readings; nil when no face was read.
    public var expression: ExpressionWeights? {
        guard !readings.isEmpty else { return nil }
        var sum = ExpressionWeights()
        for reading in readings {
            for expression in Expression.allCases { sum[expression] += reading.expression[expression] }
        }
        return sum.normalised
    }

    /// Whether cascade and network together doubt that this is a face, and it never moved: none of the three alone is a reason. Real faces
    /// are often barely found or read without confidence, but they move; a picture on the wall does not, but is found and read well.
    /// What is no face has little to speak for it: noise gives a product of 4 in the middle, a face one of 50.
    static func isDoubtful(_ face: TrackedFace, _ expression: ExpressionWeights) -> Bool {
        !face.hasMoved && Double(expression.confidence) * face.evidence < doubtfulProduct
    }

    private static let doubtfulProduct = 10.0

    /// The same of a picture that stands alone, where nothing can be seen to move: real faces are often barely found, but seldom read
    /// without confidence as well.
    public static func isDoubtfulAlone(_ face: TrackedFace, _ expression: ExpressionWeights) -> Bool {
        let confidence = Double(expression.confidence)
        return confidence * confidence * Double(face.neighbors) < doubtfulAlone
    }

    /// Clouds and blobs in which the cascade finds a face have 1.5 in the middle, faces 10 and more.
    private static let doubtfulAlone = 2.5

    /// The largest face that was read.
    public var readFace: TrackedFace? { faces.first { face in readings.contains { $0.face == face.id } } }

    /// A picture without a face.
    public init(seconds: Double, name: String? = nil, width: Int, height: Int) {
        self.seconds = seconds
        self.name = name
        self.width = width
        self.height = height
    }
}
