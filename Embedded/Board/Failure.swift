import CBoard

/// Why something failed, as one line: "operation VALUE: cause; next step". Unchecked: every text stays as long as the program does.
struct Failure: Error, @unchecked Sendable {
    let operation: StaticString
    let value: UnsafePointer<CChar>
    /// Static, or the system's.
    let cause: UnsafePointer<CChar>
    let next: StaticString

    init(_ operation: StaticString, _ value: UnsafePointer<CChar>, _ cause: UnsafePointer<CChar>, next: StaticString) {
        (self.operation, self.value, self.cause, self.next) = (operation, value, cause, next)
    }

    init(_ operation: StaticString, _ value: UnsafePointer<CChar>, _ cause: StaticString, next: StaticString) {
        self.init(operation, value, cause.cString, next: next)
    }

    /// - Parameter code: an errno, of either sign.
    init(_ operation: StaticString, _ value: StaticString, code: Int32, next: StaticString) {
        self.init(operation, value.cString, code: code, next: next)
    }

    init(_ operation: StaticString, _ value: UnsafePointer<CChar>, code: Int32, next: StaticString) {
        self.init(operation, value, strerror(abs(code)), next: next)
    }

    /// To standard error.
    func say() {
        let errors = board_errors()
        fputs("leitmotif-board: ", errors)
        fputs(operation.cString, errors)
        fputs(" ", errors)
        fputs(value, errors)
        fputs(": ", errors)
        fputs(cause, errors)
        fputs("; ", errors)
        fputs(next.cString, errors)
        fputs("\n", errors)
    }
}
