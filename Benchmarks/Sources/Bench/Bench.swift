// Bench: measures the program's parts on the machine it runs on and prints tables.
// May import every library of the package beside it and Foundation; nothing imports it.
// Sound and picture are made here from formulas and seeds; weights come from Weights/; figures go to standard output.
import AllocationCounter
import Foundation

@main
struct Bench {
    private struct Report: Encodable {
        var machine: Machine
        var clockMicroseconds: Double
        var chain: [ChainFigures]
        var vision: [VisionFigures]
        var pictures: [PictureFigures]
    }

    static func main() throws {
        let options = Options(Array(CommandLine.arguments.dropFirst()))
        if options.answer { return try Answering().run() }
        checkTheCounter(options.blocks)
        let report = Report(
            machine: .this, clockMicroseconds: ProcessorClock.ownMicroseconds,
            chain: ChainTable.measure(blocks: options.blocks), vision: try Vision.measure(),
            pictures: try PictureCost()?.measure() ?? [])
        if options.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
            return checkThatNothingWasAllocated(report.chain)
        }
        print("\(report.machine), \(Int(ChainTable.rate)) Hz stereo\n")
        print(ChainTable.text(report.chain))
        print("\n\(options.blocks) blocks, each played \(ChainTable.passes) times.")
        print(String(format: "Reading the clock costs %.2f µs a block, included.", report.clockMicroseconds))
        print(ChainTable.verdict(report.chain))
        defer { checkThatNothingWasAllocated(report.chain) }
        guard !report.vision.isEmpty else { return print("\nNo Weights/ found: vision not measured.") }
        print("\n\(Vision.text(report.vision))\n\n\(PictureCost.text(report.pictures))")
    }

    /// Sound that waits for memory may come too late: that fails the run, after its tables.
    private static func checkThatNothingWasAllocated(_ figures: [ChainFigures]) {
        guard let row = figures.first(where: { $0.allocationsPerBlock > 0 }) else { return }
        FileHandle.standardError.write(Data("bench: \(row.row) in blocks of \(row.blockFrames): memory was allocated while it played\n".utf8))
        exit(1)
    }

    /// A count of 0 is only worth something if the counter counts.
    private static func checkTheCounter(_ blocks: Int) {
        let before = allocation_count()
        withExtendedLifetime([Float](repeating: 0, count: blocks)) {}
        if allocation_count() > before { return }
        FileHandle.standardError.write(Data("bench: allocations are not counted here: malloc is not ours\n".utf8))
        exit(1)
    }
}
