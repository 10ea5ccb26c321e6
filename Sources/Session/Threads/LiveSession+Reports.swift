import Capture

/// What devices and the player report to the session.
extension LiveSession {
    mutating func takePlayerEvents(at now: Double) {
        while let event = remote.events.pop() {
            performance.take(
                .applied(frame: event.outputFrame, position: event.sourcePosition, parameters: event.parameters), at: now)
        }
    }

    /// Without a card the player goes on by the clock.
    mutating func takeDeviceFacts(at now: Double) {
        // When the player ends it returns a card that still works.
        let returned = cards.takeReturned()
        for fact in opener.takeFacts() { performance.take(fact, at: now) }
        if let loss = returned?.loss { performance.take(.lost(.sound, cause: loss.cause), at: now) }
        if let damage = feeding.damage { performance.take(.songDamaged(damage), at: now) }
        guard !recordingHasFailed, let error = recorders.lazy.compactMap({ $0.error }).first else { return }
        recordingHasFailed = true
        performance.take(.recordingFailed(error.description), at: now)
    }

    mutating func report() -> PlayerReport {
        let gauges = remote.gauges
        let busy = gauges.busyNanoseconds.load(ordering: .relaxed)
        let played = gauges.playedFrames.load(ordering: .relaxed)
        var report = PlayerReport()
        report.frames = Int64(played)
        report.heardFrame = gauges.heardFrame
        let songFrames = songBuffer.songFrames.load(ordering: .relaxed)
        report.songFrames = songFrames > 0 ? songFrames : nil
        report.peak = gauges.takePeak()
        if played > playedBefore { report.share = Double(busy - busyBefore) * 1e-9 * outputRate / Double(played - playedBefore) }
        let worst = gauges.worstBlockNanoseconds.load(ordering: .relaxed)
        report.worstBlockShare = Double(worst) * 1e-9 * outputRate / Double(blockFrames)
        report.starvedQuanta = gauges.starvedQuanta.load(ordering: .relaxed)
        report.lostChanges = gauges.lostEvents.load(ordering: .relaxed)
        report.xruns = gauges.xruns.load(ordering: .relaxed)
        report.droppedFrames = recorders.reduce(0) { $0 + $1.droppedFrames }
        (busyBefore, playedBefore) = (busy, played)
        return report
    }
}
