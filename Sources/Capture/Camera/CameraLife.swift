import Glibc

/// The life of a streaming camera, without a clock and without a device: what the driver answered goes in, each with its time, and
/// the next step comes out. Every time is of a clock that runs on while the machine sleeps.
struct CameraLife {
    /// What to do next.
    enum Step: Equatable {
        /// Waits until the driver has something, at most this long.
        case wait(seconds: Double)
        /// Takes the newest picture out of the driver's queue.
        case take
        /// Queues the buffers again that the driver refused.
        case queue
        /// Stops the stream and starts it again, which gives back every buffer and ends an error of the driver.
        case restart
        /// Nothing more comes from here.
        case lose(CameraLoss)
    }

    /// How waiting ended.
    enum Waited: Equatable {
        case quiet, ready
        /// The driver reports an error; taking a picture says which.
        case trouble
        case failed(Int32)
    }

    /// What the driver's queue held.
    enum Taken: Equatable {
        case picture
        /// One that had waited too long to be worth showing.
        case old
        /// Marked as faulty by the driver, empty, too short or undecodable.
        case damaged
        case nothing
        case failed(Int32)
    }

    /// A time between two answers above this was not spent waiting: the program was stopped, or the machine slept.
    static let absenceSeconds = 2.0
    /// The longest single wait, well below that.
    static let waitSeconds = 0.5
    /// Some cameras take this long to start, or to wake up.
    static let startSeconds = 5.0
    /// A running camera is silent after this long without a picture, or after four intervals between pictures.
    static let silentSeconds = 2.0
    /// So many restarts within ten seconds are enough.
    static let mostRestarts = 3
    /// Drivers keep up to two buffers for themselves.
    static let leastQueued = 2

    private(set) var step = Step.wait(seconds: CameraLife.waitSeconds)
    /// How long the next picture may take before the camera seems away: cameras slow down without a word, in the dark or on a busy
    /// bus, and many begin with pictures in quick succession.
    var nextWithin: Double { max(CameraLife.silentSeconds / 1.5, interval ?? 0) }
    /// How far apart pictures are; nil while nobody knows. Follows a slower camera at once, a faster one slowly.
    private(set) var interval: Double?
    private var lastAnswer: Double
    /// Whoever opened it may have been busy with other things before the first question.
    private var isAttended = false
    /// Time spent attending the camera, without absences.
    private var attended = 0.0
    private var lastPicture: Double?
    /// When the present patience began: at the last picture, or at a start.
    private var patientSince = 0.0
    /// Starting, or waking up: until the second picture.
    private var isStarting = true
    private var damagedSince: Double?
    private var restarts: [Double] = []
    private var isInTrouble = false
    private var queuesAgain = true
    /// The last absence: when it ended, and how long it was.
    private var absence: (end: Double, seconds: Double)?

    /// - Parameter grantedInterval: what the driver promised; it need not keep it.
    init(grantedInterval: Double?, at now: Double) {
        interval = grantedInterval.map { min(max($0, 0.001), 10) }
        lastAnswer = now
    }

    mutating func waited(_ outcome: Waited, at now: Double) {
        attend(now)
        switch outcome {
        case .quiet: step = patience
        case .ready: step = .take
        case .trouble:
            isInTrouble = true
            step = .take
        case .failed(let code): stop(code)
        }
    }

    mutating func took(_ outcome: Taken, at now: Double) {
        attend(now)
        switch outcome {
        case .picture:
            if let lastPicture {
                // Damaged ones in between were pictures as well.
                if damagedSince == nil { measure(attended - lastPicture) }
                // Only now it is known how far apart they are: what the driver promised is no measure.
                isStarting = false
            }
            (lastPicture, patientSince) = (attended, attended)
            (damagedSince, isInTrouble, queuesAgain) = (nil, false, true)
            step = .wait(seconds: CameraLife.waitSeconds)
        case .old:
            patientSince = attended
            (damagedSince, isInTrouble) = (nil, false)
            step = .wait(seconds: CameraLife.waitSeconds)
        case .damaged:
            damagedSince = damagedSince ?? attended
            (isInTrouble, queuesAgain) = (false, true)
            step = patience
        case .nothing where isInTrouble: stop(EIO)
        case .nothing: step = patience
        case .failed(let code): stop(code)
        }
    }

    /// How many buffers the driver has, of all that there are, after some were given back.
    mutating func queued(_ queued: Int, of count: Int) {
        if case .lose = step { return }
        if step == .restart { return }
        if queued < count, queuesAgain {
            // Once a picture: what fails twice will not succeed a moment later.
            queuesAgain = false
            step = .queue
        } else if queued < min(CameraLife.leastQueued, count) {
            stop(ENOBUFS)
        } else if step == .queue {
            step = .wait(seconds: CameraLife.waitSeconds)
        }
    }

    /// - Parameter code: 0, or why the stream did not start again.
    mutating func restarted(_ code: Int32, at now: Double) {
        attend(now)
        guard code == 0 else { return stop(code) }
        begin()
        step = .wait(seconds: CameraLife.waitSeconds)
    }

    // MARK: - Within

    private mutating func attend(_ now: Double) {
        let passed = now - lastAnswer
        let wasAttended = isAttended
        (lastAnswer, isAttended) = (max(lastAnswer, now), true)
        if passed > CameraLife.absenceSeconds {
            if wasAttended { absence = (attended, passed) }
            begin()
        } else {
            attended += max(0, passed)
        }
    }

    /// A camera that starts or wakes up has more time for its first picture.
    private mutating func begin() {
        (isStarting, lastPicture, patientSince) = (true, nil, attended)
        (damagedSince, isInTrouble, queuesAgain) = (nil, false, true)
    }

    private mutating func measure(_ seconds: Double) {
        guard let known = interval, seconds < known else { return interval = min(seconds, 10) }
        interval = known + (seconds - known) / 8
    }

    /// Waits on, unless too much time has passed without a picture.
    private var patience: Step {
        let running = max(CameraLife.silentSeconds, 4 * (interval ?? 0))
        let limit = isStarting ? max(CameraLife.startSeconds, running) : running
        guard attended - patientSince >= limit else { return .wait(seconds: CameraLife.waitSeconds) }
        let waited = (attended - patientSince).rounded()
        return .lose(loss(damagedSince == nil ? .silent(seconds: waited) : .damaged(seconds: waited)))
    }

    private mutating func stop(_ code: Int32) {
        let code = abs(code)
        if code == ENODEV || code == ENXIO { return step = .lose(loss(.gone)) }
        restarts.removeAll { attended - $0 > 10 }
        guard restarts.count < CameraLife.mostRestarts else { return step = .lose(loss(.stopped(code))) }
        restarts.append(attended)
        step = .restart
    }

    private func loss(_ cause: CameraLoss.Cause) -> CameraLoss {
        CameraLoss(cause: cause, absence: absence.flatMap { attended - $0.end <= CameraLife.startSeconds + 1 ? $0.seconds : nil })
    }
}

/// Why a camera is lost.
struct CameraLoss: Equatable {
    enum Cause: Equatable {
        case gone
        case silent(seconds: Double)
        case damaged(seconds: Double)
        case stopped(Int32)
    }

    let cause: Cause
    /// How long the program or the machine had been stopped just before; nil when it had not.
    let absence: Double?

    /// One line for people. After an absence nobody has pulled a cable: buses come back late, or their devices are new ones.
    func error(_ camera: String) -> LeitmotifError {
        let words: String
        var next = "plug it in again if it does not come back"
        switch cause {
        case .gone:
            words = absence == nil ? "it was unplugged" : "it is gone"
            next = "plug it in again"
        case .silent(let seconds): words = "no picture for \(Int(seconds)) seconds"
        case .damaged(let seconds):
            words = "only damaged pictures for \(Int(seconds)) seconds"
            next = "try another cable or USB socket"
        case .stopped(let code): words = "it stopped: \(systemText(code))"
        }
        guard let absence else { return LeitmotifError(.lost, "read camera", camera, words, next: next) }
        return LeitmotifError(
            .lost, "read camera", camera, "\(words), after the program or the machine was stopped for \(Int(absence)) seconds",
            next: "wait until it is back, or start again")
    }
}
