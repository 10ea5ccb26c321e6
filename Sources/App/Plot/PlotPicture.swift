import Foundation
import Mood
import Session

/// The picture of a session: what the face showed above what the music did above what it sounded like, on one line of time.
struct PlotPicture: PlotSheet {
    static let height = 1000
    /// Where the sound's loudness goes; as many columns and rows as the spectrogram can show.
    static let soundArea = PlotSheets.area(top: 612, bottom: 932)

    let canvas = PlotCanvas(width: PlotSheets.width, height: height)
    let record: PlotRecord
    let columns: PlotColumns
    let time: PlotAxis

    init(_ record: PlotRecord) {
        self.record = record
        columns = PlotColumns(record, count: PlotSheets.right - PlotSheets.left)
        time = .time(upTo: record.seconds)
    }

    /// - Parameter name: the song, as it is called in the title.
    func draw(song name: String, _ sound: PlotSpectrogram) {
        drawTitle(of: name)
        drawMoods(PlotSheets.area(top: 82, bottom: 106))
        drawExpressions(PlotSheets.area(top: 112, bottom: 290))
        drawTempo(PlotSheets.area(top: 308, bottom: 378))
        drawKey(PlotSheets.area(top: 388, bottom: 458))
        drawFilter(PlotSheets.area(top: 468, bottom: 558))
        drawEffect(PlotSheets.area(top: 568, bottom: 594))
        drawSound(sound, PlotPicture.soundArea)
        drawTime(below: PlotPicture.soundArea)
    }

    private func drawTitle(of name: String) {
        let faces = record.looks.count { $0.weights != nil }
        let seen = record.looks.isEmpty ? 0 : Int((100 * Double(faces) / Double(record.looks.count)).rounded())
        let isShort = record.seconds < 180
        let length = isShort ? PlotAxis.number((record.seconds * 10).rounded() / 10) : "\(Int((record.seconds / 60).rounded()))"
        var facts = "\(length) \(isShort ? "s" : "min"), \(record.looks.count) looks (a face in \(seen) %)"
        facts += ", \(record.namings.count) changes of mood"
        if record.replay.frames == nil { facts += ", breaks off" }
        drawTitle(name, facts: facts)
    }
}
