// swift-tools-version: 6.1
// A package of its own, so that measuring costs nobody else a dependency or a minute of building.
import Foundation
import PackageDescription

/// The same rule as in ../Package.swift, where it is explained: manifests cannot share code, and the figures are only true
/// when caller and library are built for one level. Change both together.
func processorLevel() -> String {
    if let wish = Context.environment["LEITMOTIF_SIMD"], !wish.isEmpty {
        guard ["base", "v2", "v3", "v4"].contains(wish) else {
            fatalError("LEITMOTIF_SIMD=\(wish) is unknown; use base, v2, v3 or v4")
        }
        return wish
    }
    guard let cpuinfo = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
        let line = cpuinfo.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
    else { return "base" }
    let flags = Set(line.split(separator: " ").map(String.init))
    if flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]) { return "v4" }
    if flags.isSuperset(of: ["avx2", "fma", "bmi1", "bmi2", "f16c", "movbe"]) { return "v3" }
    if flags.isSuperset(of: ["sse4_2", "ssse3", "popcnt"]) { return "v2" }
    return "base"
}

let processorSettings: [SwiftSetting] =
    switch processorLevel() {
    case "v4": [.unsafeFlags(["-Xcc", "-march=x86-64-v4"]), .define("SIMD_V4")]
    case "v3": [.unsafeFlags(["-Xcc", "-march=x86-64-v3"]), .define("SIMD_V3")]
    case "v2": [.unsafeFlags(["-Xcc", "-march=x86-64-v2"]), .define("SIMD_V2")]
    default: []
    }

func leitmotif(_ product: String) -> Target.Dependency { .product(name: product, package: "Leitmotif") }

/// As in ../Package.swift: the pure rooms alone, which build in a fraction of the time, and what counts their instructions.
let isPure = Context.environment["LEITMOTIF_ROOMS"] == "pure"

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "Leitmotif", path: "..")],
    targets: [
        .target(name: "Inputs", dependencies: [leitmotif("Tensor")], swiftSettings: processorSettings),
        .executableTarget(
            name: "Counted",
            dependencies: ["Inputs", leitmotif("DSP"), leitmotif("Mood"), leitmotif("Tensor"), leitmotif("Cascade")],
            swiftSettings: processorSettings),
    ],
    swiftLanguageModes: [.v6]
)

if !isPure {
    package.targets.append(
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Inputs", leitmotif("AllocationCounter"), leitmotif("DSP"), leitmotif("Mood"), leitmotif("Tensor"), leitmotif("Cascade"),
                leitmotif("Session"),
            ],
            swiftSettings: processorSettings))
}
