import Tensor

/// Heads that have turned away. A face followed on one of them is an ear, a cheek or a neck, or half a face, from which nothing is read.
extension FaceTracker {
    /// Whether somebody's profile was seen lately, and since then nobody's face beyond doubt.
    public var seesProfile: Bool { !profiles(at: lastSeconds ?? 0).isEmpty }

    /// The heads in profile seen lately.
    func profiles(at seconds: Double) -> [Face] { widened.profiles(at: seconds) }
}

extension FaceTrack {
    /// Whether this is on a head whose profile has more to speak for it.
    func isOutdone(by heads: [Face], _ parameters: TrackingParameters) -> Bool {
        heads.contains { head in
            // A neck lies below the head, but nearer than the next person.
            rect.centreDistance(to: head.rect) < 1.25 * Double(head.rect.width) && Double(head.neighbors) > parameters.profileLead * evidence
        }
    }
}
