/// Carries something that one thread opens and another will own: a camera, a song, a sound card. Its owner gives it up on the way
/// in (`sending`) and it comes out once (`consuming`), so the box may cross threads although its content must not be shared.
///
/// Invariant: while in here the value belongs to no other region; the two signatures make the compiler enforce it.
public struct HandOver<Value>: ~Copyable, @unchecked Sendable {
    private let value: Value

    /// Takes the value over from the calling thread.
    public init(_ value: consuming sending Value) { self.value = value }

    /// The value, now owned by the caller.
    public consuming func take() -> sending Value {
        // The region analysis cannot see that nobody else refers to a stored value.
        nonisolated(unsafe) let value = value
        return value
    }
}
