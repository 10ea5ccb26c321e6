import Tensor

/// What is tried while an upright search finds nobody: one view of the picture after another, each spread over pictures.
final class WidenedSearch {
    private let faces: SpreadSearch
    /// Profiles tell that somebody is there but turned away; nothing is read from them.
    private let profiles: SpreadSearch?
    private var sides = SearchView.profiles.map { ProfileSide(view: $0) }
    private var views: [SearchView] = []
    private var next = 0
    private var view = SearchView.upright
    private var begunSeconds = 0.0
    /// How long a profile counts once it was seen.
    private let profileSeconds: Double

    /// Heads turned to one side.
    private struct ProfileSide {
        let view: SearchView
        /// When they were last looked for, and when seen.
        var soughtSeconds = -Double.infinity
        var seenSeconds = -Double.infinity
        var heads: [Face] = []
    }

    init(cascade: HaarCascade, profile: HaarCascade?, parameters: TrackingParameters) {
        faces = SpreadSearch(cascade: cascade, parameters: parameters.search)
        profiles = profile.map { SpreadSearch(cascade: $0, parameters: parameters.search) }
        profileSeconds = parameters.profileSeconds
    }

    /// The heads in profile seen lately.
    func profiles(at seconds: Double) -> [Face] { sides.flatMap { seconds - $0.seenSeconds <= profileSeconds ? $0.heads : [] } }

    /// Somebody is found: the next time begins with the first view.
    func cancel() {
        faces.cancel()
        profiles?.cancel()
        next = 0
        sides = SearchView.profiles.map { ProfileSide(view: $0) }
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

    /// Looks for profiles alone while there is work left, for each side no sooner than `pause` seconds after the last time.
    func proceedWithProfiles(
        within work: inout Double, in picture: LumaView, at seconds: Double, every pause: Double
    ) throws(ModelError) {
        guard let profiles else { return }
        faces.cancel()
        next = 0
        for _ in sides.indices where work > 0 {
            if !profiles.isRunning {
                guard let side = sides.min(by: { $0.soughtSeconds < $1.soughtSeconds }), seconds - side.soughtSeconds >= pause else { return }
                work -= try begin(picture, as: side.view, at: seconds)
            }
            lookForProfiles(within: &work, at: seconds)
        }
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
        if !faces.isRunning, profiles?.isRunning != true { work -= try beginNext(picture, at: seconds) }
        let pose = FacePose(degrees: view.degrees, isEvened: view.isEvened)
        if view.sought == .faces { return (faces.proceed(within: &work) ?? [], pose, begunSeconds) }
        lookForProfiles(within: &work, at: seconds)
        return ([], pose, begunSeconds)
    }

    private func lookForProfiles(within work: inout Double, at seconds: Double) {
        guard let heads = profiles?.proceed(within: &work), !heads.isEmpty,
            let side = sides.firstIndex(where: { $0.view == view })
        else { return }
        let known = seconds - sides[side].seenSeconds <= profileSeconds ? sides[side].heads : []
        // As a face's evidence, that of a head rests on more than one look.
        sides[side].heads = heads.map { head in
            guard let before = known.first(where: { $0.rect.isSameFace(as: head.rect) }) else { return head }
            return Face(rect: head.rect, neighbors: (head.neighbors + before.neighbors) / 2)
        }
        sides[side].seenSeconds = seconds
    }

    private func beginNext(_ picture: LumaView, at seconds: Double) throws(ModelError) -> Double {
        if next == 0 {
            views = SearchView.widened.filter { $0.sought == .faces || profiles != nil }
            // Across a room is likelier than askew.
            if let small = SearchView.small(in: picture) { views.insert(small, at: Swift.min(2, views.count)) }
        }
        let view = views[next]
        next = (next + 1) % views.count
        return try begin(picture, as: view, at: seconds)
    }

    /// - Returns: what preparing the picture cost.
    private func begin(_ picture: LumaView, as view: SearchView, at seconds: Double) throws(ModelError) -> Double {
        self.view = view
        begunSeconds = seconds
        if let side = sides.firstIndex(where: { $0.view == view }) { sides[side].soughtSeconds = seconds }
        return try (view.sought == .faces ? faces : profiles ?? faces).begin(picture, as: view)
    }
}
