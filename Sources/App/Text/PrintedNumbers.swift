import Glibc

extension String {
    /// Numbers as printf(3) writes them; the program never sets a locale, so that a decimal point is a point. Foundation, whose
    /// initialiser this replaces, would make the program four times as large.
    /// - Parameter format: no more conversions than arguments, and none that takes text (`%s`, `%@`).
    init(printf format: String, _ arguments: any CVarArg...) {
        self = withVaList(arguments) { list in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { text in
                guard vsnprintf(text.baseAddress, text.count, format, list) >= 0 else { return "" }
                return String(cString: text.baseAddress!)
            }
        }
    }
}
