import Cascade
import Mood
import Tensor

/// What was seen in one picture.
public struct Sight: Equatable, Sendable {
    /// Confidence below which a reading is called unsure.
    static let unsureConfidence: Float = 0.1

    /// Time of the picture on its source's own time line.
    public var seconds: Double
    /// How long the picture lasts on that time line; 0 when pictures come by themselves, as a camera's do.
    public var lasting = 0.0
    /// File name of a still picture, nil for a moving one.
    public var name: String?
    public var width: Int
    public var height: Int
    /// Every face in sight, largest first.
    public var faces: [TrackedFace] = []
    /// What the faces that count show, each by its number.
    public var readings: [FaceReading] = []
    public var state = MoodState.noFace
    /// Processor milliseconds to decode the picture (0 where that is not measured), to find the faces, and to read those that count.
    public var decodeMilliseconds = 0.0
    public var detectMilliseconds = 0.0
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

    /// The largest of the faces that were read.
    public var readFace: TrackedFace? { faces.first { face in readings.contains { $0.face == face.id } } }

    public init(seconds: Double, name: String? = nil, width: Int, height: Int) {
        self.seconds = seconds
        self.name = name
        self.width = width
        self.height = height
    }
}
