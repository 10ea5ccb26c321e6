import Testing

@testable import Session

@Suite struct SessionPortTests {
    @Test func commandsComeInOrderUntilThePortIsFullOrClosed() {
        let port = SessionPort()
        port.send(.hold(.sad))
        port.report(.back(.camera))
        port.send(.panic)
        let inputs = port.takeInputs()
        #expect(inputs.count == 3)
        if case .command(let command) = inputs[2] { #expect(command == .panic) }
        let accepted = (0..<2000).count { _ in port.send(.tap) }
        #expect(accepted == 1024)
        _ = port.takeInputs()
        port.close()
        #expect(!port.send(.tap))
        #expect(port.subscribe().isOver)
    }
}
