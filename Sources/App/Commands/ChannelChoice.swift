import ArgumentParser

/// The channels that `--channels` sends the music to, counted from 1.
struct ChannelChoice {
    let channels: [Int]

    init(_ text: String) throws {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == words.count, (1...2).contains(numbers.count), numbers.allSatisfy((1...64).contains),
            Set(numbers).count == numbers.count
        else {
            throw ValidationError("--channels '\(text)': give two different channels from 1 to 64, as 3,4, or one for a mono sum")
        }
        channels = numbers
    }
}
