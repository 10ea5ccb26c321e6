import Testing

@testable import Capture

@Suite struct KernelTests {
    @Test func processorLevelIsKnown() {
        #if arch(x86_64)
            #expect((1...4).contains(Kernel.processorLevel))
        #else
            #expect(Kernel.processorLevel == 0)
        #endif
    }
}
