import DSP
import FoundationEssentials
import Glibc

/// Loudness over time and frequency, from sound pushed block by block. Memory depends on the size of the picture, not on the
/// length of the sound.
final class PlotSpectrogram {
    static let lowHertz = 50.0
    static let highHertz = 16_000.0
    let columns: Int
    let rows: Int
    private let frames: Int64
    private let transform: PowerSpectrum
    private let windowsPerColumn: Int
    /// Mean power of `columns * rows` cells, row 0 the highest frequency.
    private var powers: [Float]
    /// The bins of each row, fractional, from its lower to its upper edge; nil above the Nyquist frequency.
    private let bins: [ClosedRange<Double>?]
    /// Samples still needed: `pending[0]` is frame `firstFrame`. Starts with silence, as the first window reaches before frame 0.
    private var pending: [Float]
    private var firstFrame: Int64
    private var nextWindow = 0

    /// - Parameters:
    ///   - frames: how many will be pushed.
    ///   - columns: the maximum; a short sound gets fewer, wider ones.
    init(frames: Int64, rate: Double, columns: Int, rows: Int) {
        // About a fifth of a second: resolves semitones from 200 Hz up, and still shows onsets.
        var size = 256
        while Double(size) < rate * 0.18 { size *= 2 }
        transform = PowerSpectrum(size: size)
        self.frames = frames
        self.rows = rows
        // Windows a sixteenth apart differ too little to be worth computing; more than half a window apart, they miss too much.
        self.columns = Int(min(Int64(columns), max(1, frames / Int64(size / 16))))
        windowsPerColumn = Int(max(1, (frames / Int64(self.columns) + Int64(size / 2) - 1) / Int64(size / 2)))
        powers = [Float](repeating: 0, count: self.columns * rows)
        let octaves = log2(PlotSpectrogram.highHertz / PlotSpectrogram.lowHertz)
        bins = (0..<rows).map { row in
            func bin(_ edge: Int) -> Double {
                PlotSpectrogram.lowHertz * exp2(octaves * Double(rows - edge) / Double(rows)) * Double(size) / rate
            }
            return bin(row) <= Double(size / 2) ? bin(row + 1)...bin(row) : nil
        }
        pending = [Float](repeating: 0, count: size / 2)
        firstFrame = -Int64(size / 2)
    }

    func push(_ samples: UnsafePointer<Float>, frames count: Int) {
        pending.append(contentsOf: UnsafeBufferPointer(start: samples, count: count))
        analyse()
    }

    /// Decibels of every cell: 0 is a full-scale sine, −200 silence. To be called once, after the last frame.
    func decibels() -> [Float] {
        pending.append(contentsOf: repeatElement(0, count: transform.size))
        analyse()
        return powers.map { $0 > 1e-20 ? 10 * log10($0 / Float(windowsPerColumn)) : -200 }
    }

    private func analyse() {
        let windows = columns * windowsPerColumn
        while nextWindow < windows {
            let start = centre(of: nextWindow) - Int64(transform.size / 2)
            guard start + Int64(transform.size) <= firstFrame + Int64(pending.count) else { break }
            pending.withUnsafeBufferPointer { transform.measure($0.baseAddress! + Int(start - firstFrame)) }
            add(to: nextWindow / windowsPerColumn)
            nextWindow += 1
        }
        // Dropped in large pieces, because removing from the front moves all the rest.
        let nextFirst = centre(of: min(nextWindow, windows)) - Int64(transform.size / 2)
        let unneeded = Int(min(Int64(pending.count), nextFirst - firstFrame))
        if unneeded > 4 * transform.size || nextWindow == windows, unneeded > 0 {
            pending.removeFirst(unneeded)
            firstFrame += Int64(unneeded)
        }
    }

    private func centre(of window: Int) -> Int64 {
        Int64((Double(window) + 0.5) * Double(frames) / Double(columns * windowsPerColumn))
    }

    private func add(to column: Int) {
        for row in 0..<rows {
            guard let range = bins[row] else { continue }
            let lowest = Int(range.lowerBound.rounded(.up)), highest = Int(range.upperBound)
            // The loudest of the row's bins; interpolated where rows are finer than bins.
            var power = between(range.lowerBound)
            if lowest <= highest { for bin in lowest...highest { power = max(power, transform.powers[bin]) } }
            powers[row * columns + column] += power
        }
    }

    private func between(_ bin: Double) -> Float {
        let lower = min(Int(bin), transform.size / 2 - 1)
        let share = Float(bin - Double(lower))
        return transform.powers[lower] * (1 - share) + transform.powers[lower + 1] * share
    }
}
