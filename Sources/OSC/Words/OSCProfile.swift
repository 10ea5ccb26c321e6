/// Whose messages go out.
public enum OSCProfile: String, CaseIterable, Sendable {
    /// Our own: everything that a session shows.
    case leitmotif
    /// Inputs for Wekinator (Fiebrink 2009): the five probabilities.
    case wekinator
    /// As FaceOSC sends faces, without the gestures that are not measured here.
    case faceosc
    /// Blend shapes as VMC, the protocol of virtual actors, names them.
    case vmc

    /// Where the programs that understand it listen unless told otherwise.
    public var usualPort: Int {
        switch self {
        case .leitmotif: 9000
        case .wekinator: 6448
        case .faceosc: 8338
        case .vmc: 39_539
        }
    }
}
