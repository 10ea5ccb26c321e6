/// Pictures a second, from how many a session has examined.
struct PictureRate {
    private var counted: (pictures: Int, seconds: Double)?
    /// Nil until a second has passed.
    private(set) var perSecond: Double?

    /// - Parameter seconds: of the session; a new one begins at 0 again.
    mutating func see(_ pictures: Int, at seconds: Double) {
        guard let counted, seconds >= counted.seconds else {
            counted = (pictures, seconds)
            return
        }
        let passed = seconds - counted.seconds
        guard passed >= 1 else { return }
        perSecond = Double(pictures - counted.pictures) / passed
        self.counted = (pictures, seconds)
    }
}
