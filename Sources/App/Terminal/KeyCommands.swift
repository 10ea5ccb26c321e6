import Mood
import Session

/// What the keys of the terminal ask for; the page's are the same.
struct KeyCommands {
    private enum Key: Equatable {
        case letter(UInt8)
        case escape, up, down, left, right
    }

    /// Asked for, and what the snapshot said then: until it changes, further steps count from what was asked for.
    private var volume = Asked()
    private var amount = Asked()

    private struct Asked {
        var value: Float = 0
        var before: Float?

        mutating func step(_ step: Float, from now: Float, in range: ClosedRange<Float>) -> Float {
            let start = before == now ? value : now
            before = now
            value = min(max(start + step, range.lowerBound), range.upperBound)
            return value
        }
    }

    /// - Parameters:
    ///   - bytes: as they came from the terminal.
    ///   - snapshot: the newest.
    mutating func commands(_ bytes: [UInt8], _ snapshot: Snapshot) -> [Command] {
        KeyCommands.keys(bytes).flatMap { commands($0, snapshot) }
    }

    private mutating func commands(_ key: Key, _ snapshot: Snapshot) -> [Command] {
        // Face by face, whoever was left out counts again.
        if key == .letter(UInt8(ascii: "a")) { return snapshot.ignoredFaces.sorted().map { .regard(face: $0) } }
        return command(key, snapshot).map { [$0] } ?? []
    }

    private mutating func command(_ key: Key, _ snapshot: Snapshot) -> Command? {
        switch key {
        case .letter(UInt8(ascii: "1")...UInt8(ascii: "5")):
            guard case .letter(let digit) = key else { return nil }
            return .hold(Expression.allCases[Int(digit - UInt8(ascii: "1"))])
        case .letter(UInt8(ascii: "0")): return .release
        case .letter(UInt8(ascii: "m")): return .nextMap
        case .letter(UInt8(ascii: "n")): return .nextSong
        case .letter(UInt8(ascii: "p")): return .previousSong
        case .letter(UInt8(ascii: " ")): return snapshot.isPaused ? .resume : .pause
        case .letter(UInt8(ascii: "t")): return .tap
        case .letter(UInt8(ascii: "i")): return snapshot.sight?.readFace.map { .ignore(face: $0.id) }
        case .letter(UInt8(ascii: "q")): return .stop
        case .escape: return .panic
        case .up, .letter(UInt8(ascii: "+")), .letter(UInt8(ascii: "=")):
            return .volume(volume.step(1, from: snapshot.volumeDecibels, in: -60...12))
        case .down, .letter(UInt8(ascii: "-")): return .volume(volume.step(-1, from: snapshot.volumeDecibels, in: -60...12))
        case .right, .letter(UInt8(ascii: "]")): return .amount(amount.step(0.1, from: snapshot.amount, in: 0...1))
        case .left, .letter(UInt8(ascii: "[")): return .amount(amount.step(-0.1, from: snapshot.amount, in: 0...1))
        case .letter: return nil
        }
    }

    /// Arrows come as three bytes that begin with that of Escape; whatever else comes so is passed over.
    private static func keys(_ bytes: [UInt8]) -> [Key] {
        var keys: [Key] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == 0x1B else {
                keys.append(.letter(byte))
                continue
            }
            guard let next = rest.first, next == UInt8(ascii: "[") || next == UInt8(ascii: "O") else {
                keys.append(.escape)
                continue
            }
            rest = rest.dropFirst()
            // Parameters lie before the letter that ends the sequence.
            let end = rest.firstIndex { (0x40...0x7E).contains($0) } ?? rest.endIndex
            let final = end < rest.endIndex ? rest[end] : 0
            rest = rest[min(end + 1, rest.endIndex)...]
            switch final {
            case UInt8(ascii: "A"): keys.append(.up)
            case UInt8(ascii: "B"): keys.append(.down)
            case UInt8(ascii: "C"): keys.append(.right)
            case UInt8(ascii: "D"): keys.append(.left)
            default: break
            }
        }
        return keys
    }
}
