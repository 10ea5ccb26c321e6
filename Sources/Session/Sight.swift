import Cascade
import Mood
import Tensor

/// What was seen in one picture.
public struct Sight: Sendable {
    /// Time of the picture on its source's own time line.
    public var seconds: Double
    /// File name of a still picture, nil for a moving one.
    public var name: String?
    public var width: Int
    public var height: Int
    /// Every face found, largest first.
    public var faces: [Face] = []
    /// The network's own classes, empty when no face was read.
    public var probabilities: [Float] = []
    /// The five, folded; nil when no face was read.
    public var expression: ExpressionWeights?
    public var state = MoodState.noFace
    /// Processor milliseconds to find the faces, and to read one.
    public var detectMilliseconds = 0.0
    public var readMilliseconds = 0.0

    init(seconds: Double, name: String?, width: Int, height: Int) {
        self.seconds = seconds
        self.name = name
        self.width = width
        self.height = height
    }
}
