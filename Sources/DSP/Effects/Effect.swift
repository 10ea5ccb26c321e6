/// The numbers of one effect as one vector, in the order of `Effect.parameters`; each effect gives them names.
/// One vector, so that generic code can clamp, name, read and write them by their place.
public protocol ParameterVector: BitwiseCopyable, Equatable, Sendable {
    /// Lanes past the last parameter are 0.
    var values: SIMD8<Float> { get set }
    /// The lanes as they are; `set` clamps them.
    init(values: SIMD8<Float>)
}

/// An effect: one file, one shape. `Wah` is an insert to read, `Delay` a send.
///
/// To add one, write its file and name it twice in `EffectSetting.swift`. Map files, records, `process`, help, the clamping
/// and plots follow from `parameters`.
///
/// After `init` nothing allocates or waits; coefficients are made in `set` and once a control period, never per sample.
public protocol Effect: ~Copyable {
    associatedtype Setting: ParameterVector

    /// The word of map files, records and the command line.
    static var name: String { get }
    /// Half a sentence about it, for help texts.
    static var meaning: String { get }
    /// Wet first, eight at most.
    static var parameters: [EffectParameter] { get }
    /// A send leaves only what it made, and `EffectRack` adds that to the dry sound; an insert mixes by itself.
    static var isSend: Bool { get }
    /// The numbers of this effect when `effect` is one of its kind.
    static func setting(in effect: EffectSetting) -> Setting?
    /// The other way round.
    static func effect(_ setting: Setting) -> EffectSetting

    /// `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100). Takes its memory here.
    init(rate: Double)

    /// Of `parameters` at this rate.
    var bounds: ParameterBounds { get }
    /// Frames processed since `init` or `reset`.
    var frame: Int { get }
    /// Of a send: frames after which nothing that went in is stored any more, were there no feedback.
    var memoryFrames: Int { get }
    /// The longest silence between two sounds of its tail.
    var pauseSeconds: Double { get }

    /// Glides to `setting`, clamped to its ranges; `atOnce` without a glide, while nothing of it is heard.
    mutating func set(_ setting: Setting, atOnce: Bool)

    /// The first `frames` of sixteen frames in place, which lie in one control period, from its frame `phase` on; with
    /// `phase` 0 the next period begins.
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int)

    /// Silence behind, as after `init`; the setting stays.
    mutating func reset()
}

extension Effect where Self: ~Copyable {
    /// 0: an insert stores nothing that `EffectRack` has to wait for.
    public var memoryFrames: Int { @inlinable @inline(__always) get { 0 } }
    /// 0: its tail, if any, has no gaps.
    public var pauseSeconds: Double { @inlinable @inline(__always) get { 0 } }

    /// The vector of `given`, with defaults for nil; not for the audio path.
    public static func values(_ given: Float?...) -> SIMD8<Float> {
        var values = SIMD8<Float>()
        for (index, parameter) in parameters.enumerated() {
            values[index] = index < given.count ? given[index] ?? parameter.defaultValue : parameter.defaultValue
        }
        return values
    }

    /// Any number of frames in place; how they are cut into calls does not change them. A send leaves what it made alone,
    /// as a mixing desk's return does; `EffectRack` also mixes.
    @inlinable @inline(__always)
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let phase = frame & 15
            let count = min(16 - phase, frames - done)
            var blockLeft = SIMD16<Float>()
            var blockRight = SIMD16<Float>()
            withUnsafeMutablePointer(to: &blockLeft) { rawLeft in
                withUnsafeMutablePointer(to: &blockRight) { rawRight in
                    let l = UnsafeMutableRawPointer(rawLeft).assumingMemoryBound(to: Float.self)
                    let r = UnsafeMutableRawPointer(rawRight).assumingMemoryBound(to: Float.self)
                    for index in 0..<count {
                        l[index] = left[done + index]
                        r[index] = right[done + index]
                    }
                    process(l, r, frames: count, phase: phase)
                    for index in 0..<count {
                        left[done + index] = l[index]
                        right[done + index] = r[index]
                    }
                }
            }
            done += count
        }
    }
}
