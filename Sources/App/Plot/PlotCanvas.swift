import Foundation

/// A picture in memory: 8-bit RGB, row after row, white at first. Coordinates are pixels, y downwards; everything drawn outside
/// is cut off.
final class PlotCanvas {
    let width: Int
    let height: Int
    /// `width * height * 3` bytes.
    let pixels: UnsafeMutablePointer<UInt8>

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = .allocate(capacity: width * height * 3)
        pixels.initialize(repeating: 255, count: width * height * 3)
    }

    deinit { pixels.deallocate() }

    private var whole: PlotArea { PlotArea(left: 0, top: 0, right: width, bottom: height) }

    /// Mixes `colour` over one pixel; `cover` 0 (leaves it) … 1 (replaces it).
    func blend(_ x: Int, _ y: Int, _ colour: PlotColour, cover: Double = 1) {
        guard x >= 0, x < width, y >= 0, y < height, cover > 0 else { return }
        let pixel = pixels + (y * width + x) * 3
        let share = min(cover, 1)
        pixel[0] = mixed(pixel[0], colour.red, share)
        pixel[1] = mixed(pixel[1], colour.green, share)
        pixel[2] = mixed(pixel[2], colour.blue, share)
    }

    private func mixed(_ under: UInt8, _ over: UInt8, _ share: Double) -> UInt8 {
        UInt8((Double(under) + (Double(over) - Double(under)) * share).rounded())
    }

    func fill(_ area: PlotArea, _ colour: PlotColour, cover: Double = 1) {
        let columns = max(0, area.left)..<max(0, area.left, min(width, area.right))
        for y in max(0, area.top)..<max(0, area.top, min(height, area.bottom)) {
            for x in columns { blend(x, y, colour, cover: cover) }
        }
    }

    /// The outermost pixels of `area`.
    func frame(_ area: PlotArea, _ colour: PlotColour) {
        fill(PlotArea(left: area.left, top: area.top, right: area.right, bottom: area.top + 1), colour)
        fill(PlotArea(left: area.left, top: area.bottom - 1, right: area.right, bottom: area.bottom), colour)
        fill(PlotArea(left: area.left, top: area.top + 1, right: area.left + 1, bottom: area.bottom - 1), colour)
        fill(PlotArea(left: area.right - 1, top: area.top + 1, right: area.right, bottom: area.bottom - 1), colour)
    }

    /// Joined straight strokes with round ends, `thickness` pixels wide, smooth at the edges. A pixel that several strokes
    /// touch is covered once, so joints do not grow darker. Nothing is drawn outside `area`.
    func draw(_ strokes: [PlotStroke], _ colour: PlotColour, thickness: Double, in area: PlotArea? = nil) {
        let area = area ?? whole
        let reach = thickness / 2 + 1
        var covers: [Int: Double] = [:]
        for stroke in strokes {
            let left = max(Double(area.left), floor(min(stroke.x0, stroke.x1) - reach))
            let right = min(Double(area.right - 1), ceil(max(stroke.x0, stroke.x1) + reach))
            let top = max(Double(area.top), floor(min(stroke.y0, stroke.y1) - reach))
            let bottom = min(Double(area.bottom - 1), ceil(max(stroke.y0, stroke.y1) + reach))
            guard left <= right, top <= bottom else { continue }
            for y in Int(top)...Int(bottom) {
                for x in Int(left)...Int(right) {
                    let cover = min(1, thickness / 2 + 0.5 - stroke.distance(toX: Double(x), y: Double(y)))
                    guard cover > 0 else { continue }
                    covers[y * width + x] = max(cover, covers[y * width + x] ?? 0)
                }
            }
        }
        for (index, cover) in covers { blend(index % width, index / width, colour, cover: cover) }
    }

    /// - Parameters:
    ///   - x: where the text begins, is centred or ends, by `align`.
    ///   - middle: height of the middle of its capitals.
    ///   - size: pixels from dot to dot; capitals are `size * 6` high.
    func write(
        _ text: String, x: Double, middle: Double, size: Double = 2, _ colour: PlotColour = .ink, align: PlotAlign = .left,
        thickness: Double = 1.6
    ) {
        var pen = x - PlotCanvas.width(of: text, size: size) * align.share
        let top = middle - PlotFont.capHeight / 2 * size
        for letter in text.unicodeScalars {
            let glyph = PlotFont.glyph(letter)
            let strokes = glyph.strokes.map {
                PlotStroke(x0: pen + $0.x0 * size, y0: top + $0.y0 * size, x1: pen + $0.x1 * size, y1: top + $0.y1 * size)
            }
            draw(strokes, colour, thickness: thickness)
            pen += glyph.advance * size
        }
    }

    static func width(of text: String, size: Double = 2) -> Double { PlotFont.width(text) * size }
}

/// A rectangle of pixels; `right` and `bottom` are the first ones outside.
struct PlotArea: Equatable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    var width: Int { right - left }
    var height: Int { bottom - top }
}

enum PlotAlign: Double {
    case left = 0
    case centre = 0.5
    case right = 1

    var share: Double { rawValue }
}

struct PlotStroke {
    var x0: Double
    var y0: Double
    var x1: Double
    var y1: Double

    /// From a point to the nearest point of the stroke.
    func distance(toX x: Double, y: Double) -> Double {
        let dx = x1 - x0, dy = y1 - y0
        let squared = dx * dx + dy * dy
        let along = squared > 0 ? min(1, max(0, ((x - x0) * dx + (y - y0) * dy) / squared)) : 0
        return hypot(x - x0 - along * dx, y - y0 - along * dy)
    }
}
