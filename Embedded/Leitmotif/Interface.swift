// The C interface over the pure rooms and the heart. Every pointer and number is checked here, so that nothing behind it can trap.
import CLeitmotif
import Cascade
import DSP
import Heart
import Mood
import Tensor

@c @implementation
public func leitmotif_open(
    _ setting: UnsafePointer<leitmotif_setting>?, _ session: UnsafeMutablePointer<OpaquePointer?>?
) -> leitmotif_status {
    guard let session else { return LEITMOTIF_NULL }
    session.pointee = nil
    guard let setting else { return LEITMOTIF_NULL }
    do throws(Refusal) {
        session.pointee = OpaquePointer(Unmanaged.passRetained(try SmallSession(setting.pointee)).toOpaque())
        return LEITMOTIF_OK
    } catch {
        return error.status
    }
}

@c @implementation
public func leitmotif_look(
    _ session: OpaquePointer?, _ luma: UnsafePointer<UInt8>?, _ bytes: Int, _ width: Int32, _ height: Int32, _ stride: Int32,
    _ seconds: Double
) -> leitmotif_status {
    guard let session = SmallSession.of(session) else { return LEITMOTIF_NULL }
    guard seconds.isFinite, 0...1e9 ~= seconds else { return LEITMOTIF_OUT_OF_RANGE }
    var picture: LumaView?
    if let luma {
        let (width, height, stride) = (Int(width), Int(height), Int(stride))
        guard 1...16_384 ~= width, 1...16_384 ~= height, stride >= width, bytes >= (height - 1) * stride + width else {
            return LEITMOTIF_OUT_OF_RANGE
        }
        picture = LumaView(base: luma, width: width, height: height, stride: stride)
    }
    do throws(ModelError) {
        try session.look(picture, at: seconds)
        return LEITMOTIF_OK
    } catch {
        return Refusal(error).status
    }
}

@c @implementation
public func leitmotif_get_mood(_ session: OpaquePointer?, _ mood: UnsafeMutablePointer<leitmotif_mood>?) -> leitmotif_status {
    guard let session = SmallSession.of(session), let mood else { return LEITMOTIF_NULL }
    mood.pointee = leitmotif_mood()
    mood.pointee.weights = session.weights.five
    mood.pointee.named = leitmotif_expression(UInt32(session.mood.rawValue))
    guard let sight = session.sight else { return LEITMOTIF_OK }
    mood.pointee.faces = Int32(sight.faces.count)
    if let rect = sight.faces.first?.rect {
        mood.pointee.face = leitmotif_box(x: Int32(rect.x), y: Int32(rect.y), width: Int32(rect.width), height: Int32(rect.height))
    }
    mood.pointee.reading = sight.expression?.five ?? (0, 0, 0, 0, 0)
    return LEITMOTIF_OK
}

@c @implementation
public func leitmotif_hold(_ session: OpaquePointer?, _ expression: Int32) -> leitmotif_status {
    guard let session = SmallSession.of(session) else { return LEITMOTIF_NULL }
    if expression == -1 {
        session.hold(nil)
        return LEITMOTIF_OK
    }
    guard let number = UInt8(exactly: expression), let mood = Expression(rawValue: number) else { return LEITMOTIF_OUT_OF_RANGE }
    session.hold(mood)
    return LEITMOTIF_OK
}

@c @implementation
public func leitmotif_process(_ session: OpaquePointer?, _ output: UnsafeMutablePointer<Float>?, _ frames: Int) -> leitmotif_status {
    guard let session = SmallSession.of(session), let output else { return LEITMOTIF_NULL }
    guard 0...1 << 20 ~= frames else { return LEITMOTIF_OUT_OF_RANGE }
    session.render(output, frames: frames)
    return LEITMOTIF_OK
}

@c @implementation
public func leitmotif_take_event(_ session: OpaquePointer?, _ line: UnsafeMutablePointer<CChar>?, _ size: Int) -> leitmotif_status {
    guard let session = SmallSession.of(session), let line else { return LEITMOTIF_NULL }
    guard size > 0 else { return LEITMOTIF_OUT_OF_RANGE }
    let bytes = session.takeLine()?.bytes ?? []
    let count = min(bytes.count, size - 1)
    for index in 0..<count { line[index] = CChar(bitPattern: bytes[index]) }
    line[count] = 0
    return LEITMOTIF_OK
}

@c @implementation
public func leitmotif_close(_ session: OpaquePointer?) {
    guard let session else { return }
    Unmanaged<SmallSession>.fromOpaque(UnsafeRawPointer(session)).release()
}

@c @implementation
public func leitmotif_words(_ status: leitmotif_status) -> UnsafePointer<CChar>? {
    let words: StaticString =
        switch status {
        case LEITMOTIF_OK: "ok"
        case LEITMOTIF_NULL: "a needed pointer is NULL"
        case LEITMOTIF_DAMAGED: "damaged"
        case LEITMOTIF_UNSUPPORTED: "unsupported"
        case LEITMOTIF_TOO_LARGE: "too large"
        case LEITMOTIF_OUT_OF_RANGE: "out of range"
        default: "unknown status"
        }
    return UnsafeRawPointer(words.utf8Start).assumingMemoryBound(to: CChar.self)
}

extension SmallSession {
    /// The session that C knows by this pointer; its caller has not closed it.
    static func of(_ pointer: OpaquePointer?) -> SmallSession? {
        guard let pointer else { return nil }
        return Unmanaged<SmallSession>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }
}

extension ExpressionWeights {
    /// In C's order.
    var five: (Float, Float, Float, Float, Float) { (happy, sad, angry, surprise, neutral) }
}
