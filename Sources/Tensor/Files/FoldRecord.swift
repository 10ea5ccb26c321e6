/// How a network's classes become the five expressions, as stored in the file: for each class the number of its expression, then five
/// offsets.
public struct FoldRecord: Equatable, Sendable {
    /// Number of the expressions: happy, sad, angry, surprise, neutral.
    public static let expressions = 5
    /// The largest offset, either way; a factor of 22,000.
    static let mostOffset: Float = 10

    /// For each class 0 ..< 5, the expression for which its probability counts.
    public let targets: [Int]
    /// Five, each added to the logarithm of its expression's probability before they are normalised again; within ±10.
    public let offsets: [Float]

    /// Length of the record: a byte for each class, zeros to a multiple of four, five numbers.
    static func bytes(classes: Int) -> Int { (classes + 3) / 4 * 4 + expressions * 4 }

    init(in file: UnsafeRawBufferPointer, at offset: Int, classes: Int) throws(ModelError) {
        var targets: [Int] = []
        for index in 0..<classes {
            let target = Int(file[offset + index])
            guard target < Self.expressions else {
                throw WeightFile.fault("fold of class \(index)", "there is no expression number \(target)")
            }
            targets.append(target)
        }
        let numbers = offset + (classes + 3) / 4 * 4
        for index in offset + classes..<numbers where file[index] != 0 {
            throw WeightFile.fault("fold", "a reserved byte is not zero")
        }
        var offsets: [Float] = []
        for index in 0..<Self.expressions {
            let number = file.f32(at: numbers + index * 4)
            guard abs(number) <= Self.mostOffset else { throw WeightFile.fault("offset \(index)", "it is not within ±10") }
            offsets.append(number)
        }
        self.targets = targets
        self.offsets = offsets
    }
}
