import Mood

/// Why no calibration came of it.
public enum CalibrationProblem: Equatable, Sendable {
    case noFace(looks: Int)
    /// A face was there in fewer than half of the pictures.
    case seldomSeen(readings: Int, looks: Int)
    /// The face shows something, more than a calibration may take away.
    case notNeutral(Expression)
}

/// Gathers what one face shows for some seconds of the session, from its first picture on. Moving pictures must show the same face;
/// of still ones all are taken, each may be of another size and place.
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
    /// Of the moving picture's first reading.
    private var face: Int?
    private var firstLook: Double?
    private var firstReading: Double?

    init(name: String, seconds: Double) {
        self.name = name
        self.seconds = seconds
    }

    /// - Parameters:
    ///   - sight: as read, without a calibration.
    ///   - now: session seconds.
    mutating func see(_ sight: Sight, at now: Double) {
        looks += 1
        firstLook = firstLook ?? now
        let reading = sight.readings.first { $0.face == face } ?? (face == nil ? sight.readings.first : nil)
        guard let reading else { return }
        if sight.name == nil { face = reading.face }
        firstReading = firstReading ?? now
        readings.append(reading.expression)
    }

    /// Whether its time is over: enough was seen, or nobody came.
    /// - Parameter now: session seconds.
    func isOver(at now: Double) -> Bool {
        if let firstReading { return now - firstReading >= seconds }
        return firstLook.map { now - $0 > CalibrationRun.patienceSeconds } ?? false
    }

    var outcome: Outcome {
        guard !readings.isEmpty else { return .failed(.noFace(looks: looks)) }
        guard 2 * readings.count >= looks else { return .failed(.seldomSeen(readings: readings.count, looks: looks)) }
        let calibration = Calibration(neutralFace: readings)
        if let other = calibration.whatIsNotNeutral(in: readings) { return .failed(.notNeutral(other)) }
        return .calibrated(calibration, pictures: readings.count)
    }
}
