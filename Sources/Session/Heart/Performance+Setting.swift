import DSP
import Mood

extension Performance {
    /// What a performance starts with.
    public struct Setting: Sendable {
        /// The song's name, for the snapshot and the record.
        public var song = ""
        /// All songs of the session in their order, by such names, from the one that plays first on; a single one, or none here, loops.
        public var songs: [String] = []
        /// Output frames a second.
        public var outputRate = 44_100.0
        /// Frames a second of the song.
        public var sourceRate = 44_100.0
        /// How tempo and key are changed.
        public var quality = StretchQuality.normal
        /// The map that plays first, the amount, and what is known of tempo and loudness.
        public var mapping: ParameterMapping
        /// The maps that can be selected while it plays; the mapping's is the first of them.
        public var maps: [MoodMap] = []
        /// Overrides the maps' own; nil leaves it to each map.
        public var quantise: Quantise?
        /// The song's beats; nil until the analysis finds them.
        public var grid: BeatGrid?
        /// How loud the song is, where there are others to compare it with; nil until the analysis says.
        public var loudness: SongLoudness?
        /// The songs that moods have to themselves, in the player's order, after the one of the others.
        public var moodSongs: [KnownSong] = []
        /// The session has a `SongAnalyser`, which finds beats and measures moods.
        public var analysesSong = false
        /// What becomes of the mood when nobody is in sight.
        public var idle = Idle.neutral
        /// For the person whose face counts.
        public var calibration: Calibration?
        /// The mean of all faces counts, and no single one.
        public var everybodyCounts = false
        /// False when another song would overwrite what is being recorded, or its pictures cannot begin again.
        public var canChangeSong = false
        /// DB, −60 … 12: no volume is louder.
        public var volumeCeiling: Float = 12
        /// Seconds that a change may wait for a bar.
        public var longestWait = Conductor.usualLongestWait
        /// The numbers of maps stay as they are, whoever asks.
        public var isLocked = false
        /// What may be given up when the machine is too slow.
        public var reliefs: [Relief] = []
        /// The music fades in at its beginning, and does not begin at once.
        public var fadesIn = false

        /// Everything but the mapping has a default.
        public init(mapping: ParameterMapping) { self.mapping = mapping }
    }
}
