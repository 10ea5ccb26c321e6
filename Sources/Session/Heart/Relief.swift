/// What a session gives up when the machine is too slow for everything, in this order; it is taken back in the reverse one.
public enum Relief: UInt8, CaseIterable, Sendable {
    /// Every other picture is looked at.
    case fewerPictures
    /// Whole pictures are searched half as often, and a quarter as much in each.
    case narrowSearch
    /// The light network reads the faces.
    case lightNetwork
    /// Tempo and key are changed by splices alone.
    case lightStretch

    /// The word of records and of the page.
    public var name: String {
        switch self {
        case .fewerPictures: "fewer-pictures"
        case .narrowSearch: "narrow-search"
        case .lightNetwork: "light-network"
        case .lightStretch: "light-stretch"
        }
    }

    /// For people.
    public var words: String {
        switch self {
        case .fewerPictures: "only every other picture looked at"
        case .narrowSearch: "faces looked for less often"
        case .lightNetwork: "faces read by the light network"
        case .lightStretch: "tempo and key changed by splices alone"
        }
    }
}
