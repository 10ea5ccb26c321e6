/// Floats at an address that stays: kernels hold pointers.
final class OwnedNumbers {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    init(_ values: [Float]) {
        count = values.count
        pointer = .allocate(capacity: max(count, 1))
        for (index, value) in values.enumerated() { (pointer + index).initialize(to: value) }
    }

    convenience init(repeating value: Float, count: Int) { self.init([Float](repeating: value, count: count)) }

    deinit { pointer.deallocate() }

    var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    var hasNaN: Bool { values.contains { $0.isNaN } }
}
