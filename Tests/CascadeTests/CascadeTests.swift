import Testing

@testable import Cascade
