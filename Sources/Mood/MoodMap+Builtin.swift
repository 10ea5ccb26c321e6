import DSP

extension MoodMap {
    /// The original program's numbers, read from its running code: the default.
    public static let seed = MoodMap(
        name: "seed",
        happy: MoodSetting(semitones: 4, tempo: 2.5, filter: .highPass300, effect: EffectSetting(kind: .reverb)),
        sad: MoodSetting(semitones: -5, tempo: 0.3, filter: .lowPass1200, effect: EffectSetting(kind: .wah, wet: MoodMap.wahWet)),
        angry: MoodSetting(semitones: 7, tempo: 4, effect: EffectSetting(kind: .delay)),
        surprise: MoodSetting(semitones: 5, tempo: 2.5, filter: .highPass300, effect: EffectSetting(kind: .reverb)),
        neutral: MoodSetting(semitones: 0, tempo: 1, filter: .lowPass8000))

    /// The same with the tempi of the original's document, which its code never used.
    public static let seedTable: MoodMap = {
        var map = seed
        map.name = "seed-table"
        map.happy.tempo = 2
        map.sad.tempo = 0.1
        map.angry.tempo = 5
        map.surprise.tempo = 4
        map.neutral.tempo = 1
        return map
    }()

    /// A wah is heard as one only when most of the sound goes through it.
    public static let wahWet: Float = 0.7

    public static let builtin = [seed, seedTable]
}

extension FilterSetting {
    fileprivate static let highPass300 = FilterSetting(kind: .highPass, cutoffHertz: 300, q: 0.707)
    fileprivate static let lowPass1200 = FilterSetting(kind: .lowPass, cutoffHertz: 1200, q: 0.707)
    fileprivate static let lowPass8000 = FilterSetting(kind: .lowPass, cutoffHertz: 8000, q: 0.707)
}
