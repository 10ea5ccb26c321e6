import Mood

/// Why a calibration failed.
public enum CalibrationProblem: Equatable, Sendable {
    case noFace(pictures: Int)
    /// There was a face in fewer than half of the pictures.
    case seldomSeen(readings: Int, pictures: Int)
    /// The face shows an expression stronger than a calibration may remove.
    case notNeutral(Expression)
    /// In so many pictures it was another face's turn, or several were in sight.
    case changingFaces(others: Int, pictures: Int)
    /// The face was not seen while it was to show this.
    case notShown(Expression)
    /// In this face the two read too much alike.
    case alike(Expression, Expression)
}

/// Collects the readings of one face for some seconds of the session, starting with its first picture: the neutral face alone, or
/// all five expressions one after another (`CalibrationStep`). Moving pictures must show the same face; of still ones all are
/// taken, whatever the size and position of the face.
struct CalibrationRun: Sendable {
    enum Outcome: Sendable {
        case calibrated(Calibration, pictures: Int)
        case failed(CalibrationProblem)
    }

    /// How long to wait for a face.
    private static let patienceSeconds = 20.0
    /// In one of so many pictures another face may count.
    private static let fewestPicturesPerOther = 5

    let name: String
    private let seconds: Double
    private let showsAll: Bool
    /// In the order of `Expression.allCases`.
    private var readings = [[ExpressionWeights]](repeating: [], count: Expression.count)
    private var pictures = 0
    private var otherFaces = 0
    /// The number of the face in the first reading of a moving picture.
    private var face: Int?
    private let start: Double
    private var firstReading: Double?
    private var announced: CalibrationStep?

    /// - Parameters:
    ///   - seconds: how long to gather, from the first reading on; with `showsAll` how long each expression is held.
    ///   - start: session second.
    init(name: String, seconds: Double, showsAll: Bool = false, start: Double) {
        self.name = name
        self.seconds = seconds
        self.showsAll = showsAll
        self.start = start
    }

    /// - Parameters:
    ///   - sight: as read, without a calibration.
    ///   - now: session seconds.
    mutating func see(_ sight: Sight, at now: Double) {
        guard let shown = expression(of: sight, at: now) else { return }
        pictures += 1
        let isStill = sight.name != nil
        guard let reading = sight.readings.first(where: { $0.face == face }) ?? (face == nil ? sight.readings.first : nil) else {
            if !sight.readings.isEmpty { otherFaces += 1 }
            return
        }
        if !isStill { face = reading.face }
        // Whose picture is it? Of moving ones the face's number tells.
        if isStill, sight.faces.count > 1 { otherFaces += 1 }
        readings[Int(shown.rawValue)].append(reading.expression)
    }

    /// What the face is to show in this picture; nil while it is made.
    private mutating func expression(of sight: Sight, at now: Double) -> Expression? {
        if firstReading == nil, !sight.readings.isEmpty {
            firstReading = now
            // Whoever is guided may take a while to sit down.
            if showsAll, sight.name == nil { pictures = 0 }
        }
        guard showsAll else { return .neutral }
        // A still picture says so by its name.
        if let name = sight.name { return Expression.allCases.first { name.utf8.starts(with: $0.name.utf8) } }
        guard firstReading != nil else { return .neutral }
        if face == nil { face = sight.readings.first?.face }
        guard let step = step(at: now), step.isHeld else { return nil }
        return step.expression
    }

    /// What to do now; nil before the first face, and when the neutral one is all.
    func step(at now: Double) -> CalibrationStep? {
        guard showsAll, let firstReading else { return nil }
        return CalibrationStep(elapsed: now - firstReading, holding: seconds)
    }

    /// The step that has begun since the last call, if one has.
    mutating func newStep(at now: Double) -> CalibrationStep? {
        guard let step = step(at: now), step.expression != announced?.expression || step.isHeld != announced?.isHeld else { return nil }
        announced = step
        return step
    }

    /// Whether it is over: enough was seen, or nobody came.
    /// - Parameter now: session seconds.
    func isOver(at now: Double) -> Bool {
        guard let firstReading else { return now - start > CalibrationRun.patienceSeconds }
        return showsAll ? step(at: now) == nil : now - firstReading >= seconds
    }

    var outcome: Outcome {
        let count = readings.reduce(0) { $0 + $1.count }
        if otherFaces * CalibrationRun.fewestPicturesPerOther > pictures {
            return .failed(.changingFaces(others: otherFaces, pictures: pictures))
        }
        guard count > 0 else { return .failed(.noFace(pictures: pictures)) }
        if showsAll, let missing = CalibrationStep.order.first(where: { readings[Int($0.rawValue)].isEmpty }) {
            return .failed(.notShown(missing))
        }
        guard 2 * count >= pictures else { return .failed(.seldomSeen(readings: count, pictures: pictures)) }
        let neutral = readings[Int(Expression.neutral.rawValue)]
        let calibration = Calibration(neutralFace: neutral, prototypes: FacePrototypes(readings: readings))
        if let prototypes = calibration.prototypes {
            let (first, second, distance) = prototypes.nearest
            if distance < FacePrototypes.leastDistance { return .failed(.alike(first, second)) }
        } else if let other = calibration.whatIsNotNeutral(in: neutral) {
            return .failed(.notNeutral(other))
        }
        return .calibrated(calibration, pictures: count)
    }
}
