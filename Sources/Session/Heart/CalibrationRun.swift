import Mood

/// Why no calibration came of it.
public enum CalibrationProblem: Equatable, Sendable {
    case noFace(looks: Int)
    /// A face was there in fewer than half of the pictures.
    case seldomSeen(readings: Int, looks: Int)
    /// The face shows something, more than a calibration may take away.
    case notNeutral(Expression)
}

/// Gathers what one face shows for some seconds, from its first picture on; of still pictures all are taken, each may be of
/// another size and place.
struct CalibrationRun: Sendable {
    enum Outcome: Sendable {
        case calibrated(Calibration, pictures: Int)
        case failed(CalibrationProblem)
    }

    /// How long a face is waited for.
    private static let patienceSeconds = 20.0

    let name: String
    private let seconds: Double
    private var readings: [ExpressionWeights] = []
    private var looks = 0
    private var firstLook: Double?
    private var firstReading: Double?

    init(name: String, seconds: Double) {
        self.name = name
        self.seconds = seconds
    }

    /// - Parameter sight: as read, without a calibration.
    /// - Returns: whether enough was seen.
    mutating func see(_ sight: Sight) -> Bool {
        looks += 1
        firstLook = firstLook ?? sight.seconds
        if let reading = sight.readings.first {
            firstReading = firstReading ?? sight.seconds
            readings.append(reading.expression)
        }
        guard sight.name == nil else { return false }
        if let firstReading { return sight.seconds - firstReading >= seconds }
        return sight.seconds - (firstLook ?? 0) > CalibrationRun.patienceSeconds
    }

    var outcome: Outcome {
        guard !readings.isEmpty else { return .failed(.noFace(looks: looks)) }
        guard 2 * readings.count >= looks else { return .failed(.seldomSeen(readings: readings.count, looks: looks)) }
        let calibration = Calibration(neutralFace: readings)
        if let other = calibration.whatIsNotNeutral(in: readings) { return .failed(.notNeutral(other)) }
        return .calibrated(calibration, pictures: readings.count)
    }
}
