import Foundation
import FoundationXML
import Testing

/// The elements of a document that an XML parser accepts.
final class SVGElements: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""

        var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }

        func number(_ attribute: String) -> Double { attributes[attribute].flatMap(Double.init) ?? .nan }

        /// Corners of a path's lines, or of a rectangle.
        var points: [(x: Double, y: Double)] {
            guard name == "path" else {
                let (x, y) = (number("x"), number("y"))
                return [(x, y), (x + number("width"), y + number("height"))]
            }
            var points: [(x: Double, y: Double)] = []
            var (x, y) = (Double.nan, Double.nan)
            for command in (attributes["d"] ?? "").matches(of: /([MLHVh])([-0-9.]+)(?: ([-0-9.]+))?/) {
                let (first, second) = (Double(command.2)!, command.3.flatMap { Double($0) })
                switch command.1 {
                case "H": x = first
                case "V": y = first
                case "h": x += first
                default: (x, y) = (first, second ?? .nan)
                }
                points.append((x, y))
            }
            return points
        }
    }

    private(set) var all: [Element] = []
    private var open: [Int] = []

    init(_ document: String) throws {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    }

    var texts: [String] { all.filter { $0.name == "text" }.map(\.text) }

    func with(_ style: String) -> [Element] { all.filter { $0.classes.contains(style) } }

    /// The bytes of the embedded pictures, in the order of the document.
    var pictures: [[UInt8]] {
        all.filter { $0.name == "image" }.compactMap { element in
            let reference = element.attributes["href"] ?? "", head = "data:image/png;base64,"
            guard reference.hasPrefix(head) else { return nil }
            return Data(base64Encoded: String(reference.dropFirst(head.count))).map { [UInt8]($0) }
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(all.count)
        all.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { all[open.last!].text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}
