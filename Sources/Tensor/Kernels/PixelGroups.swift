/// A convolution's outputs as groups of neighbouring pixels of a row. Any groups, also from different rows, make up a tile, so
/// that small feature maps fill the registers as large ones do. Where the row length is no multiple of the group, the last group
/// overlaps the one before it: the same numbers are written twice.
struct PixelGroups {
    /// A group's first input and first output, in Floats from the origins.
    struct Place {
        let input: Int32
        let output: Int32
    }

    let places: UnsafeMutablePointer<Place>
    /// Pixels of a group: 4, 3, 2 or 1.
    let pixels: Int
    let perRow: Int

    /// With eight channels two pixels fill a register, hence even groups.
    static func pixels(width: Int, channels: Int) -> Int {
        if Registers.lanes == 16 && width > 3 && (channels == 8 || (width % 4 == 0 && width % 3 != 0)) { return 4 }
        // Groups of three use the registers best; short rows that they do not fill are cut into pairs.
        return width < 2 ? 1 : width < 32 && width % 2 == 0 && width % 3 != 0 ? 2 : 3
    }

    static func perRow(width: Int, channels: Int) -> Int {
        let pixels = pixels(width: width, channels: channels)
        return (width + pixels - 1) / pixels
    }

    /// A place takes 8 bytes, two Floats.
    static func floats(rows: Int, width: Int, channels: Int) -> Int { 2 * rows * perRow(width: width, channels: channels) }

    init(
        rows: Int, width: Int, inputRow: Int, inputPixel: Int, outputRow: Int, outputPixel: Int, memory: UnsafeMutablePointer<Float>
    ) {
        pixels = Self.pixels(width: width, channels: outputPixel)
        perRow = Self.perRow(width: width, channels: outputPixel)
        places = UnsafeMutableRawPointer(memory).bindMemory(to: Place.self, capacity: rows * perRow)
        for row in 0..<rows {
            for group in 0..<perRow {
                let pixel = Swift.min(group * pixels, width - pixels)
                places[row * perRow + group] = Place(
                    input: Int32(row * inputRow + pixel * inputPixel), output: Int32(row * outputRow + pixel * outputPixel))
            }
        }
    }
}
