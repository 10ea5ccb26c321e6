import Tensor
import Testing

@testable import Capture

/// What can be tested of cameras and sound cards without having one; Tests/Devices tests the rest with the whole program.
@Suite struct SoundCardTests {

    @Test func missingDevicesSayWhatToDo() {
        let camera = #expect(throws: LeitmotifError.self) { try Camera(named: "/dev/video-that-is-not-there") }
        #expect(camera?.description == "open camera /dev/video-that-is-not-there: No such file or directory; see app cameras")
        let named = #expect(throws: LeitmotifError.self) { try Camera(named: "no camera is called like this") }
        #expect(named?.cause.contains("no camera has this number, id or name") == true)
        #expect(throws: LeitmotifError.self) { try Camera(named: "/dev/null") }
        let card = #expect(throws: LeitmotifError.self) {
            try SoundCard(SoundCardRequest(name: "no-such-card", rate: 44100, periodSeconds: 0.012))
        }
        #expect(card?.operation == "open sound device" && card?.nextStep.contains("app speakers") == true)
    }

    @Test func silentDeviceTakesEverything() throws {
        // alsa-lib's own `null` device, which needs no card.
        let card = try SoundCard(SoundCardRequest(name: "null", rate: 44100, periodSeconds: 0.006))
        #expect(card.periodFrames > 0 && card.bufferFrames >= 2 * card.periodFrames)
        let sound = sines(frames: 5000, channels: 2)
        #expect(card.write(interleaved: sound, frames: 5000))
        #expect(card.xruns == 0 && card.lossCode == 0 && card.hasPlayed)
        card.drain()
    }

    @Test(arguments: [(Double.nan, 0.006), (0, 0.006), (44100, 0), (44100, 100), (44100, .nan), (1e300, 0.006)])
    func absurdRequestsAreRefused(rate: Double, periodSeconds: Double) {
        let error = #expect(throws: LeitmotifError.self) {
            try SoundCard(SoundCardRequest(name: "null", rate: rate, periodSeconds: periodSeconds))
        }
        #expect(error?.kind == .outOfRange)
    }

    @Test func aLatencyIsATimeAtEveryRate() {
        for rate in [4000.0, 8000, 22050, 44100, 48000, 96000, 192_000, 384_000] {
            for seconds in [0.001, 0.003, 0.006, 0.023, 0.1, 0.2] {
                let request = SoundCardRequest(name: "null", rate: rate, periodSeconds: seconds)
                let period = Double(request.periodFrames(at: rate))
                // To the nearest whole quantum of 64 frames, but one at least, and 65,536 frames at most.
                let isNear = abs(period - seconds * rate) <= 32 || period == 64 || period == 65_536
                #expect(isNear, "\(seconds) s at \(rate) Hz: \(period)")
                #expect(request.bufferFrames(at: rate) >= 2 * request.periodFrames(at: rate))
            }
        }
        #expect(SoundCardRequest.blockFrames(seconds: .nan, rate: 44100) == 64)
        #expect(SoundCardRequest.blockFrames(seconds: 1e300, rate: 44100) == 65_536)
    }

    @Test func whatALSAConvertsIsNamedSoThatItParses() {
        #expect(SoundCardDevice.converting("hw:1,0") == "plughw:1,0")
        #expect(SoundCardDevice.converting("front:CARD=A,DEV=0") == "plug:'front:CARD=A,DEV=0'")
        #expect(SoundCardDevice.converting("plughw:1,0") == nil && SoundCardDevice.converting("plug:'hw:1'") == nil)
    }

    @Test func theMusicGoesToTheChannelsThatAreChosen() throws {
        let request = SoundCardRequest(name: "null", rate: 44100, periodSeconds: 0.006, channels: [3, 4])
        let card = try SoundCard(request)
        #expect(card.write(interleaved: sines(frames: 500, channels: 2), frames: 500))
    }
}
