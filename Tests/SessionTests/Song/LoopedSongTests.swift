import Capture
import Glibc
import Mood
import Testing

@testable import Session

@Suite struct LoopedSongTests {
    private final class Held: SongSource {
        let sampleRate = 48_000.0
        let channels: Int
        let frames: [Float]
        private var position = 0
        var frameCount: Int? { frames.count / channels }

        init(_ frames: [Float], channels: Int = 1) { (self.frames, self.channels) = (frames, channels) }

        func read(into interleaved: UnsafeMutablePointer<Float>, frames wanted: Int) throws(LeitmotifError) -> Int {
            let count = min(wanted, 997, frames.count / channels - position)
            for index in 0..<count * channels { interleaved[index] = frames[position * channels + index] }
            position += count
            return count
        }

        func rewind() throws(LeitmotifError) { position = 0 }
    }

    private func passes(_ song: Held, frames: Int) throws -> [Float] {
        var looped = LoopedSong(song)
        var all: [Float] = []
        let room = UnsafeMutablePointer<Float>.allocate(capacity: 500 * song.channels)
        defer { room.deallocate() }
        while all.count < frames * song.channels {
            let got = try looped.read(into: room, frames: 500)
            try #require(got > 0)
            all += UnsafeBufferPointer(start: room, count: got * song.channels)
        }
        return Array(all.prefix(frames * song.channels))
    }

    private func sine(_ hertz: Double, frames: Int, phase: Double = 0) -> [Float] {
        (0..<frames).map { frame -> Float in
            let angle: Double = 2 * Double.pi * hertz * Double(frame) / 48_000 + phase
            let sample: Double = 16_000 * sin(angle)
            return Float(sample.rounded()) / 32_768
        }
    }

    private func bends(_ samples: [Float]) -> [Float] {
        (1..<samples.count - 1).map { place -> Float in
            let sides: Float = samples[place - 1] + samples[place + 1]
            return (sides - 2 * samples[place]).magnitude
        }
    }

    @Test(arguments: [(50.0, 0.0), (440.0, 1.0), (1000.0, 1.5), (3000.0, 0.2)]) func seamlessLoopStaysExact(_ hertz: Double, _ phase: Double) throws {
        let song = Held(sine(hertz, frames: 9600, phase: phase))
        #expect(try passes(song, frames: 30_000) == (0..<30_000).map { song.frames[$0 % 9600] })
    }

    @Test(arguments: [(50.0, 0.3), (437.3, 0.0), (441.7, 1.2), (1003.1, 2.0)]) func unlikeEndsDoNotClick(_ hertz: Double, _ phase: Double) throws {
        let song = Held(sine(hertz, frames: 9600 + 31, phase: phase))
        let heard = try passes(song, frames: 40_000)
        let usual = try #require(bends(song.frames).max())
        let step = (song.frames[9630] - song.frames[0]).magnitude
        #expect(try #require(bends(heard).max()) <= usual * 1.05 + 0.0005, "a step of \(step)")
        // Only the edges are touched: the length stays, and the first beginning.
        #expect(heard[..<9300].elementsEqual(song.frames[..<9300]))
        #expect(heard[(9631 + 300)..<(2 * 9631 - 300)].elementsEqual(song.frames[300..<9331]))
    }

    @Test func bothSidesFadeWhenOneIsUnlike() throws {
        let quiet = sine(500, frames: 9600), rough = sine(437.3, frames: 9600)
        let song = Held(zip(quiet, rough).flatMap { [$0, $1] }, channels: 2)
        let heard = try passes(song, frames: 20_000)
        #expect(abs(heard[2 * 9599]) < 0.001 && abs(heard[2 * 9600]) < 0.001 && abs(heard[2 * 9600 + 1]) < 0.001)
    }

    @Test func emptySongEndsAtOnce() throws {
        var looped = LoopedSong(Held([]))
        var sample: Float = 0
        #expect(try looped.read(into: &sample, frames: 1) == 0)
    }
}
