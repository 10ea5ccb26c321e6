import Capture
import FoundationEssentials
import MIDI
import Session

/// Keys and knobs that were learnt, in the user's settings folder: a binding a line, to be edited by hand as well.
struct LearntBindings {
    private let path: String?
    private(set) var bindings: [MIDIBinding] = []
    private var hasDamage = false

    /// Reads what there is; a line that is no binding is said and left out.
    init(path: String?, say: (String) -> Void) {
        self.path = path
        guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = String(line).trimmed
            if words.isEmpty || words.hasPrefix("#") { continue }
            if let binding = MIDIBinding(text: words) {
                bindings.append(binding)
            } else {
                hasDamage = true
                say("\(path), line \(index + 1): not a binding and left out; write it as 'note 36 = hold sad'")
            }
        }
    }

    /// Where they lie; nil for a user without a home.
    static var usualPath: String? { UserFolders.own.settings.map { $0 + "/midi.bindings" } }

    /// Keeps these as well.
    mutating func keep(_ new: [MIDIBinding], say: (String) -> Void) {
        guard !new.isEmpty, let path else { return }
        var map = MIDIMap()
        for binding in bindings + new { map.add(binding) }
        bindings = map.bindings.filter { !MIDIMap.usual.contains($0) }
        // What a person wrote and got wrong is theirs to mend.
        guard !hasDamage else { return say("\(path) holds a mistake, so what was learnt is not written to it") }
        let text = "# What keys and knobs do, as learnt by --midi-learn.\n" + bindings.map { $0.text + "\n" }.joined()
        let next = "make that folder writable"
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        do throws(LeitmotifError) {
            try WholeFile.makeFolder(String(folder), "keep what was learnt", next: next)
            try WholeFile.write(text, to: path, "keep what was learnt", next: next)
        } catch { say("\(error)") }
    }
}
