import Mood

/// Why a calibration failed.
public enum CalibrationProblem: Equatable, Sendable {
    case noFace(pictures: Int)
    /// There was a face in fewer than half of the pictures.
    case seldomSeen(readings: Int, pictures: Int)
    /// The face shows an expression stronger than a calibration may remove.
    case notNeutral(Expression)
}

/// Collects the readings of one face for some seconds of the session, starting with its first picture. Moving pictures must show
/// the same face; of still ones all are taken, whatever the size and position of the face.
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
    /// The number of the face in the first reading of a moving picture.
    private var face: Int?
    private let start: Double
    private var firstReading: Double?

    /// - Parameters:
    ///   - seconds: how long to gather, from the first reading on.
    ///   - start: session second.
    init(name: String, seconds: Double, start: Double) {
        self.name = name
        self.seconds = seconds
        self.start = start
    }

    /// - Parameters:
    ///   - sight: as read, without a calibration.
    ///   - now: session seconds.
    mutating func see(_ sight: Sight, at now: Double) {
        pictures += 1
        let reading = sight.readings.first { $0.face == face } ?? (face == nil ? sight.readings.first : nil)
        guard let reading else { return }
        if sight.name == nil { face = reading.face }
        firstReading = firstReading ?? now
        readings.append(reading.expression)
    }

    /// Whether it is over: enough was seen, or nobody came.
    /// - Parameter now: session seconds.
    func isOver(at now: Double) -> Bool {
        if let firstReading { return now - firstReading >= seconds }
        return now - start > CalibrationRun.patienceSeconds
    }

    var outcome: Outcome {
        guard !readings.isEmpty else { return .failed(.noFace(pictures: pictures)) }
        guard 2 * readings.count >= pictures else { return .failed(.seldomSeen(readings: readings.count, pictures: pictures)) }
        let calibration = Calibration(neutralFace: readings)
        if let other = calibration.whatIsNotNeutral(in: readings) { return .failed(.notNeutral(other)) }
        return .calibrated(calibration, pictures: readings.count)
    }
}
