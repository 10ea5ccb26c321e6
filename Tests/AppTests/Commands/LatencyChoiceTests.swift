import ArgumentParser
import Testing

@testable import App

@Suite struct LatencyChoiceTests {
    @Test func aLatencyIsTheSameTimeAtEveryRate() throws {
        #expect(try LatencyChoice("normal").blockFrames(rate: 44_100) == 256)
        #expect(try LatencyChoice("normal").blockFrames(rate: 192_000) == 1152)
        #expect(try LatencyChoice("safe").blockFrames(rate: 44_100) == 1024)
        #expect(try LatencyChoice("200").blockFrames(rate: 8000) == 1600)
        #expect(try LatencyChoice("200").blockFrames(rate: 192_000) == 38_400)
    }

    @Test(arguments: ["", "0", "-1", "nan", "inf", "0.5", "201", "fast", "1e9"]) func othersAreRefused(text: String) {
        #expect(throws: ValidationError.self) { try LatencyChoice(text) }
    }

    @Test(arguments: [("3,4", [3, 4]), ("4,3", [4, 3]), ("1", [1]), ("64", [64])])
    func channelsAreTakenAsTheyAreCounted(text: String, channels: [Int]) throws {
        #expect(try ChannelChoice(text).channels == channels)
    }

    @Test(arguments: ["", ",", "3,", ",4", "3,3", "0", "0,1", "-1,2", "65", "1,2,3", "a,b", "1.5", "99999999999999999999", "1 2", "１"])
    func otherChannelsAreRefused(text: String) {
        #expect(throws: ValidationError.self) { try ChannelChoice(text) }
    }
}
