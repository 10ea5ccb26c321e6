import Mood

/// Why a calibration failed.
public enum CalibrationProblem: Equatable, Sendable {
    case noFace(pictures: Int)
    /// There was a face in fewer than half of the pictures.
    case seldomSeen(readings: Int, pictures: Int)
    /// The face shows an expression stronger than a calibration may remove.
    case notNeutral(Expression)
}

/// Collects the readings of one face for some seconds, starting with its first picture. Of still pictures all are taken, whatever
/// the size and position of the face.
struct CalibrationRun: Sendable {
    enum Outcome: Sendable {
        case calibrated(Calibration, pictures: Int)
        case failed(CalibrationProblem)
    }

    /// How long to wait for a face.
    private static let patienceSeconds = 20.0

    let name: String
    private let seconds: Double
    private var readings: [ExpressionWeights] = []
    private var pictures = 0
    private var firstPicture: Double?
    private var firstReading: Double?

    init(name: String, seconds: Double) {
        self.name = name
        self.seconds = seconds
    }

    /// - Parameter sight: as read, without a calibration.
    /// - Returns: whether enough was seen.
    mutating func see(_ sight: Sight) -> Bool {
        pictures += 1
        firstPicture = firstPicture ?? sight.seconds
        if let reading = sight.readings.first {
            firstReading = firstReading ?? sight.seconds
            readings.append(reading.expression)
        }
        guard sight.name == nil else { return false }
        if let firstReading { return sight.seconds - firstReading >= seconds }
        return sight.seconds - (firstPicture ?? 0) > CalibrationRun.patienceSeconds
    }

    var outcome: Outcome {
        guard !readings.isEmpty else { return .failed(.noFace(pictures: pictures)) }
        guard 2 * readings.count >= pictures else { return .failed(.seldomSeen(readings: readings.count, pictures: pictures)) }
        let calibration = Calibration(neutralFace: readings)
        if let other = calibration.whatIsNotNeutral(in: readings) { return .failed(.notNeutral(other)) }
        return .calibrated(calibration, pictures: readings.count)
    }
}
