import Glibc
import Tensor

/// The camera at a Raspberry Pi's ribbon cable, by way of `rpicam-vid`: what Video4Linux shows of it is the sensor's raw data, without
/// exposure. The program runs as a child and ends with this object. Delivers the newest picture and passes over older ones. Belongs to
/// one thread at a time.
public final class RpicamCamera: FrameSource {
    /// What `--camera` calls it.
    public static let name = "rpicam"
    /// Its older name is tried as well.
    static let programs = ["rpicam-vid", "libcamera-vid"]
    /// Pixels that suit faces, as of other cameras. A width of whole 128 bytes: no board pads such rows, and pictures in a pipe do not
    /// say how long their rows are.
    static let (width, height) = (640, 480)
    private static let framesPerSecond = 30.0
    /// Pictures that the child may have held back while we were busy; more at once is no camera.
    private static let mostHeldBack = 8

    /// The program that delivers.
    public let program: String
    /// What it was asked for.
    public let format = CameraFormat(pixels: .raw(.yu12), width: width, height: height, framesPerSecond: framesPerSecond)
    /// Nil: frames arrive by themselves.
    public let frameSeconds: Double? = nil
    /// False.
    public let isRewindable = false

    /// For tests as well.
    let child: ChildProcess
    private let pipe: LumaPipe
    private let layout: CameraPixels
    private var life: CameraLife
    private var clock = CaptureClock()
    private var heldBack = 0

    /// Starts the program and waits for the beginning of its first picture.
    /// - Parameter patience: how long to wait for that.
    /// - Throws: when it is not installed, finds no camera, or the camera is in use.
    public convenience init(patience: Patience = Patience()) throws(LeitmotifError) {
        try self.init(programs: RpicamCamera.programs, patience: patience)
    }

    init(programs: [String], patience: Patience) throws(LeitmotifError) {
        (child, program) = try Self.start(programs)
        pipe = LumaPipe(descriptor: child.output, rowBytes: Self.width, height: Self.height)
        // The program asks for the colours of JPEG, whose luma has the full range.
        layout = CameraPixels(pixels: .yu12, width: Self.width, height: Self.height, isLimitedRange: false)
        life = CameraLife(grantedInterval: 1 / Self.framesPerSecond, at: awakeAndAsleepSeconds())
        try begin(patience)
        life = CameraLife(grantedInterval: 1 / Self.framesPerSecond, at: awakeAndAsleepSeconds())
    }

    private static func start(_ programs: [String]) throws(LeitmotifError) -> (ChildProcess, String) {
        // Without a window, without end, without a word for every picture; each picture as soon as it is there.
        let manner = ["--timeout", "0", "--nopreview", "--verbose=0", "--flush"]
        let picture = ["--codec", "yuv420", "--width", "\(width)", "--height", "\(height)", "--framerate", "\(Int(framesPerSecond))"]
        for program in programs {
            do throws(LeitmotifError) {
                let arguments = manner + picture + ["--output", "-"]
                return (try ChildProcess(program, arguments, package: "rpicam-apps", for: "open camera", of: name), program)
            } catch where error.kind == .missingProgram {}
        }
        throw LeitmotifError(
            .missingProgram, "open camera", name, "\(programs[0]) is not installed",
            next: "on Raspberry Pi OS: sudo apt install rpicam-apps; without a camera at the ribbon cable name another source")
    }

    /// Waits in short steps for the first bytes.
    private func begin(_ patience: Patience) throws(LeitmotifError) {
        var waited = 0.0
        while !pipe.waits(milliseconds: 50) {
            waited += 0.05
            guard !patience.isOver(), waited < patience.seconds else {
                throw refusal(.lost, "no picture within \(Int(waited.rounded())) seconds")
            }
        }
        // Only a look: a picture that is whole already is the first.
        if pipe.isAtEnd { throw refusal(.failed, "\(program) ended at once") }
    }

    /// Why it does not start: what the program says, else `words`.
    private func refusal(_ kind: LeitmotifError.Kind, _ words: String) -> LeitmotifError {
        let complaint = RpicamComplaint(child.complaintText)
        return LeitmotifError(
            complaint.kind ?? kind, "open camera", Self.name, complaint.words.map { "\(program): \($0)" } ?? words,
            next: complaint.nextStep)
    }

    /// Waits some seconds, which cameras need to start; throws after that, or when the program ended.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            if case .frame(let stamp) = try wait(milliseconds: 500, into: &plane) { return stamp }
        }
    }

    /// Always throws.
    public func rewind() throws(LeitmotifError) {
        throw LeitmotifError(.unsupported, "rewind", Self.name, "a camera has no beginning", next: "use a file")
    }

    /// Waits up to `milliseconds` for a picture newer than the last one, and delivers the newest. Throws when the program ended or is
    /// stuck; no more come from this object then: open another.
    public func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait {
        let deadline = awakeAndAsleepSeconds() + Double(milliseconds) / 1000
        var hasWaited = false
        while true {
            switch life.step {
            case .wait(let seconds):
                let left = deadline - awakeAndAsleepSeconds()
                if left <= 0 && hasWaited { return .timeout }
                hasWaited = true
                let isReady = pipe.waits(milliseconds: Int32((max(0, min(seconds, left)) * 1000).rounded(.up)))
                life.waited(isReady ? .ready : .quiet, at: awakeAndAsleepSeconds())
            case .take:
                if let stamp = try takeNewest(into: &plane) { return .frame(stamp) }
            case .lose(let loss): throw lost(loss.error(Self.name).cause)
            // There are no buffers to queue, and whoever owns this starts another program.
            case .queue, .restart: throw lost("it stopped")
            }
        }
    }

    /// A picture behind which no other waits.
    private func takeNewest(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            switch pipe.take() {
            case .part:
                life.took(.nothing, at: awakeAndAsleepSeconds())
                return nil
            case .ended: throw lost("\(program) ended")
            case .whole:
                // What it held back while we were busy comes at once; a camera's next picture does not.
                if heldBack < Self.mostHeldBack, pipe.waits(milliseconds: 3) {
                    heldBack += 1
                    continue
                }
                heldBack = 0
                _ = layout.luma(of: pipe.luma, into: &plane)
                life.took(.picture, at: awakeAndAsleepSeconds())
                // When the sensor saw it is not in the pipe.
                var stamp = clock.stamp(driver: timeval(), flags: 0, now: monotonicSeconds())
                stamp.nextWithin = life.nextWithin
                return stamp
            }
        }
    }

    private func lost(_ words: String) -> LeitmotifError {
        let complaint = RpicamComplaint(child.complaintText)
        return LeitmotifError(
            .lost, "read camera", Self.name, complaint.words.map { "\(words): \($0)" } ?? words,
            next: "if it does not come back: switch the board off and look at the ribbon cable")
    }
}
