import Tensor

/// What is tried while an upright search finds nobody: one view of the picture after another, each spread over pictures.
final class WidenedSearch {
    private let faces: SpreadSearch
    /// Profiles tell that somebody is there but turned away; nothing is read from them.
    private let profiles: SpreadSearch?
    private var views: [SearchView] = []
    private var next = 0
    private var view = SearchView.upright
    private var begunSeconds = 0.0
    private var profileSeconds: Double?

    init(cascade: HaarCascade, profile: HaarCascade?, parameters: DetectionParameters) {
        faces = SpreadSearch(cascade: cascade, parameters: parameters)
        profiles = profile.map { SpreadSearch(cascade: $0, parameters: parameters) }
    }

    /// Whether somebody's profile was seen in the last `memory` seconds.
    func seesProfile(at seconds: Double, memory: Double) -> Bool {
        guard let profileSeconds else { return false }
        return seconds - profileSeconds <= memory
    }

    /// Somebody is found: the next time begins with the first view.
    func cancel() {
        faces.cancel()
        profiles?.cancel()
        next = 0
        profileSeconds = nil
    }

    /// Looks in one way after another, each once at most, while there is work left and nobody is found.
    /// - Parameter work: see `SpreadSearch`.
    /// - Returns: faces in the picture of an earlier moment, `since`, and how they must be looked at.
    func proceed(
        within work: inout Double, in picture: LumaView, at seconds: Double
    ) throws(ModelError) -> (faces: [Face], pose: FacePose, since: Double) {
        for _ in SearchView.widened.indices where work > 0 {
            let found = try look(within: &work, in: picture, at: seconds)
            if !found.faces.isEmpty { return found }
        }
        return ([], FacePose(), begunSeconds)
    }

    /// All views at once, until one shows a face: for a picture that stands alone.
    func all(in picture: LumaView) throws(ModelError) -> (faces: [Face], FacePose) {
        cancel()
        repeat {
            var work = Double.infinity
            let found = try look(within: &work, in: picture, at: 0)
            if !found.faces.isEmpty { return (found.faces, found.pose) }
        } while next > 0
        return ([], FacePose())
    }

    /// Goes on with the view that was begun, or begins the next one.
    private func look(
        within work: inout Double, in picture: LumaView, at seconds: Double
    ) throws(ModelError) -> (faces: [Face], pose: FacePose, since: Double) {
        if !faces.isRunning, profiles?.isRunning != true { work -= try begin(picture, at: seconds) }
        let pose = FacePose(degrees: view.degrees, isEvened: view.isEvened)
        if view.sought == .faces { return (faces.proceed(within: &work) ?? [], pose, begunSeconds) }
        if profiles?.proceed(within: &work)?.isEmpty == false { profileSeconds = seconds }
        return ([], pose, begunSeconds)
    }

    /// - Returns: what preparing the picture cost.
    private func begin(_ picture: LumaView, at seconds: Double) throws(ModelError) -> Double {
        if next == 0 {
            views = SearchView.widened.filter { $0.sought == .faces || profiles != nil }
            // Across a room is likelier than askew.
            if let small = SearchView.small(in: picture) { views.insert(small, at: Swift.min(2, views.count)) }
        }
        view = views[next]
        next = (next + 1) % views.count
        begunSeconds = seconds
        return try (view.sought == .faces ? faces : profiles ?? faces).begin(picture, as: view)
    }
}
