import Glibc

/// Names for what is recorded by command: `leitmotif-20310131-235959.wav`, in the folder in which the program was started.
public enum RecordingName {
    /// A name that no file has yet.
    /// - Parameter suffix: without the dot.
    public static func path(suffix: String) -> String {
        var now = time(nil)
        var date = tm()
        localtime_r(&now, &date)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%Y%m%d-%H%M%S", &date)
        let stamp = String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var path = "leitmotif-\(stamp).\(suffix)"
        var number = 1
        while access(path, F_OK) == 0 {
            number += 1
            path = "leitmotif-\(stamp)-\(number).\(suffix)"
        }
        return path
    }
}
