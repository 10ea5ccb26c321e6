/// Links one after another, as one song in the format of the first: files joined end to end, or a single one with gaps. A link of
/// another sample rate is converted by an installed ffmpeg.
final class JoinedSong: SongSource {
    let sampleRate: Double
    let channels: Int
    let frameCount: Int?
    var patience = Patience() { didSet { current?.patience = patience } }
    private let layout: SongLayout
    private let file: SongFile
    private var current: (any SongSource)?
    private var index = 0
    /// What is known to be missing, from the start of the song.
    private var gaps: [SongLayout.Gap]
    /// Links that nothing can read, and why.
    private var unread: [Int: String] = [:]

    init(_ layout: SongLayout, file: SongFile) throws(LinkFailure) {
        self.layout = layout
        self.file = file
        let first = try layout.open(0, of: file)
        current = first
        sampleRate = first.sampleRate
        var channels = first.channels
        var frames = 0
        var isKnown = true
        var gaps = layout.gaps
        for index in layout.links.indices {
            for place in gaps.indices where gaps[place].link == index { gaps[place].seconds += Double(frames) / sampleRate }
            guard let link = index == 0 ? first : try? layout.open(index, of: file) else { continue }
            channels = max(channels, link.channels)
            isKnown = isKnown && link.frameCount != nil
            frames += Int((Double(link.frameCount ?? 0) * sampleRate / link.sampleRate).rounded())
        }
        // The parts of a joined file that was cut off do not end it.
        for place in gaps.indices where gaps[place].link != layout.links.count - 1 { gaps[place].isEnd = false }
        let lost = layout.links.count == 1 ? layout.gaps.reduce(0) { $0 + $1.missingSeconds } * sampleRate : 0
        frameCount = isKnown && frames > Int(lost) ? frames - Int(lost) : nil
        self.channels = channels
        self.gaps = gaps
    }

    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        guard frames > 0 else { return 0 }
        while index < layout.links.count {
            if current == nil { current = open(index) }
            if let link = current {
                let got = try link.read(into: interleaved, frames: frames)
                if got > 0 {
                    if link.channels < channels { spread(interleaved, frames: got) }
                    return got
                }
                if let damage = link.damage { unread[index] = damage }
            }
            current = nil
            index += 1
        }
        return 0
    }

    private func open(_ index: Int) -> (any SongSource)? {
        do throws(LinkFailure) {
            var link = try layout.open(index, of: file)
            if link.sampleRate != sampleRate { link = try converted(index) }
            link.patience = patience
            return link
        } catch {
            unread[index] = "part \(index + 1) of \(layout.links.count) cannot be read (\(error.error.cause)), played on"
            return nil
        }
    }

    private func converted(_ index: Int) throws(LinkFailure) -> any SongSource {
        let ranges = layout.links[index].ranges
        do throws(LeitmotifError) {
            return try FFmpegSong(
                file.path, patience: patience, part: ranges[0].lowerBound..<ranges[ranges.count - 1].upperBound, rate: sampleRate)
        } catch {
            throw LinkFailure(isUnknownFormat: false, error: error)
        }
    }

    /// One channel to both, in place.
    private func spread(_ samples: UnsafeMutablePointer<Float>, frames: Int) {
        for frame in (0..<frames).reversed() {
            samples[2 * frame + 1] = samples[frame]
            samples[2 * frame] = samples[frame]
        }
    }

    func rewind() throws(LeitmotifError) {
        if index == 0, let current { return try current.rewind() }
        index = 0
        current = nil
    }

    var damage: String? {
        let words = [SongLayout.words(gaps)].compactMap { $0 } + unread.sorted { $0.key < $1.key }.map(\.value)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}

extension SongLayout {
    /// What the gaps are to people; nil when there are none.
    static func words(_ gaps: [Gap]) -> String? {
        let holes = gaps.filter { !$0.isEnd }
        var words: [String] = []
        if let first = holes.first {
            let missing = holes.reduce(0) { $0 + $1.missingSeconds }
            let amount = missing > 0 ? "\(short(missing)) s " : ""
            let places = holes.count == 1 ? "" : " (the first of \(holes.count) places)"
            words.append("\(amount)damaged at \(short(first.seconds)) s\(places), played on")
        }
        if let end = gaps.first(where: { $0.isEnd }) {
            let missing = end.missingSeconds > 0 ? ", \(short(end.missingSeconds)) s are missing" : ""
            words.append("it is cut off at \(short(end.seconds)) s\(missing)")
        }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// One decimal, two for less than a tenth.
    private static func short(_ seconds: Double) -> String {
        let parts = seconds < 0.1 ? 100.0 : 10.0
        let rounded = (max(seconds, 0.01) * parts).rounded() / parts
        return "\(rounded)"
    }
}
