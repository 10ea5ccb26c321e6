import CSystem
import Tensor
import Testing

@testable import Capture

/// What can be said of cameras and sound cards without one; the rest is tried by Tests/Devices on the whole program.
@Suite struct DeviceTests {
    private func format(_ pixels: CameraFormat.Pixels, _ width: Int, _ height: Int, _ rate: Double?) -> CameraFormat {
        CameraFormat(pixels: pixels, width: width, height: height, framesPerSecond: rate)
    }

    @Test func choiceOfFormat() {
        let webcam = [
            format(.mjpeg, 1280, 720, 60), format(.mjpeg, 640, 480, 30), format(.yuyv, 1280, 720, 9), format(.yuyv, 640, 480, 30),
            format(.yuyv, 320, 240, 30), format(.yuyv, 160, 120, 60),
        ]
        #expect(CameraFormat.best(of: webcam) == webcam[3])
        // USB 1: only the compressed size is fast enough.
        let slow = [format(.yuyv, 640, 480, 7.5), format(.mjpeg, 640, 480, 30), format(.yuyv, 160, 120, 30)]
        #expect(CameraFormat.best(of: slow) == slow[1])
        let small = [format(.yuyv, 1920, 1080, 30), format(.nv12, 320, 240, 30), format(.yuyv, 640, 480, 10)]
        #expect(CameraFormat.best(of: small) == small[1])
        #expect(CameraFormat.best(of: [format(.yuyv, 640, 480, nil), format(.mjpeg, 640, 480, 30)])?.pixels == .yuyv)
        #expect(CameraFormat.best(of: [format(.yuyv, 640, 480, 120), format(.yuyv, 640, 480, 30)])?.framesPerSecond == 30)
        #expect(CameraFormat.best(of: [format(.grey, 640, 360, 5)])?.pixels == .grey)
        #expect(CameraFormat.best(of: [format(.rgb24, 640, 480, 30), format(.nv12, 640, 480, 30)])?.pixels == .nv12)
        #expect(CameraFormat.best(of: []) == nil)
        #expect(webcam[3].description == "YUYV 640×480 30.0 frames/s")
    }

    @Test func samplesForEveryDevice() {
        let samples: [Float] = [0, 1, -1, 0.5, 2, -2, .nan, 1e-9]
        let sixteen = SoundCardFormat(SoundCardFormat.wanted[2], channels: 2)
        let short = sixteen.convert(samples, samples: 8).assumingMemoryBound(to: Int16.self)
        #expect((0..<8).map { short[$0] } == [0, 32767, -32767, 16384, 32767, -32767, -32767, 0] && sixteen.sampleBytes == 2)
        let thirtyTwo = SoundCardFormat(SoundCardFormat.wanted[1], channels: 2)
        let long = thirtyTwo.convert(samples, samples: 8).assumingMemoryBound(to: Int32.self)
        let most: Int32 = 2_147_483_520
        #expect((0..<8).map { long[$0] } == [0, most, -most, most / 2, most, -most, -most, 2] && thirtyTwo.sampleBytes == 4)
        let float = SoundCardFormat(SoundCardFormat.wanted[0], channels: 2)
        samples.withUnsafeBufferPointer { #expect(float.convert($0.baseAddress!, samples: 8) == UnsafeRawPointer($0.baseAddress!)) }
    }

    @Test func missingDevicesSayWhatToDo() {
        let camera = #expect(throws: LeitmotifError.self) { try Camera(named: "/dev/video-that-is-not-there") }
        #expect(camera?.description == "open camera /dev/video-that-is-not-there: No such file or directory; see app cameras")
        let named = #expect(throws: LeitmotifError.self) { try Camera(named: "no camera is called like this") }
        #expect(named?.cause.contains("no camera has this number, id or name") == true)
        #expect(throws: LeitmotifError.self) { try Camera(named: "/dev/null") }
        let card = #expect(throws: LeitmotifError.self) { try SoundCard(name: "no-such-card", rate: 44100, periodFrames: 512, periods: 3) }
        #expect(card?.operation == "open sound device" && card?.nextStep.contains("app speakers") == true)
    }

    @Test func silentDeviceTakesEverything() throws {
        // alsa-lib's own `null` device, which needs no card.
        let card = try SoundCard(name: "null", rate: 44100, periodFrames: 256, periods: 3)
        #expect(card.periodFrames > 0 && card.bufferFrames >= 2 * card.periodFrames)
        let sound = sines(frames: 5000, channels: 2)
        #expect(card.write(interleaved: sound, frames: 5000))
        #expect(card.xruns == 0 && card.loss == nil)
        card.drain()
        #expect(throws: LeitmotifError.self) { try SoundCard(name: "null", rate: .nan, periodFrames: 256, periods: 3) }
        #expect(throws: LeitmotifError.self) { try SoundCard(name: "null", rate: 44100, periodFrames: 0, periods: 3) }
        #expect(throws: LeitmotifError.self) { try SoundCard(name: "null", rate: 44100, periodFrames: 256, periods: 1000) }
    }

    @Test func processorLevelIsKnown() {
        #if arch(x86_64)
            #expect((1...4).contains(system_cpu_level()))
        #else
            #expect(system_cpu_level() == 0)
        #endif
    }
}
