/// The delays and signs of `Reverb`. Drawn by chance, line lengths from prime numbers of frames at 44 100 Hz spread evenly on a
/// logarithmic scale; of 320 draws the one whose decay was straightest and most alike in all octaves, dense before 100 ms and
/// without a tone that stands out.
enum ReverbDelays {
    /// Four steps of eight channels.
    static let diffusionMilliseconds: [Double] = [
        1.84, 4.13, 1.43, 2.74, 5.53, 3.58, 5.01, 0.41,
        8.30, 11.59, 3.85, 7.37, 10.25, 1.52, 4.67, 0.41,
        3.15, 17.82, 6.89, 11.18, 14.97, 1.36, 19.71, 21.56,
        7.71, 3.11, 35.51, 31.54, 20.57, 25.06, 12.72, 17.32,
    ]
    static let lineMilliseconds: [Double] = [
        37.12, 80.66, 33.63, 49.95, 34.54, 44.24, 55.94, 43.11,
        76.21, 39.48, 47.32, 60.25, 70.77, 64.88, 30.09, 62.74,
    ]

    /// Of 32 channels of the diffusion, 16 inputs of lines and 16 outputs.
    static func isFlipped(_ index: Int) -> Bool { signs >> UInt64(index) & 1 == 1 }

    private static let signs: UInt64 = 0x285ce0934e4ce327
}
