/// What of a request decides about its answer: text as it came, not trusted yet.
struct PageRequest: Equatable {
    enum Method: Equatable { case get, head, post, other }

    /// A header that may come once.
    enum Header: Equatable {
        case none
        case one(String)
        case several

        init(_ values: [String]) { self = values.isEmpty ? .none : values.count == 1 ? .one(values[0]) : .several }
    }

    var method = Method.get
    /// Path and query, as in the request line.
    var target = "/"
    var host = Header.none
    var origin = Header.none
    /// `Sec-Fetch-Site`, which a browser sets and no page can.
    var site = Header.none
    var authorization = Header.none
    var contentLength = Header.none
    /// The body comes in pieces of unknown number.
    var isChunked = false

    /// Without the query.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The value of a name in the query, as it stands there; nil when it is missing.
    func query(_ name: String) -> Substring? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for pair in target[target.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == name { return parts[1] }
        }
        return nil
    }
}
