import Capture

/// What devices and the player report to the session.
extension LiveSession {
    mutating func takePlayerEvents(at now: Double) {
        while let event = remote.events.pop() {
            for fact in event.facts(hearing(of: event)) { performance.take(fact, at: now) }
        }
    }

    /// The chain's latency is discarded before the first frame is played, so frames count as they leave it.
    private func hearing(of event: PlayerEvent) -> Hearing? {
        guard event.shownAt != Wish.nobody, let heard = remote.gauges.heardSeconds(of: event.outputFrame, rate: outputRate)
        else { return nil }
        return Hearing(
            shownAt: event.shownAt, waited: event.waited, heardAt: heard - begin, chainSeconds: Double(remote.latencyFrames) / outputRate,
            cardSeconds: Double(remote.gauges.cardDelayFrames.load(ordering: .relaxed)) / outputRate)
    }

    /// The newest block's end, when it is heard, and which source frame; nil before the first one.
    var sounding: Fact? {
        guard let (frame, position) = remote.gauges.moment, let heard = remote.gauges.heardSeconds(of: frame, rate: outputRate)
        else { return nil }
        return .sounding(frame: frame, clockSeconds: heard, position: position)
    }

    /// Without a card the player goes on by the clock.
    mutating func takeDeviceFacts(at now: Double) {
        // Taken in this order: what a card says of itself while it plays comes before it is returned, and must not pass for the
        // next one's. A card that plays and is lost was back in between.
        let returned = cards.takeReturned()
        if cards.takePlays() { performance.take(.back(.sound), at: now) }
        if let card = returned {
            if let cause = card.lossCause {
                opener.bufferSeconds = max(opener.bufferSeconds, Double(bitPattern: card.slot.neededBufferSeconds.load(ordering: .relaxed)))
                performance.take(.lost(.sound, cause: cause), at: now)
            }
            // Its thread closes it; waiting for that could hold up the session.
            opener.leave(card)
        }
        for fact in opener.takeFacts() { performance.take(fact, at: now) }
        reportRecordings(at: now)
    }

    /// Reports each recording that has failed, once.
    /// - Parameter said: an error that is told in another way.
    mutating func reportRecordings(except said: LeitmotifError? = nil, at now: Double) {
        for recorder in recorders {
            guard let error = recorder.error, failedRecordings.insert(recorder.path).inserted, error != said else { continue }
            performance.take(.recordingFailed(error.description), at: now)
        }
    }

    mutating func report() -> PlayerReport {
        let gauges = remote.gauges
        let busy = gauges.busyNanoseconds.load(ordering: .relaxed)
        let rendering = gauges.renderNanoseconds.load(ordering: .relaxed)
        let played = gauges.playedFrames.load(ordering: .relaxed)
        var report = PlayerReport()
        report.frames = Int64(played)
        report.heardFrame = gauges.heardFrame
        report.song = gauges.song.load(ordering: .relaxed)
        let songFrames = songs[report.song]?.buffer.songFrames.load(ordering: .relaxed) ?? 0
        report.songFrames = songFrames > 0 ? songFrames : nil
        report.peak = gauges.takePeak()
        if played > playedBefore {
            let seconds = Double(played - playedBefore) / outputRate
            report.share = Double(busy - busyBefore) * 1e-9 / seconds
            report.renderShare = Double(rendering - renderingBefore) * 1e-9 / seconds
        }
        let worst = gauges.worstBlockNanoseconds.load(ordering: .relaxed)
        report.worstBlockShare = Double(worst) * 1e-9 * outputRate / Double(blockFrames)
        report.starvedQuanta = gauges.starvedQuanta.load(ordering: .relaxed)
        report.lostChanges = gauges.lostEvents.load(ordering: .relaxed)
        report.xruns = gauges.xruns.load(ordering: .relaxed)
        report.cardDelayFrames = gauges.cardDelayFrames.load(ordering: .relaxed)
        report.cardBufferSeconds = Double(bitPattern: gauges.cardBufferSeconds.load(ordering: .relaxed))
        report.cardFirstBufferSeconds = Double(bitPattern: gauges.cardFirstBufferSeconds.load(ordering: .relaxed))
        report.droppedFrames = recorders.reduce(handRecorder.droppedFrames) { $0 + $1.droppedFrames }
        (busyBefore, renderingBefore, playedBefore) = (busy, rendering, played)
        return report
    }
}
