import Foundation

/// What can be asked for. Wrong use ends the program with one line and exit code 2.
struct Options {
    /// Blocks of each row and size; p99.9 needs some thousands.
    var blocks = 4000
    var json = false
    /// Answer questions on standard input instead: see `Answering`.
    var answer = false

    private static let help = """
        Measures the chain of effects and the vision on this machine.

          Scripts/bench [--blocks N] [--json]
          Scripts/bench --peers vision          beside OpenCV and ONNX Runtime, which are fetched first
          Scripts/bench --peers                 everything beside others, one after the other
          Scripts/bench --peers conditions      a hard face beside OpenCV, dlib and BlazeFace, which are fetched first
          Scripts/bench --plot vision OUT.png   detection's cost by picture size and faces
          Scripts/bench --peers sound           beside SoundTouch, Rubber Band, soxr and libsamplerate, which are installed first
          Scripts/bench --peers stretch         beside Signalsmith, Bungee, pedalboard, Rubber Band and SoundTouch
          Scripts/bench --plot sound FOLDER     filters, resamplers and reverb as pictures
          Scripts/bench --plot growth FOLDER    what grows with pictures, blocks, songs and sessions

          --blocks N   blocks of each row and size, 1 … 1000000 (4000)
          --json       one JSON object instead of tables
        """

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--json": json = true
            case "--answer": answer = true
            case "--blocks":
                let value = rest.popFirst() ?? ""
                guard let number = Int(value), 1...1_000_000 ~= number else {
                    Self.refuse("--blocks \(value): it must be a whole number from 1 to 1000000")
                }
                blocks = number
            case "--help", "-h":
                print(Self.help)
                exit(0)
            default: Self.refuse("\(word) is unknown; --help shows the options")
            }
        }
    }

    private static func refuse(_ line: String) -> Never {
        FileHandle.standardError.write(Data("bench: \(line)\n".utf8))
        exit(2)
    }
}
