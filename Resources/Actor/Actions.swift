// What this room is for: the built-in actor, a clay head that looks neutral, happy, sad, angry and surprised.
// What it may import: the module CPictures (turbojpeg, libpng) and nothing else of the project.
// Where data comes from and goes: numbers in these files → ../actor.mjpeg, ../actor.toml and ../../docs/actor-sheet.png.

/// What the face does, after the Facial Action Coding System (Ekman, Friesen & Hager 2002): 0 is rest, 1 the full
/// action. Values a little outside 0…1 are meant (a brow that overshoots). Gaze and head angles are in degrees.
struct Actions {
    var innerBrowRaise: Float = 0      // AU 1
    var outerBrowRaise: Float = 0      // AU 2
    var browLower: Float = 0           // AU 4, draws the brows together too
    var upperLidRaise: Float = 0       // AU 5
    var cheekRaise: Float = 0          // AU 6
    var lidTighten: Float = 0          // AU 7
    var noseWrinkle: Float = 0         // AU 9
    var upperLipRaise: Float = 0       // AU 10, bares the upper teeth
    var lipCornerPull: Float = 0       // AU 12, the smile
    var lipCornerDepress: Float = 0    // AU 15
    var lowerLipDepress: Float = 0     // AU 16, bares the lower teeth
    var chinRaise: Float = 0           // AU 17, pushes the lower lip up
    var lipPress: Float = 0            // AU 23 and 24
    var lipsPart: Float = 0            // AU 25
    var lipPucker: Float = 0           // AU 18, narrows the mouth
    var jawDrop: Float = 0             // AU 26 and 27
    var blink: Float = 0               // AU 45
    var lidDroop: Float = 0            // AU 43, a lid half-way down
    var gazeRight: Float = 0
    var gazeUp: Float = 0
    var headYaw: Float = 0             // positive: to the picture's right
    var headPitch: Float = 0           // positive: chin up
    var headRoll: Float = 0            // positive: clockwise in the picture
    var breath: Float = 0              // 1: the shoulders at their highest

    /// This face on its way to another, each region as far as its weight says.
    func mixed(with other: Actions, _ weight: Weights) -> Actions {
        var out = self
        func move(_ fields: [WritableKeyPath<Actions, Float>], _ w: Float) {
            for field in fields { out[keyPath: field] += (other[keyPath: field] - self[keyPath: field]) * w }
        }
        move(Actions.brows, weight.brows)
        move(Actions.eyes, weight.eyes)
        move(Actions.mouth, weight.mouth)
        move(Actions.head, weight.head)
        return out
    }

    /// How far each region of the face has come; they do not start together.
    struct Weights { var brows, eyes, mouth, head: Float }

    nonisolated(unsafe) static let brows: [WritableKeyPath<Actions, Float>] = [
        \.innerBrowRaise, \.outerBrowRaise, \.browLower, \.noseWrinkle,
    ]
    nonisolated(unsafe) static let eyes: [WritableKeyPath<Actions, Float>] = [
        \.upperLidRaise, \.cheekRaise, \.lidTighten, \.lidDroop, \.blink, \.gazeRight, \.gazeUp,
    ]
    nonisolated(unsafe) static let mouth: [WritableKeyPath<Actions, Float>] = [
        \.upperLipRaise, \.lipCornerPull, \.lipCornerDepress, \.lowerLipDepress, \.chinRaise,
        \.lipPress, \.lipsPart, \.lipPucker, \.jawDrop,
    ]
    nonisolated(unsafe) static let head: [WritableKeyPath<Actions, Float>] = [\.headYaw, \.headPitch, \.headRoll, \.breath]
}

/// The five faces, in the order of the performance. The combinations follow the prototypes of the FACS manual:
/// happy 6+12+25, sad 1+4+15+17, angry 4+7+10+16+25, surprise 1+2+5+26; their strengths were tuned by eye and by judge.py.
enum Expression: String, CaseIterable {
    case neutral, happy, sad, angry, surprise

    var actions: Actions {
        switch self {
        case .neutral: Actions()
        case .happy:
            Actions(
                innerBrowRaise: 0.15, outerBrowRaise: 0.2, cheekRaise: 1, lidTighten: 0.25, lipCornerPull: 1, lipsPart: 0.75,
                jawDrop: 0.12, headPitch: 2, headRoll: -2.5)
        case .sad:
            Actions(
                innerBrowRaise: 1.55, browLower: 0.2, lidTighten: 0.2, noseWrinkle: 0.2, upperLipRaise: 0.42, lipCornerDepress: 1.2,
                chinRaise: 0.36, lipsPart: 0.05, lidDroop: 0.7, gazeUp: -2, headYaw: 2, headPitch: 4, headRoll: -4.5)
        case .angry:
            Actions(
                outerBrowRaise: 0.3, browLower: 1.48, lidTighten: 1.2, noseWrinkle: 1.2, upperLipRaise: 1.1, lipCornerDepress: 1.2,
                lowerLipDepress: 1.2, chinRaise: 0.77, lipPress: 0.08, lipsPart: 0.95, jawDrop: 0.3, headYaw: 1.5, headPitch: 4.5,
                headRoll: 1.5)
        case .surprise:
            Actions(
                innerBrowRaise: 1.1, outerBrowRaise: 1.1, upperLidRaise: 1, lipsPart: 0.3, lipPucker: 0.75, jawDrop: 0.95,
                headPitch: 2.5)
        }
    }
}
