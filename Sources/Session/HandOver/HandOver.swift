/// Something that one thread opens and another will own: a camera, a song, a sound card. What goes in is given up by whoever had it
/// (`sending`), and it comes out once (`consuming`), so the box may cross threads although its content must not be shared.
///
/// Invariant: the value belongs to no other region while it is in here; the two signatures make the compiler uphold it.
public struct HandOver<Value>: ~Copyable, @unchecked Sendable {
    private let value: Value

    public init(_ value: consuming sending Value) { self.value = value }

    /// The value, whose owner is now the caller.
    public consuming func take() -> sending Value {
        // The region analysis cannot see that nobody else refers to a stored value.
        nonisolated(unsafe) let value = value
        return value
    }
}
