import DSP
import Mood

/// What a plot looks like: light, and dark for readers who prefer it. Plain rules and no variables, as rsvg-convert knows none;
/// it ignores the dark part.
enum PlotStyle {
    static let css = """
        text { font-family: system-ui, "DejaVu Sans", sans-serif; fill: #26292e }
        .title { font-weight: 600 }
        .name { text-anchor: start }
        .middle { text-anchor: middle }
        .end { text-anchor: end }
        .quiet { fill: #69707a }
        .page { fill: #ffffff }
        .border { fill: none; stroke: #b8bdc4; shape-rendering: crispEdges }
        .grid { fill: none; stroke: #e6e8ec; shape-rendering: crispEdges }
        .empty { fill: #f4f5f7 }
        .passes { fill: #e3eaf1 }
        .happy { fill: #e0a100; stroke: #e0a100 }
        .sad { fill: #2f6db5; stroke: #2f6db5 }
        .angry { fill: #c23b3b; stroke: #c23b3b }
        .surprise { fill: #2fa58c; stroke: #2fa58c }
        .neutral { fill: #8c929b; stroke: #8c929b }
        .reverb { fill: #b9d3c6 }
        .delay { fill: #e7c5a4 }
        .wah { fill: #c5bedd }
        .data { stroke: #34506b }
        .seen { stroke: #a3a9b2 }
        .mood { fill-opacity: 0.65; stroke: none }
        .line { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round }
        .key { fill: none; stroke-width: 3; stroke-linecap: round }
        .thin { fill: none; stroke-width: 1.25 }
        .thick { fill: none; stroke-width: 4 }
        .dots { fill: none; stroke-width: 2.6; stroke-linecap: round }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .quiet { fill: #9aa3ad }
        .page { fill: #0d1117 }
        .border { stroke: #434b55 }
        .grid { stroke: #21262d }
        .empty { fill: #161b22 }
        .passes { fill: #1a2736 }
        .happy { fill: #e3b341; stroke: #e3b341 }
        .sad { fill: #58a6ff; stroke: #58a6ff }
        .angry { fill: #f47067; stroke: #f47067 }
        .surprise { fill: #4ac2a3; stroke: #4ac2a3 }
        .neutral { fill: #9aa2ac; stroke: #9aa2ac }
        .reverb { fill: #2b5545 }
        .delay { fill: #6b4726 }
        .wah { fill: #4a4175 }
        .data { stroke: #8ab8e6 }
        .seen { stroke: #6b737d }
        .mood { fill-opacity: 0.45; stroke: none }
        .line, .key, .thin, .thick, .dots { fill: none }
        .sound { filter: invert(1) hue-rotate(180deg) }
        }
        """
}

/// From silence (0, nearly the page's white) to loud: lightness falls evenly, so that equal steps in decibels look equal.
enum LoudnessScale {
    /// Steps of about a decibel; more would not be seen and make the picture larger.
    static let steps = 64

    /// 0xRRGGBB of every step.
    static let palette: [UInt32] = (0..<steps).map { step in
        let place = Double(step) / Double(steps - 1) * Double(anchors.count - 1)
        let lower = min(Int(place), anchors.count - 2)
        return mixed(anchors[lower], anchors[lower + 1], share: place - Double(lower))
    }

    private static let anchors: [UInt32] = [
        0xFBFAF5, 0xECE4C9, 0xE5C795, 0xDDA172, 0xCB7763, 0xAA5265, 0x7F3868, 0x50265C, 0x221639,
    ]

    /// - Parameter share: 0 (silence) … 1 (loud), cut off outside.
    static func step(_ share: Double) -> UInt8 { UInt8((min(1, max(0, share)) * Double(steps - 1)).rounded()) }

    private static func mixed(_ from: UInt32, _ to: UInt32, share: Double) -> UInt32 {
        [16, 8, 0].reduce(0) { colour, shift in
            let (low, high) = (Double(from >> shift & 255), Double(to >> shift & 255))
            return colour | UInt32((low + (high - low) * share).rounded()) << shift
        }
    }
}
