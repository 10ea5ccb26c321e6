/// Effects that are known when compiling, behind each other: `EffectList<Wah, EffectList<Delay, EffectListEnd>>`.
///
/// A list and not an array of existentials, since `@_noLocks` accepts neither. Generic code cannot carry that attribute:
/// everything here is inlined into `EffectRack`, whose annotations check it.
protocol EffectSequence: ~Copyable {
    init(rate: Double)
    mutating func set(_ wanted: EffectSetting, periods: Int, cutsTails: Bool, into mix: inout EffectMix)
    /// Begins the next control period.
    mutating func tick()
    /// The inserts, in place.
    mutating func insert(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int)
    /// A send still has something to say.
    var isRinging: Bool { get }
    /// Adds what the sends make of `sound`. `block`: room for sixteen frames of two channels.
    mutating func send(_ sound: StereoLanes, to out: inout StereoLanes, block: UnsafeMutablePointer<Float>, frames: Int, phase: Int)
    mutating func reset()

    static func describe(into all: inout [EffectDescriptor])
    static func setting(at index: Int, _ values: SIMD8<Float>) -> EffectSetting
    static func index(of setting: EffectSetting, from first: Int) -> Int?
    static func values(of setting: EffectSetting) -> SIMD8<Float>
}

/// What the chosen effect asks of the rack.
struct EffectMix {
    /// Level of the dry sound beside a send.
    var dry: Float = 1
    var pauseSeconds = 0.0
}

/// One control period of both channels.
struct StereoLanes {
    var left: Lanes
    var right: Lanes
}

struct EffectListEnd: ~Copyable, EffectSequence {
    init(rate: Double) {}
    @inline(__always) mutating func set(_: EffectSetting, periods: Int, cutsTails: Bool, into: inout EffectMix) {}
    @inline(__always) mutating func tick() {}
    @inline(__always) mutating func insert(
        _: UnsafeMutablePointer<Float>, _: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {}
    var isRinging: Bool { @inline(__always) get { false } }
    @inline(__always) mutating func send(
        _: StereoLanes, to: inout StereoLanes, block: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {}
    @inline(__always) mutating func reset() {}
    static func describe(into all: inout [EffectDescriptor]) {}
    static func setting(at index: Int, _ values: SIMD8<Float>) -> EffectSetting { .none }
    @inline(__always) static func index(of: EffectSetting, from: Int) -> Int? { nil }
    @inline(__always) static func values(of: EffectSetting) -> SIMD8<Float> { SIMD8() }
}

struct EffectList<First: Effect & ~Copyable, Rest: EffectSequence & ~Copyable>: ~Copyable, EffectSequence {
    private var slot: EffectSlot<First>
    private var rest: Rest

    init(rate: Double) {
        slot = EffectSlot(rate: rate)
        rest = Rest(rate: rate)
    }

    @inline(__always)
    mutating func set(_ wanted: EffectSetting, periods: Int, cutsTails: Bool, into mix: inout EffectMix) {
        slot.set(wanted, periods: periods, cutsTails: cutsTails, into: &mix)
        rest.set(wanted, periods: periods, cutsTails: cutsTails, into: &mix)
    }

    @inline(__always)
    mutating func tick() {
        slot.tick()
        rest.tick()
    }

    @inline(__always)
    mutating func insert(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        slot.insert(left, right, frames: frames, phase: phase)
        rest.insert(left, right, frames: frames, phase: phase)
    }

    var isRinging: Bool { @inline(__always) get { slot.isRinging || rest.isRinging } }

    @inline(__always)
    mutating func send(
        _ sound: StereoLanes, to out: inout StereoLanes, block: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        slot.send(sound, to: &out, block: block, frames: frames, phase: phase)
        rest.send(sound, to: &out, block: block, frames: frames, phase: phase)
    }

    @inline(__always)
    mutating func reset() {
        slot.reset()
        rest.reset()
    }

    static func describe(into all: inout [EffectDescriptor]) {
        all.append(EffectDescriptor(First.self, index: all.count))
        Rest.describe(into: &all)
    }

    static func setting(at index: Int, _ values: SIMD8<Float>) -> EffectSetting {
        index == 0 ? First.effect(First.Setting(values: values)) : Rest.setting(at: index - 1, values)
    }

    @inline(__always)
    static func index(of setting: EffectSetting, from first: Int) -> Int? {
        First.setting(in: setting) == nil ? Rest.index(of: setting, from: first + 1) : first
    }

    @inline(__always)
    static func values(of setting: EffectSetting) -> SIMD8<Float> {
        First.setting(in: setting)?.values ?? Rest.values(of: setting)
    }
}
