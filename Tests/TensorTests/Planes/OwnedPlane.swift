@testable import Tensor

/// A plane that owns its numbers, its border and the slack after it.
final class OwnedPlane {
    let plane: Plane
    private let memory: OwnedNumbers
    private let withoutBorder: OwnedNumbers
    /// Its numbers, without the border.
    var dense: UnsafePointer<Float> { UnsafePointer(withoutBorder.pointer) }

    init(_ values: [Float], _ shape: Shape, _ border: Border) {
        memory = OwnedNumbers(repeating: 0, count: border.floats(around: shape))
        withoutBorder = OwnedNumbers(values)
        plane = border.plane(at: memory.pointer, shape)
        let row = shape.width * shape.channels
        for index in values.indices { plane.row(index / row)[index % row] = values[index] }
    }

    var values: [Float] {
        let row = plane.shape.width * plane.shape.channels
        return (0..<plane.shape.count).map { plane.row($0 / row)[$0 % row] }
    }

    var borderIsZero: Bool {
        let row = plane.shape.width * plane.shape.channels
        let start = plane.origin - memory.pointer
        return (0..<memory.count).allSatisfy { index in
            let (y, x) = (index - start).quotientAndRemainder(dividingBy: plane.rowFloats)
            let inside = index >= start && y < plane.shape.height && x < row
            return inside || memory.pointer[index] == 0
        }
    }
}
