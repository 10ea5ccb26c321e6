import Glibc
import Tensor
import Testing

@testable import Capture

/// With a stand-in child that writes what `rpicam-vid` does: planar YUV 4:2:0, 640×480, nothing between the pictures.
@Suite struct RpicamCameraTests {
    private let folder = TemporaryFolder()

    /// A program that notes its arguments and its process, then runs `body`, in which `show N` writes a picture of luma N.
    private func standIn(_ body: String) -> String {
        for luma in 0...9 {
            let colour = [UInt8](repeating: 255, count: 640 * 240)
            _ = folder.file("picture-\(luma)", [UInt8](repeating: UInt8(luma), count: 640 * 480) + colour)
        }
        let path = folder.file(
            "rpicam-vid",
            """
            #!/bin/sh
            echo "$*" > '\(folder.path)/arguments'
            echo $$ > '\(folder.path)/process'
            show() { cat "\(folder.path)/picture-$1"; }
            \(body)
            """)
        chmod(path, 0o755)
        return path
    }

    private func camera(_ body: String, patience: Patience = Patience()) throws(LeitmotifError) -> RpicamCamera {
        let program = standIn(body)
        while true {
            do throws(LeitmotifError) {
                return try RpicamCamera(programs: ["no-such-program", program], patience: patience)
            } catch {
                // A child that another test has just started holds the file open for writing until it runs its own program.
                guard error.cause.contains("Text file busy") else { throw error }
            }
        }
    }

    private func refusal(_ body: String, patience: Patience = Patience()) -> LeitmotifError? {
        do throws(LeitmotifError) {
            _ = try camera(body, patience: patience)
            return nil
        } catch { return error }
    }

    private func luma(_ camera: RpicamCamera) throws -> [UInt8] {
        var plane = LumaPlane(width: 1, height: 1)
        _ = try #require(try camera.next(into: &plane))
        let view = plane.view
        #expect(view.width == 640 && view.height == 480)
        return [view.base[0], view.base[479 * view.stride + 639]]
    }

    @Test func picturesComeAtFullRangeAndTheNewestCounts() throws {
        let camera = try camera("show 3; while [ ! -e \(folder.path)/seen ]; do sleep 0.01; done; show 4; show 5; exec sleep 600")
        #expect(try luma(camera) == [3, 3])
        // Room for two (F_SETPIPE_SZ), so that both wait (FIONREAD) when we look again.
        #expect(fcntl(camera.child.output, 1031, 1 << 20) == 1 << 20)
        _ = folder.file("seen", "")
        var waiting: Int32 = 0
        while waiting < 2 * 640 * 480 * 3 / 2 { #expect(ioctl(camera.child.output, 0x541B, &waiting) == 0) }
        #expect(try luma(camera) == [5, 5])
        let arguments = String(decoding: bytes(of: folder.path + "/arguments"), as: UTF8.self)
        #expect(arguments.contains("--codec yuv420 --width 640 --height 480") && arguments.contains("--output -"))
    }

    @Test func aPictureInPiecesIsWhole() throws {
        let camera = try camera("head -c 1000 < \(folder.path)/picture-7; sleep 0.1; tail -c +1001 < \(folder.path)/picture-7; exec sleep 600")
        #expect(try luma(camera) == [7, 7])
    }

    @Test func waitingIsNeverLongerThanAsked() throws {
        let camera = try camera("show 1; exec sleep 600")
        #expect(try luma(camera) == [1, 1])
        var plane = LumaPlane(width: 1, height: 1)
        #expect(try camera.wait(milliseconds: 20, into: &plane) == .timeout)
        #expect(throws: LeitmotifError.self) { try camera.rewind() }
    }

    @Test func anEndIsALossWithItsReason() throws {
        let camera = try camera("show 1; show 2 | head -c 5000; echo 'ERROR: *** Camera frontend has timed out! ***' >&2")
        do throws(LeitmotifError) {
            var plane = LumaPlane(width: 1, height: 1)
            while true { _ = try camera.next(into: &plane) }
        } catch {
            #expect(error.kind == .lost && error.cause.hasSuffix("rpicam-vid ended: Camera frontend has timed out!"))
        }
    }

    @Test func aSilentChildIsLost() throws {
        let camera = try camera("show 1; show 2; exec sleep 600")
        do throws(LeitmotifError) {
            var plane = LumaPlane(width: 1, height: 1)
            while true { _ = try camera.next(into: &plane) }
        } catch { #expect(error.kind == .lost && error.cause.hasPrefix("no picture for ")) }
    }

    @Test func theChildEndsWithTheCamera() throws {
        var camera: RpicamCamera? = try camera("show 1; exec sleep 600")
        #expect(try luma(try #require(camera)) == [1, 1])
        let process = try #require(pid_t(String(decoding: bytes(of: folder.path + "/process").dropLast(), as: UTF8.self)))
        #expect(kill(process, 0) == 0)
        camera = nil
        // Not even as a zombie.
        #expect(kill(process, 0) == -1 && errno == ESRCH)
    }

    @Test func whatDoesNotStartSaysWhy() {
        let absent = refusal("echo '[0:01] [2] INFO Camera camera_manager.cpp:284 libcamera v0.5' >&2; echo 'ERROR: *** no cameras available ***' >&2")
        #expect(absent?.kind == .notFound && absent?.cause.hasSuffix("rpicam-vid: no cameras available") == true)
        let busy = refusal("echo 'ERROR: *** failed to acquire camera /base/soc/i2c0mux/i2c@1/imx219@10 ***' >&2; exit 255")
        #expect(busy?.kind == .busy && busy?.nextStep == "end the program that uses the camera")
        #expect(refusal("exit 1")?.cause.hasSuffix("rpicam-vid ended at once") == true)
        #expect(refusal("exec sleep 600", patience: Patience(seconds: 0.1))?.cause == "no picture within 0 seconds")
        #expect(refusal("exec sleep 600", patience: .endless { true })?.kind == .lost)
    }

    @Test func withoutTheProgramTheNextStepIsToInstallIt() {
        do throws(LeitmotifError) {
            _ = try RpicamCamera(programs: ["no-such-program", "neither-this"], patience: Patience())
            Issue.record("it opened")
        } catch {
            #expect(error.kind == .missingProgram && error.cause == "no-such-program is not installed")
            #expect(error.nextStep.contains("apt install"))
        }
    }

    @Test func driversOfTheBoardAreKnown() {
        #expect(BoardDriver("unicam") == .sensor && BoardDriver("rp1-cfe") == .sensor)
        #expect(BoardDriver("bcm2835-isp") == .processor && BoardDriver("pispbe") == .processor)
        #expect(BoardDriver("uvcvideo") == nil && BoardDriver("") == nil)
        #expect(BoardDriver.refusal(of: "unicam", at: "/dev/video0").nextStep == "use --camera rpicam")
    }
}
