import Glibc

/// Which format to try, and when, until a camera starts: without a clock and without a device. A bus that hiccups deserves another
/// try, a full one a format that needs less of it, a refused format the next best.
struct CameraStart {
    /// What to do next.
    enum Step: Equatable {
        case attempt(CameraFormat, afterSeconds: Double)
        /// No use: the last refusal is the answer.
        case giveUp
    }

    /// No more attempts than this in all: people wait.
    static let mostAttempts = 8
    /// Pauses between attempts with one format.
    static let pauses = [0.1, 0.3]

    private(set) var step: Step
    private(set) var attempts = 0
    /// Formats not given up, the best first; the first is the one being tried.
    private var left: [CameraFormat]
    private var failures = 0

    /// - Parameter formats: the best first.
    init(_ formats: [CameraFormat]) {
        left = formats
        step = formats.first.map { .attempt($0, afterSeconds: 0) } ?? .giveUp
    }

    /// The attempt failed with this errno.
    mutating func failed(_ code: Int32) {
        attempts += 1
        guard attempts < CameraStart.mostAttempts, let format = left.first else { return step = .giveUp }
        let others: [CameraFormat]
        switch abs(code) {
        case ENODEV, ENXIO, ENOENT, EACCES, EPERM: return step = .giveUp
        // The same again would be refused again.
        case EINVAL, ENOTTY, EOPNOTSUPP: return go(on: Array(left.dropFirst()))
        case ENOSPC:
            others = cheaper(than: format)
            guard others.isEmpty else { return go(on: others) }
        case EBUSY: others = []
        default: others = cheaper(than: format).isEmpty ? Array(left.dropFirst()) : cheaper(than: format)
        }
        guard failures < CameraStart.pauses.count else { return go(on: others) }
        step = .attempt(format, afterSeconds: CameraStart.pauses[failures])
        failures += 1
    }

    private mutating func go(on others: [CameraFormat]) {
        (left, failures) = (others, 0)
        step = others.first.map { .attempt($0, afterSeconds: CameraStart.pauses[0]) } ?? .giveUp
    }

    /// What needs less of the bus, the best first.
    private func cheaper(than format: CameraFormat) -> [CameraFormat] {
        left.filter { $0.bytesPerSecond < format.bytesPerSecond }
    }
}
