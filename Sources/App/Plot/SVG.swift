import FoundationEssentials
import Glibc

/// An SVG document, written from back to front. Units are pixels at its natural size, y downwards; appearance comes from the
/// classes in `PlotStyle`. Names of songs and files are hostile: they can only become text.
struct SVG {
    private var body = ""
    private let head: String

    /// - Parameters:
    ///   - title: for screen readers.
    ///   - style: CSS, without `<` and `&`.
    init(width: Double, height: Double, title: String, style: String) {
        let size = (SVG.number(width), SVG.number(height))
        head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(size.0)" height="\(size.1)" \
            viewBox="0 0 \(size.0) \(size.1)" role="img">
            <title>\(SVG.escaped(title))</title>
            <style>
            \(style)
            </style>

            """
    }

    var document: String { head + body + "</svg>\n" }

    mutating func rectangle(_ style: String, x: Double, y: Double, width: Double, height: Double) {
        body += "<rect class=\"\(style)\" \(SVG.box(x, y, width, height))/>\n"
    }

    mutating func path(_ style: String, _ path: SVGPath) {
        guard !path.data.isEmpty else { return }
        body += "<path class=\"\(style)\" d=\"\(path.data)\"/>\n"
    }

    /// One line of text.
    /// - Parameter middle: y of the middle of its capitals.
    mutating func text(_ style: String, _ text: String, x: Double, middle: Double, size: Double = 12) {
        // Capitals are about 0.72 em high. Not every renderer supports dominant-baseline.
        let baseline = SVG.number(middle + 0.36 * size)
        body += "<text class=\"\(style)\" x=\"\(SVG.number(x))\" y=\"\(baseline)\" font-size=\"\(SVG.number(size))\">"
        body += SVG.escaped(text) + "</text>\n"
    }

    /// A PNG, stretched to the rectangle.
    mutating func image(_ style: String, png: [UInt8], x: Double, y: Double, width: Double, height: Double) {
        body += "<image class=\"\(style)\" \(SVG.box(x, y, width, height)) preserveAspectRatio=\"none\" "
        body += "href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/>\n"
    }

    /// An upper estimate of the width of a line of text in pixels; only the viewer knows the font.
    static func width(of text: String, size: Double = 12) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? $1.properties.isUppercase ? 0.8 : 0.62 : 1) * size }
    }

    private static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        "x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
    }

    /// At most two decimals, no trailing zeros; what is not finite becomes 0, because one such number would void the document.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((min(1e9, max(-1e9, value)) * 100).rounded())
        let (whole, part) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        let decimals = part == 0 ? "" : part % 10 == 0 ? ".\(part / 10)" : part < 10 ? ".0\(part)" : ".\(part)"
        return (hundredths < 0 ? "-" : "") + "\(whole)" + decimals
    }

    /// Text escaped for XML. Control characters, which XML 1.0 cannot hold even escaped, become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for letter in text.unicodeScalars {
            switch letter {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(letter)
            }
        }
        return escaped
    }
}

/// The data of a path, in absolute pixels.
struct SVGPath {
    private(set) var data = ""

    mutating func move(_ x: Double, _ y: Double) { data += "M\(SVG.number(x)) \(SVG.number(y))" }
    mutating func line(_ x: Double, _ y: Double) { data += "L\(SVG.number(x)) \(SVG.number(y))" }
    mutating func horizontal(to x: Double) { data += "H\(SVG.number(x))" }
    mutating func vertical(to y: Double) { data += "V\(SVG.number(y))" }
    mutating func append(_ other: SVGPath) { data += other.data }
    /// Visible when the path's style has round line caps.
    mutating func dot(_ x: Double, _ y: Double) { data += "M\(SVG.number(x)) \(SVG.number(y))h0" }
}
