import Capture
import Cascade
import FoundationEssentials
import Glibc
import Session
import TOML
import Tensor

/// The program's own files, opened and checked.
enum Files {
    /// Far more than any weight or cascade file.
    private static let largestBytes = 256 << 20

    static func cascade() throws -> HaarCascade { try cascade("frontalface") }

    /// Shows people who have turned away.
    static func profileCascade() throws -> HaarCascade { try cascade("profileface") }

    private static func cascade(_ name: String) throws -> HaarCascade {
        let path = try Home.path(of: "Weights/\(name).cascade")
        return try parse(path, "read cascade") { bytes in
            Result { () throws(ModelError) in try HaarCascade(parsing: bytes) }
        }
    }

    /// - Parameter path: nil loads the program's own weights.
    static func network(_ path: String? = nil) throws -> Network {
        let path = try path ?? Home.path(of: "Weights/expression.weights")
        return try parse(path, "read weights") { bytes in
            Result { () throws(ModelError) in try Network(WeightFile(parsing: bytes)) }
        }
    }

    /// The program's own light one.
    static func lightNetwork() throws -> Network { try network(Home.path(of: "Weights/expression-light.weights")) }

    /// The files with which faces are found and read.
    /// - Parameter path: as in `network`.
    static func faceWeights(_ path: String?) -> [String] {
        let own = ["expression.weights", "frontalface.cascade", "profileface.cascade"].compactMap { try? Home.path(of: "Weights/\($0)") }
        return path.map { [$0] + own.dropFirst() } ?? own
    }

    /// The network that hears beats.
    static func beatWeights() throws(LeitmotifError) -> BeatWeights {
        try parse(try Home.path(of: "Weights/beats.weights"), "read beat weights") { bytes in
            Result { () throws(ModelError) in try BeatWeights(parsing: bytes) }
        }
    }

    /// - Parameter body: parses the bytes, which are valid during the call only.
    private static func parse<Value>(
        _ path: String, _ operation: String, _ body: (UnsafeRawBufferPointer) -> Result<Value, ModelError>
    ) throws(LeitmotifError) -> Value {
        let data = try contents(of: path, operation, atMost: largestBytes)
        switch data.withUnsafeBytes(body) {
        case .success(let value): return value
        case .failure(let error):
            throw LeitmotifError(error, path: path)
        }
    }

    static func text(of path: String, _ operation: String) throws(LeitmotifError) -> String {
        let data = try contents(of: path, operation, atMost: 64 << 20)
        guard let text = String(data: data, encoding: .utf8) else {
            throw LeitmotifError(.damaged, operation, path, "it is not UTF-8 text", next: "give a text file")
        }
        return text
    }

    static func bytes(of path: String, _ operation: String) throws(LeitmotifError) -> [UInt8] {
        [UInt8](try contents(of: path, operation, atMost: TOMLTable.mostBytes))
    }

    /// - Parameters:
    ///   - operation: what is being done, for the error: `read map`.
    ///   - path: the file's name, for the error.
    static func table(_ bytes: [UInt8], _ operation: String, _ path: String) throws(LeitmotifError) -> TOMLTable {
        do throws(TOMLError) {
            return try TOMLTable(parsing: bytes)
        } catch {
            throw LeitmotifError(.damaged, operation, path, error.description, next: "mend that line")
        }
    }

    /// A whole TOML file.
    static func table(of path: String, _ operation: String) throws(LeitmotifError) -> TOMLTable {
        try table(try bytes(of: path, operation), operation, path)
    }

    /// - Throws: when there is no such file.
    static func check(_ path: String, _ operation: String) throws(LeitmotifError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LeitmotifError(.notFound, operation, path, "no such file", next: "check the path")
        }
    }

    private static func contents(of path: String, _ operation: String, atMost limit: Int) throws(LeitmotifError) -> Data {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw LeitmotifError(.notFound, operation, path, "no such file", next: "check the path")
        }
        // A device never ends, and a pipe may never begin.
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw LeitmotifError(.unsupported, operation, path, "it is a folder", next: "give a file")
        case S_IFCHR, S_IFBLK: throw LeitmotifError(.unsupported, operation, path, "it is a device", next: "give a file")
        default: throw LeitmotifError(.unsupported, operation, path, "it is a pipe", next: "save it in a file first")
        }
        guard status.st_size <= limit else {
            throw LeitmotifError(
                .outOfRange, operation, path, "\(status.st_size) bytes are more than the \(limit) allowed", next: "give another file")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LeitmotifError(.denied, operation, path, "it cannot be read", next: "check its permissions")
        }
        return data
    }
}
