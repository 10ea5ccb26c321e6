import Tensor
import Testing

@testable import Capture

/// What can be tested of cameras and sound cards without having one; Tests/Devices tests the rest with the whole program.
@Suite struct SoundCardTests {

    @Test func samplesAreConvertedForEveryDevice() {
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
        let card = #expect(throws: LeitmotifError.self) {
            try SoundCard(name: "no-such-card", rate: 44100, periodFrames: 512, periods: 3)
        }
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
}
