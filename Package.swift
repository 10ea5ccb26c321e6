// swift-tools-version: 6.1
// The map of the project. Read it from top to bottom: what others may use, what the program is made of, what tests it.
import Foundation
import PackageDescription

// MARK: - Processor level

/// `LEITMOTIF_SIMD=base|v2|v3|v4` decides; without it the level of the machine that builds, read from /proc/cpuinfo.
/// The whole graph, tests included, is built for one level: `@inlinable` bodies take the flags of whoever calls them.
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

/// SwiftPM refuses unsafe flags in a versioned dependency, so only the root package (or a path dependency) sets them.
let ownsTheBuild = !Context.packageDirectory.contains("/checkouts/")
let level = ownsTheBuild ? processorLevel() : "base"

let processorSettings: [SwiftSetting] =
    switch level {
    case "v4":
        [.unsafeFlags(["-Xcc", "-march=x86-64-v4"]), .define("SIMD_V4")]
    case "v3":
        [.unsafeFlags(["-Xcc", "-march=x86-64-v3"]), .define("SIMD_V3")]
    case "v2":
        [.unsafeFlags(["-Xcc", "-march=x86-64-v2"]), .define("SIMD_V2")]
    default:
        []
    }
/// Kernels stay optimised in debug builds: unoptimised SIMD is 80 to 200 times slower and tests would crawl. As whole modules,
/// since a generic function of another file is otherwise neither inlined nor specialised; threads, since only then does the
/// compiler write one object per file, which the debug build expects.
let wholeModules = ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"]
/// `WHOLE_MODULE` says so to the code: where one file cannot see into another, `@_noLocks` cannot check generic code.
let kernelSettings: [SwiftSetting] =
    processorSettings
    + (ownsTheBuild ? [.unsafeFlags(wholeModules, .when(configuration: .debug)), .define("WHOLE_MODULE")] : [])

// MARK: - Rooms

/// A room of pure arithmetic: no Foundation, no clock, no thread, no file; also compiles as Embedded Swift.
func pureRoom(_ name: String, _ dependencies: [Target.Dependency], readMe: [String] = []) -> Target {
    .target(name: name, dependencies: ["CMath"] + dependencies, exclude: readMe, swiftSettings: kernelSettings)
}

func room(_ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: processorSettings + settings)
}

/// A release carries Swift's own libraries in itself: it runs where no toolchain is, and starts in half the time.
let staticLibraries = ["-static-stdlib"]
let carriesSwift: [SwiftSetting] = ownsTheBuild ? [.unsafeFlags(staticLibraries, .when(configuration: .release))] : []
let linksSwift: [LinkerSetting] = ownsTheBuild ? [.unsafeFlags(staticLibraries, .when(configuration: .release))] : []

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "Fixtures"] + dependencies,
        swiftSettings: processorSettings)
}

let package = Package(
    name: "Leitmotif",
    products: [
        // MARK: - Public libraries: usable on their own, also without this program
        .library(name: "Tensor", targets: ["Tensor"]),
        .library(name: "Cascade", targets: ["Cascade"]),
        .library(name: "DSP", targets: ["DSP"]),
        .library(name: "Mood", targets: ["Mood"]),
        // MARK: - What Benchmarks measures besides
        .library(name: "Session", targets: ["Session", "Capture"]),
        .library(name: "AllocationCounter", targets: ["AllocationCounter"]),
        // MARK: - The program
        .executable(name: "app", targets: ["Main"]),
    ],
    dependencies: [
        // Subcommands, options and --help that people already know.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Notices on standard error, one line each, with a level.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // The page's server: no Foundation, time-outs for silent clients, and a long request line costs it nothing. To the minor
        // version, since how a hostile client is refused is tested and may change between them.
        .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
    ],
    targets: [
        // MARK: - C shims: what Swift cannot import or call by itself; each header says why
        .target(name: "CMath", linkerSettings: [.linkedLibrary("m")]),
        // Not CSystem: a package under NIO has taken that name.
        .target(name: "CKernel"),
        .target(name: "CV4L2", linkerSettings: [.linkedLibrary("v4lconvert")]),
        .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        // MP3 through libsndfile would print libmpg123's own words on standard error.
        .systemLibrary(name: "CMpg123", pkgConfig: "libmpg123", providers: [.apt(["libmpg123-dev"])]),
        .target(name: "CPictures", linkerSettings: [.linkedLibrary("turbojpeg"), .linkedLibrary("png16")]),

        // MARK: - Pure rooms
        pureRoom("Tensor", []),
        pureRoom("Cascade", ["Tensor"], readMe: ["Scan/README.md"]),
        pureRoom("DSP", [], readMe: ["README.md"]),
        pureRoom("Mood", ["DSP", "Tensor"]),

        // MARK: - Mood maps and settings
        // Our own, since a typo in a map that is edited while it plays must not end the music: toml++ under TOMLKit dies on an
        // assertion, Yams traps, and neither says the line and column of every mistake.
        .target(name: "TOML", swiftSettings: kernelSettings),

        // MARK: - Rooms with doors
        .target(
            name: "Capture", dependencies: ["Tensor", "CKernel", "CV4L2", "CALSA", "CSndfile", "CMpg123", "CPictures"],
            swiftSettings: kernelSettings),
        .target(
            name: "Session", dependencies: ["Capture", "Mood", "Cascade", "Tensor", "DSP"], exclude: ["README.md"],
            swiftSettings: kernelSettings),
        // The page's server. No Foundation, as far as it goes: the event loop is NIO's.
        .target(
            name: "Page",
            dependencies: [
                "Session", "Capture", "Mood", "DSP", "Cascade",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: kernelSettings),
        // Open Sound Control over UDP: a codec this small is not worth a package.
        .target(name: "OSC", dependencies: ["Session", "Capture", "Mood", "Cascade"], swiftSettings: kernelSettings),
        // MIDI through the ALSA sequencer, which other programs and cables are connected with.
        .target(name: "MIDI", dependencies: ["Session", "Capture", "Mood", "CALSA"], swiftSettings: kernelSettings),
        room(
            "App",
            [
                "Session", "Page", "OSC", "MIDI", "TOML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            carriesSwift),
        .executableTarget(
            name: "Main", dependencies: ["App", "Capture"], swiftSettings: processorSettings + carriesSwift, linkerSettings: linksSwift),

        // MARK: - Tests, one target a room
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        .target(name: "Fixtures", path: "Tests/Fixtures", swiftSettings: kernelSettings),
        tests(of: "Tensor", ["AllocationCounter"]),
        tests(of: "Cascade", ["Tensor", "AllocationCounter"]),
        tests(of: "DSP", ["AllocationCounter"]),
        tests(of: "Mood", ["DSP", "Tensor"]),
        tests(of: "TOML"),
        tests(of: "Capture", ["Tensor", "AllocationCounter"]),
        tests(of: "Session", ["Capture", "Mood", "DSP", "Cascade", "Tensor", "AllocationCounter"]),
        tests(of: "Page", ["Session", "Capture", "Mood", "DSP"]),
        tests(of: "OSC", ["Session", "Mood", "Cascade", "Tensor"]),
        tests(of: "MIDI", ["Session", "Capture", "Mood", "DSP"]),
        tests(of: "App", ["Session", "Capture", "Mood", "DSP", "Tensor"]),
    ],
    swiftLanguageModes: [.v6]
)

// MARK: - The pure rooms alone

/// `LEITMOTIF_ROOMS=pure` leaves only them and their tests, which then build in a fraction of the time: so they are tested at every level.
if Context.environment["LEITMOTIF_ROOMS"] == "pure" {
    let rooms: Set = ["Tensor", "Cascade", "DSP", "Mood"]
    let others: Set = ["CMath", "AllocationCounter", "Fixtures"]
    package.targets.removeAll { !others.contains($0.name) && !rooms.contains($0.name) && !rooms.contains(String($0.name.dropLast(5))) }
    package.products.removeAll { !rooms.contains($0.name) && $0.name != "AllocationCounter" }
    package.dependencies = []
}
