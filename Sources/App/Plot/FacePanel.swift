/// A line for each of the faces that were in sight longest, thick where it counted for the probabilities.
struct FacePanel: PlotPanel {
    /// More lines than this would be unreadable.
    private static let most = 8
    private static let rowHeight = 15.0

    private enum Presence {
        case absent, seen, read
    }

    /// In ascending order of their numbers.
    private let faces: [(number: Int, presence: Stretches<Presence>)]
    private let omitted: Int
    var height: Double { FacePanel.rowHeight * Double(max(faces.count, 2)) + 6 }

    init(_ record: WatchRecord) {
        var lengths: [Int: Int] = [:]
        for picture in record.pictures { for face in picture.faces { lengths[face, default: 0] += 1 } }
        let longest = lengths.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(FacePanel.most).map(\.key).sorted()
        faces = longest.map { ($0, FacePanel.presence(of: $0, in: record)) }
        omitted = lengths.count - longest.count
    }

    private static func presence(of face: Int, in record: WatchRecord) -> Stretches<Presence> {
        var changes: [(seconds: Double, value: Presence)] = []
        for picture in record.pictures {
            // A picture does not fill a gap after it.
            if let last = changes.last, picture.seconds - last.seconds > 1.5 { changes.append((last.seconds + 1.5, .absent)) }
            let presence: Presence =
                picture.readFaces.contains(face) ? .read : picture.faces.contains(face) ? .seen : .absent
            changes.append((picture.seconds, presence))
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
