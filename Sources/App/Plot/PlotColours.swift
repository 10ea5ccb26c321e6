import DSP
import Mood

struct PlotColour: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    /// - Parameter rgb: 0xRRGGBB.
    init(_ rgb: Int) {
        red = UInt8(rgb >> 16 & 255)
        green = UInt8(rgb >> 8 & 255)
        blue = UInt8(rgb & 255)
    }

    static let ink = PlotColour(0x26292E)
    static let quietInk = PlotColour(0x737982)
    static let rule = PlotColour(0xB8BDC4)
    static let grid = PlotColour(0xE9EBEE)
    static let nothing = PlotColour(0xF4F5F7)
    static let line = PlotColour(0x34506B)

    /// The colour `share` (0…1) of the way to `other`.
    func mixed(with other: PlotColour, share: Double) -> PlotColour {
        func part(_ from: UInt8, _ to: UInt8) -> Int { Int((Double(from) + (Double(to) - Double(from)) * share).rounded()) }
        return PlotColour(part(red, other.red) << 16 | part(green, other.green) << 8 | part(blue, other.blue))
    }
}

extension Expression {
    /// Told apart also by eyes that confuse red and green: the five differ in lightness or in blue against yellow.
    var plotColour: PlotColour {
        switch self {
        case .happy: PlotColour(0xE0A100)
        case .sad: PlotColour(0x2F6DB5)
        case .angry: PlotColour(0xC23B3B)
        case .surprise: PlotColour(0x2FA58C)
        case .neutral: PlotColour(0x8C929B)
        }
    }
}

extension PlotColour {
    private static let effects: [PlotColour] = [
        PlotColour(0xC5BEDD), PlotColour(0xE7C5A4), PlotColour(0xB9D3C6), PlotColour(0xE3C1CC), PlotColour(0xBCD2E4),
        PlotColour(0xD9D6A6),
    ]

    /// By the place in the catalogue of effects; nil is none.
    static func effect(_ index: Int?) -> PlotColour { index.map { effects[$0 % effects.count] } ?? .nothing }
}

/// From silence (0, nearly the page's white) to loud (1): lightness falls evenly, so that equal steps in decibels look equal.
enum PlotScale {
    private static let anchors: [PlotColour] = [
        PlotColour(0xFBFAF5), PlotColour(0xECE4C9), PlotColour(0xE5C795), PlotColour(0xDDA172), PlotColour(0xCB7763),
        PlotColour(0xAA5265), PlotColour(0x7F3868), PlotColour(0x50265C), PlotColour(0x221639),
    ]

    /// 256 steps, computed once: a picture asks half a million times.
    private static let steps: [PlotColour] = (0...255).map { step in
        let place = Double(step) / 255 * Double(anchors.count - 1)
        let lower = min(Int(place), anchors.count - 2)
        return anchors[lower].mixed(with: anchors[lower + 1], share: place - Double(lower))
    }

    static func colour(_ share: Double) -> PlotColour { steps[Int((min(1, max(0, share)) * 255).rounded())] }
}
