/// How a picture must be looked at for its face to look upright and evenly lit.
struct FacePose: Equatable {
    /// How far the face is turned in the picture, clockwise.
    var degrees = 0.0
    /// Its contrast must be evened out first (`LocalContrast`).
    var isEvened = false

    /// Upright and plain: as the cascade was trained to see faces.
    var isUsual: Bool { degrees == 0 && !isEvened }

    func turned(by more: Double) -> FacePose { FacePose(degrees: degrees + more, isEvened: isEvened) }
}
