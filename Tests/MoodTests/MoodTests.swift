import Testing

@testable import Mood
