import Synchronization

/// Facts on their way from a helper thread to the session's thread. When that one stalls, the oldest sights are dropped; what
/// happened to a device never is.
final class FactQueue: Sendable {
    private static let mostSights = 64
    private let facts = Mutex<[Fact]>([])
    private let bell: Bell?

    /// - Parameter bell: rung at every report, for a session that is to take it at once.
    init(bell: Bell? = nil) { self.bell = bell }

    func report(_ fact: Fact) {
        facts.withLock { facts in
            if case .saw = fact, facts.count >= FactQueue.mostSights, let oldest = facts.firstIndex(where: { $0.isSight }) {
                facts.remove(at: oldest)
            }
            facts.append(fact)
        }
        bell?.ring()
    }

    /// Everything reported since the last call, oldest first.
    func take() -> [Fact] {
        facts.withLock { facts in
            defer { facts.removeAll() }
            return facts
        }
    }
}

extension Fact {
    fileprivate var isSight: Bool { if case .saw = self { true } else { false } }
}
