import Foundation
import Session
import Testing

@testable import App

/// Nobody reads the pipe until a test does.
@Suite(.timeLimit(.minutes(1))) struct LineWriterTests {
    private let pipe = Pipe()
    private var end: Int32 { pipe.fileHandleForWriting.fileDescriptor }

    /// Everything written to the pipe, once its end is closed.
    private func lines() throws -> [String] {
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
        #expect(text.hasSuffix("\n"))
        return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Writes more than a pipe holds, and waits until that blocks the thread.
    private func fill(_ writer: LineWriter) {
        writer.write(String(repeating: String(repeating: "x", count: 1023) + "\n", count: 100))
        var waiting = pollfd(fd: end, events: Int16(POLLOUT), revents: 0)
        while poll(&waiting, 1, 0) > 0 { Clock.sleep(until: Clock.seconds + 0.002) }
    }

    @Test func linesArriveInTheirOrder() throws {
        let writer = try LineWriter("test", descriptor: end)
        for number in 0..<100 { writer.write("\(number)\n") }
        #expect(writer.end(by: Clock.seconds + 30))
        #expect(try lines() == (0..<100).map { "\($0)" })
    }

    @Test func aFullPipeHoldsUpNobodyAndTheOldestLinesAreDroppedAndCounted() throws {
        let writer = try LineWriter("test", descriptor: end)
        fill(writer)
        #expect(!writer.isIdle)
        let last = LineWriter.capacity + 9
        for number in 0...last { writer.write("\(number)\n") }
        #expect(!writer.end(by: Clock.seconds), "nobody has read it")
        var text = ""
        while !text.hasSuffix("\n\(last)\n") { text += String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self) }
        let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("x") }
        #expect(lines.first?.contains("10 lines were dropped") == true)
        #expect(Array(lines.dropFirst()) == (10...last).map { "\($0)" })
    }

    @Test func aReaderThatLeftIsAFailureAndNoSignal() throws {
        StopFlag.ignoreFailedWrites()
        let writer = try LineWriter("test", descriptor: end)
        try pipe.fileHandleForReading.close()
        writer.write("a\n")
        writer.write("b\n")
        #expect(writer.end(by: Clock.seconds + 30))
        #expect(writer.failure == EPIPE)
    }
}
