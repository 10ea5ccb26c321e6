import Foundation

/// What the figures were obtained on.
struct Machine: Encodable, CustomStringConvertible {
    var processor: String
    var processorCount: Int
    /// The level that this program was built for, by the rule of the package's manifest.
    var simdLevel: String

    static let this = Machine(
        processor: model ?? "unknown processor", processorCount: ProcessInfo.processInfo.activeProcessorCount, simdLevel: builtFor)

    var description: String { "\(processor), \(processorCount) cores, SIMD level \(simdLevel)" }

    private static let model: String? = {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        func field(_ name: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: ":").last
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard let name = field("model name") else { return nil }
        // Virtual machines hide the product's name; family and model still tell the generation.
        guard let family = field("cpu family"), let model = field("model\t") else { return name }
        return "\(name) (family \(family), model \(model))"
    }()

    private static var builtFor: String {
        #if arch(arm64)
        "NEON"
        #elseif SIMD_V4
        "x86-64-v4"
        #elseif SIMD_V3
        "x86-64-v3"
        #elseif SIMD_V2
        "x86-64-v2"
        #else
        "base"
        #endif
    }
}
