import Mood

extension MoodState {
    /// What is the case, as half a sentence.
    public var sentence: String {
        switch self {
        case .noCamera: "no pictures come"
        case .tooDark: "the picture is too dark"
        case .noFace: "nobody is in sight"
        case .faceTooSmall: "the face is too small to be read"
        case .unsure: "it is not sure that this is a face"
        case .tracking: "the face is read"
        case .tooFlat: "the picture shows one shade of grey"
        case .againstTheLight: "the light is behind the face"
        case .turnedAway: "the face is turned away"
        case .severalPeople: "somebody is there, but not the one who counts"
        }
    }

    /// What a person can do about it, in a few words; nil where nothing needs doing.
    public var advice: String? {
        switch self {
        case .noCamera, .noFace, .tracking: nil
        case .tooDark: "make light"
        case .tooFlat: "uncover or wipe the lens"
        case .againstTheLight: "turn away from the window"
        case .faceTooSmall: "come nearer"
        case .turnedAway: "look this way"
        case .severalPeople: "--who all counts everybody"
        case .unsure: "move, or make light"
        }
    }
}
