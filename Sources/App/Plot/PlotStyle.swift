import DSP

/// The looks of a plot: light, and dark for readers who prefer it. Every colour is the `color` of a class, which shapes use as
/// fill or stroke. There are no CSS variables, because rsvg-convert does not support them; it ignores the dark part.
enum PlotStyle {
    private static let colours: [(selector: String, light: String, dark: String)] = [
        ("text", "#26292e", "#e6edf3"),
        (".quiet", "#69707a", "#9aa3ad"),
        (".page", "#ffffff", "#0d1117"),
        (".border", "#b8bdc4", "#434b55"),
        (".grid", "#e6e8ec", "#21262d"),
        (".data", "#34506b", "#8ab8e6"),
        (".seen", "#a3a9b2", "#6b737d"),
        (".passes", "#e3eaf1", "#1a2736"),
        // Distinguishable with red-green colour blindness: the five differ in lightness, or in blue against yellow.
        (".happy", "#e0a100", "#e3b341"),
        (".sad", "#2f6db5", "#58a6ff"),
        (".angry", "#c23b3b", "#f47067"),
        (".surprise", "#2fa58c", "#4ac2a3"),
        (".neutral", "#8c929b", "#9aa2ac"),
        (".none", "#f4f5f7", "#161b22"),
    ] + EffectSetting.catalogue.enumerated().map { index, effect in
        let (light, dark) = effectColours[index % effectColours.count]
        return (".\(effect.name)", light, dark)
    } + effectColours.enumerated().map { (".song\($0)", $1.0, $1.1) }

    /// The class of a song, by its number: neighbours differ.
    static func song(_ index: Int) -> String { "song\(index % effectColours.count)" }

    /// In the order of the effect catalogue, starting over when there are more.
    private static let effectColours = [
        ("#c5bedd", "#4a4175"), ("#e7c5a4", "#6b4726"), ("#b9d3c6", "#2b5545"), ("#a9cfe6", "#24506b"), ("#e6b8cb", "#6b2c48"),
        ("#d9d3a6", "#5b5422"),
    ]

    static let css = """
        text { font-family: system-ui, "DejaVu Sans", sans-serif; fill: currentColor }
        .title { font-weight: 600 }
        .name { text-anchor: start }
        .middle { text-anchor: middle }
        .end { text-anchor: end }
        rect { fill: currentColor }
        path { fill: none; stroke: currentColor }
        .passes { fill: currentColor; stroke: none }
        .border { fill: none; stroke: currentColor; shape-rendering: crispEdges }
        .grid { shape-rendering: crispEdges }
        .mood { fill-opacity: 0.65 }
        .effect { fill-opacity: 1 }
        .line { stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round }
        .key { stroke-width: 3; stroke-linecap: round }
        .thin { stroke-width: 1.25 }
        .thick { stroke-width: 4 }
        .dots { stroke-width: 2.6; stroke-linecap: round }
        \(colours.map { "\($0.selector) { color: \($0.light) }" }.joined(separator: "\n"))
        @media (prefers-color-scheme: dark) {
        \(colours.map { "\($0.selector) { color: \($0.dark) }" }.joined(separator: "\n"))
        .mood { fill-opacity: 0.45 }
        .sound { filter: invert(1) hue-rotate(180deg) }
        }
        """
}
