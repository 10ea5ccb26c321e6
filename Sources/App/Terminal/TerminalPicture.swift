import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// The state of a session as nine lines: the five moods as bars, beside them their place in valence and arousal, what plays, and how
/// well.
struct TerminalPicture {
    /// Smaller terminals get one line.
    static let leastColumns = 64
    static let leastRows = 12

    private static let planeColumns = 17
    private static let labelColumns = 10
    private let snapshot: Snapshot
    private let columns: Int

    init(_ snapshot: Snapshot, columns: Int) {
        self.snapshot = snapshot
        self.columns = columns
    }

    var lines: [TerminalLine] {
        [head] + Expression.allCases.indices.map(moodLine) + [music, health, TerminalPicture.keys]
    }

    /// The state in words and what to do about it; the song and where it is.
    private var head: TerminalLine {
        var line = TerminalLine()
        line.add(" \(StatusText.clock(snapshot.seconds))  ")
        let faces = snapshot.sight?.faces.count ?? 0
        line.add(snapshot.state.name, snapshot.state == .tracking ? .green : .yellow)
        if let advice = snapshot.state.advice { line.add(": \(advice)") }
        if faces > 1 { line.add(" (\(faces) faces)") }
        let place = StatusText.clock(snapshot.songSeconds) + beats
        let room = columns - 1 - line.width - 2 - TerminalLine.width(of: place) - 1
        let name = TerminalLine.prefix(of: snapshot.song.lastPathComponent, columns: max(room, 0))
        line.move(to: columns - 1 - TerminalLine.width(of: name) - 1 - TerminalLine.width(of: place))
        line.add(name, .bold)
        line.add(" " + place)
        return line
    }

    /// The beats of the bar, with the one that sounds.
    private var beats: String {
        guard let beat = snapshot.beat else { return "" }
        let dots = beat.beatsPerBar <= 12
            ? (1...beat.beatsPerBar).map { $0 == beat.beat ? "●" : "○" }.joined() : "\(beat.beat)/\(beat.beatsPerBar)"
        return "  \(dots)" + String(printf: " %.0f bpm", beat.beatsPerMinute)
    }

    // MARK: - Moods

    private func moodLine(_ index: Int) -> TerminalLine {
        let mood = Expression.allCases[index]
        let isNamed = mood == snapshot.mood
        var line = TerminalLine()
        line.add(" \(index + 1) \(isNamed ? mood.name.uppercased() : mood.name)", isNamed ? .bold : nil)
        line.move(to: TerminalPicture.labelColumns + 2)
        let room = columns - 1 - line.width - 6 - TerminalPicture.planeColumns - 3
        let weight = Double(snapshot.weights[mood])
        line.add(TerminalPicture.bar(weight, columns: room), mood.color)
        line.move(to: TerminalPicture.labelColumns + 2 + room)
        line.add(String(printf: "%4.0f %%", 100 * weight))
        line.add("  ")
        for piece in plane(row: index) { line.add(piece.text, piece.color) }
        return line
    }

    static func bar(_ share: Double, columns: Int) -> String {
        let eighths = Int((min(max(share.isFinite ? share : 0, 0), 1) * Double(columns) * 8).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }

    /// A row of the plane: arousal upwards, valence to the right, the mood as a point in it.
    private func plane(row: Int) -> [TerminalLine.Piece] {
        let (rows, columns) = (Expression.allCases.count, TerminalPicture.planeColumns)
        func cell(_ value: Float, _ count: Int) -> Int {
            let share = Double(value.isFinite ? value : 0) / 2 + 0.5
            return min(max(Int((share * Double(count - 1)).rounded()), 0), count - 1)
        }
        let (x, y) = (cell(snapshot.place.valence, columns), rows - 1 - cell(snapshot.place.arousal, rows))
        let middle = (columns / 2, rows / 2)
        let empty = (0..<columns).map { column -> String in
            switch (column == middle.0, row == middle.1) {
            case (true, true): "┼"
            case (true, false): "│"
            case (false, true): "─"
            case (false, false): " "
            }
        }
        guard row == y else { return [.init(text: empty.joined(), color: .dim)] }
        return [
            .init(text: empty[..<x].joined(), color: .dim), .init(text: "●", color: snapshot.mood.color),
            .init(text: empty[(x + 1)...].joined(), color: .dim),
        ]
    }

    // MARK: - Sound and health

    private var music: TerminalLine {
        var line = TerminalLine()
        if snapshot.isPanicking { line.add(" PANIC", .red) } else if snapshot.held != nil { line.add(" held", .cyan) }
        line.add(" \(StatusText.music(of: snapshot))")
        if snapshot.wished.tempo != snapshot.parameters.tempo || snapshot.wished.semitones != snapshot.parameters.semitones {
            line.add(String(printf: " → tempo %.2f key %+.0f", snapshot.wished.tempo, snapshot.wished.semitones), .dim)
        }
        line.add(String(printf: "  volume %+.0f dB", snapshot.volumeDecibels))
        if snapshot.amount != 1 { line.add(String(printf: "  amount %.1f", snapshot.amount)) }
        return line
    }

    private var health: TerminalLine {
        var line = TerminalLine()
        let player = snapshot.player
        line.add(String(printf: " sound %.1f %% (worst %.0f %%)", player.share * 100, player.worstBlockShare * 100))
        let sight = snapshot.sight.map { $0.detectMilliseconds + $0.readMilliseconds } ?? 0
        line.add(String(printf: "  sight %.0f ms", sight) + (snapshot.pictureRate > 0 ? String(printf: ", %.0f/s", snapshot.pictureRate) : ""))
        if let ear = snapshot.faceToEar { line.add(String(printf: "  ear %.0f ms", ear.total * 1000)) }
        line.add("  xruns \(player.xruns)", player.xruns > 0 ? .yellow : nil)
        let peak = player.peak > 0 ? 20 * log10(Double(player.peak)) : -99
        line.add(String(printf: "  peak %.0f dB", max(peak, -99)), peak > -0.3 ? .red : nil)
        if let relief = snapshot.reliefs.last { line.add("  \(relief.name)", .yellow) }
        for device in Device.allCases where snapshot.lostDevices.contains(device) { line.add("  \(device.name) lost", .red) }
        return line
    }

    private static var keys: TerminalLine {
        var line = TerminalLine()
        line.add(" 1–5 hold  0 follow  m map  + − volume  [ ] amount  Esc panic  q quit", .dim)
        return line
    }
}

extension Expression {
    /// As on the page.
    fileprivate var color: TerminalLine.Color? {
        switch self {
        case .happy: .yellow
        case .sad: .blue
        case .angry: .red
        case .surprise: .magenta
        case .neutral: nil
        }
    }
}
