import CPictures
import Tensor

/// Decodes PNG with libpng's simplified interface: grey stays as it is, colour goes through OpenCV's rule, alpha is dropped
/// without blending, 16 bits are reduced to 8.
func decodePNG(
    _ bytes: UnsafeRawBufferPointer, name: String, scratch: Bytes, into plane: inout LumaPlane
) throws(LeitmotifError) {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else { throw failure(&image, name) }
    let (width, height) = (Int(image.width), Int(image.height))
    try PictureLimits.check(width: width, height: height, for: PictureDecoder.operation, of: name)
    // IHDR is always the first chunk: bits per sample, colour type. Deflate compresses to 1/1032 at best.
    let samples = [1, 0, 3, 1, 2, 0, 4][min(Int(bytes[25]), 6)]
    try PictureLimits.check(
        bytes.count, canHold: width * samples * Int(bytes[24]) / 8 * height / 1032, of: name, "\(width)×\(height)")
    // Without this, 16-bit files are read as linear light and come out far too bright.
    image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let isColour = image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
    let hasAlpha = image.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
    image.format = (isColour ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0) | (hasAlpha ? UInt32(PNG_FORMAT_FLAG_ALPHA) : 0)
    let step = (isColour ? 3 : 1) + (hasAlpha ? 1 : 0)
    scratch.reserve(width * height * step)
    guard png_image_finish_read(&image, nil, scratch.base, Int32(width * step), nil) != 0 else { throw failure(&image, name) }
    plane.reshape(width: width, height: height)
    let stride = plane.view.stride
    for row in 0..<height {
        let source = scratch.base + row * width * step
        let target = plane.pixels + row * stride
        if isColour {
            grey(source, step: step, count: width, into: target)
        } else if hasAlpha {
            for column in 0..<width { target[column] = source[2 * column] }
        } else {
            target.update(from: source, count: width)
        }
    }
}

private func failure(_ image: inout png_image, _ name: String) -> LeitmotifError {
    let text = withUnsafeBytes(of: &image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return LeitmotifError(
        .damaged, PictureDecoder.operation, name, "libpng cannot decode it (\(text))", next: "save it again as a plain PNG")
}
