import Fixtures
import Foundation

extension TOMLDocuments {
    /// The kinds of file that the program reads: a map with every key, a map with little, a beat grid, an actor's script.
    static let maps: [[UInt8]] = ["Tests/Same/every-key.toml", "Resources/theme.toml", "Resources/actor.toml"].map { path in
        [UInt8]((try? Data(contentsOf: packageRoot.appendingPathComponent(path))) ?? Data())
    } + [Array((head + list).utf8)]

    private static let head = "blend = \"place\" # how\n[happy]\ntempo = 1_0.5e-1\nfilter.kind = 'low-pass'\n[sad]\n"
    private static let list = "[[x]]\ny = [\"\"\"\nz\\\n  \"\"\", {}]\n"
}
