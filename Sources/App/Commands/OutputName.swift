/// A value of `--output`: a file, `null` or an ALSA device.
struct OutputName {
    let name: String
    init(_ name: String) { self.name = name }
    var isFile: Bool { [".wav", ".flac"].contains { name.lowercased().hasSuffix($0) } }
    var isNull: Bool { name == "null" }
    var isCard: Bool { !isFile && !isNull }
}
