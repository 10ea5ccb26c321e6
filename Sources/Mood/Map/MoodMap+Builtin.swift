import DSP

extension MoodMap {
    /// The original program's numbers, read from its running code: the default.
    public static let seed = MoodMap(
        name: "seed",
        happy: MoodSetting(semitones: 4, tempo: 2.5, filter: .highPass300, effect: .reverb(Reverb.Setting())),
        sad: MoodSetting(semitones: -5, tempo: 0.3, filter: .lowPass1200, effect: .wah(Wah.Setting())),
        angry: MoodSetting(semitones: 7, tempo: 4, effect: .delay(Delay.Setting())),
        surprise: MoodSetting(semitones: 5, tempo: 2.5, filter: .highPass300, effect: .reverb(Reverb.Setting())),
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

    /// Ours: the same directions, inside what music bears. Keys move by closeness on the circle of fifths: two semitones are two
    /// fifths away, three are three, and from happy down to sad it is a single one (a semitone would be five). Faster reads
    /// happier, slower sadder (Webster & Weir 2005); amounts follow the face's place in valence and arousal.
    public static let drama = MoodMap(
        name: "drama", blend: .place,
        happy: MoodSetting(
            semitones: 2, tempo: 1.18, filter: FilterSetting(kind: .highPass, cutoffHertz: 140),
            effect: .reverb(Reverb.Setting(wet: 0.15, seconds: 1.2))),
        sad: MoodSetting(
            semitones: -3, tempo: 0.7, filter: FilterSetting(kind: .lowPass, cutoffHertz: 2400),
            effect: .wah(Wah.Setting(wet: 0.3, lowHertz: 500, highHertz: 1800, q: 1.5))),
        angry: MoodSetting(semitones: 3, tempo: 1.4, effect: .delay(Delay.Setting(wet: 0.22, feedback: 0.25))),
        surprise: MoodSetting(
            semitones: 2, tempo: 1.28, filter: FilterSetting(kind: .highPass, cutoffHertz: 220),
            effect: .reverb(Reverb.Setting(wet: 0.25, seconds: 2))),
        neutral: MoodSetting(semitones: 0, tempo: 1, filter: FilterSetting(kind: .lowPass, cutoffHertz: 12_000)))

    /// All of them, the default first.
    public static let builtin = [seed, seedTable, drama]
}

extension FilterSetting {
    fileprivate static let highPass300 = FilterSetting(kind: .highPass, cutoffHertz: 300, q: 0.707)
    fileprivate static let lowPass1200 = FilterSetting(kind: .lowPass, cutoffHertz: 1200, q: 0.707)
    fileprivate static let lowPass8000 = FilterSetting(kind: .lowPass, cutoffHertz: 8000, q: 0.707)
}
