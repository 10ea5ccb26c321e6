/// A line for each of the faces that were there longest, thick where it counted for the probabilities.
struct FacePanel: PlotPanel {
    /// More would be lines nobody can read.
    private static let most = 8
    private static let rowHeight = 15.0

    private enum Presence {
        case absent, seen, read
    }

    /// In the order of their numbers.
    private let faces: [(number: Int, presence: Stretches<Presence>)]
    private let omitted: Int
    var height: Double { FacePanel.rowHeight * Double(max(faces.count, 2)) + 6 }

    init(_ record: WatchRecord) {
        var lengths: [Int: Int] = [:]
        for look in record.looks { for face in look.faces { lengths[face, default: 0] += 1 } }
        let longest = lengths.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(FacePanel.most).map(\.key).sorted()
        faces = longest.map { ($0, FacePanel.presence(of: $0, in: record)) }
        omitted = lengths.count - longest.count
    }

    private static func presence(of face: Int, in record: WatchRecord) -> Stretches<Presence> {
        var changes: [(seconds: Double, value: Presence)] = []
        for look in record.looks {
            // A picture without a successor nearby does not fill the gap.
            if let last = changes.last, look.seconds - last.seconds > 1.5 { changes.append((last.seconds + 1.5, .absent)) }
            changes.append((look.seconds, look.readFaces.contains(face) ? .read : look.faces.contains(face) ? .seen : .absent))
        }
        return Stretches(changes, before: .absent, until: record.seconds)
    }

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        var (seen, read) = (SVGPath(), SVGPath())
        for (row, face) in faces.enumerated() {
            let middle = frame.top + height * (Double(row) + 0.5) / Double(faces.count)
            for stretch in face.presence.all where stretch.value != .absent {
                var bar = SVGPath()
                bar.move(frame.x(stretch.from), middle)
                bar.horizontal(to: frame.x(stretch.to))
                if stretch.value == .read { read.append(bar) } else { seen.append(bar) }
            }
            svg.text("end quiet", "\(face.number)", x: PlotFrame.left - 7, middle: middle, size: 11)
        }
        frame.drawBorder(&svg)
        svg.path("seen thin", seen)
        svg.path("data thick", read)
        frame.drawName("faces", unit: "thick: read" + (omitted > 0 ? ", \(omitted) hidden" : ""), &svg)
    }
}
