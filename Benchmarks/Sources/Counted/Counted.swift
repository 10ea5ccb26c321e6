// Counted: ten kernels on fixed inputs, each run once for caches and once to be counted, for Scripts/count.
// May import the pure rooms, Inputs and Glibc; weights come from the folder given as its only argument.
import Cascade
import DSP
import Glibc
import Inputs
import Mood
import Tensor

/// A name for the table, and what is counted.
final class Kernel {
    let name: String
    let work: () -> Void
    private(set) var runs = 0

    init(_ name: String, _ work: @escaping () -> Void) { (self.name, self.work) = (name, work) }

    func run() {
        work()
        runs += 1
    }
}

/// The tool that counts looks for this name; the kernel comes as an object, or a copy for each would be inlined.
@inline(never) func countedKernel(_ kernel: Kernel) { kernel.run() }

/// The bytes of a file in the folder of weights.
func bytes(_ name: String) -> UnsafeRawBufferPointer {
    guard CommandLine.arguments.count == 2, let file = fopen(CommandLine.arguments[1] + "/" + name, "rb") else {
        perror("counted: \(name) in the folder that was given")
        exit(1)
    }
    fseek(file, 0, SEEK_END)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: ftell(file), alignment: 64)
    rewind(file)
    guard fread(memory.baseAddress, 1, memory.count, file) == memory.count else { exit(1) }
    fclose(file)
    return UnsafeRawBufferPointer(memory)
}

@main
struct Counted {
    static func main() throws {
        let kernels = try SightKernels().all + SoundKernels().all
        for kernel in kernels {
            kernel.work()
            countedKernel(kernel)
            print(kernel.name)
        }
    }
}
