/// What the loss and the return of cameras and cards mean.
extension Performance {
    mutating func lose(_ device: Device, _ cause: String) {
        // A card that opened and then took no sound was never back.
        guard device != .sound || !facts.lostDevices.contains(device) else { return failToReopen(device, cause) }
        facts.lostDevices.insert(device)
        if device == .sound { retries.fail(at: now) }
        reopenFailures[device] = [Performance.withoutNumbers(cause)]
        if device == .camera {
            attention.forget()
            endCalibration()
        }
        emit(.lost(device, cause: cause))
    }

    /// A card that plays at another rate than the session is announced, again only when that changes.
    mutating func announceRate() {
        guard let openedRate, openedRate != playingRate ?? setting.outputRate else { return }
        playingRate = openedRate
        if openedRate != setting.outputRate { emit(.bridged(cardRate: openedRate)) }
    }

    mutating func failToReopen(_ device: Device, _ cause: String) {
        if device == .sound { retries.fail(at: now) }
        if reopenFailures[device, default: []].insert(Performance.withoutNumbers(cause)).inserted {
            emit(.stillLost(device, cause: cause))
        }
    }

    /// Of attempts, seconds and processes there is another number each time.
    private static func withoutNumbers(_ cause: String) -> [UInt8] {
        cause.utf8.filter { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
