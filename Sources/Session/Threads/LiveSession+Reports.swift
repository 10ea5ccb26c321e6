import Capture

/// What devices and the player report to the session.
extension LiveSession {
    mutating func takePlayerEvents(at now: Double) {
        while let event = remote.events.pop() {
            switch event.kind {
            case .applied:
                performance.take(
                    .applied(frame: event.outputFrame, position: event.sourcePosition, parameters: event.parameters), at: now)
            case .starved: performance.take(.starved, at: now)
            }
        }
    }

    mutating func takeDeviceFacts(at now: Double) {
        if let card = cards.takeReturned(), playing.isPlaying {
            performance.take(.lost(.sound, cause: card.loss?.cause ?? ""), at: now)
        }
        guard !recordingHasFailed, let error = recorders.lazy.compactMap({ $0.error }).first else { return }
        recordingHasFailed = true
        performance.take(.recordingFailed(error.description), at: now)
    }

    /// Meanwhile the player goes on by the clock.
    mutating func openCard(at now: Double) {
        guard let reopenCard else { return }
        do throws(LeitmotifError) {
            cards.offer(try reopenCard())
            performance.take(.back(.sound), at: now)
        } catch {
            performance.take(.stillLost(.sound, cause: error.cause), at: now)
        }
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
        report.xruns = gauges.xruns.load(ordering: .relaxed)
        report.droppedFrames = recorders.reduce(0) { $0 + $1.droppedFrames }
        (busyBefore, playedBefore) = (busy, played)
        return report
    }
}
