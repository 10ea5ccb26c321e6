import Capture
import Cascade
import Foundation
import Session
import Tensor

/// The program's own files, opened and checked.
enum Files {
    /// No weight or cascade file comes near this size.
    private static let largestBytes = 256 << 20

    static func cascade() throws -> HaarCascade {
        let path = try Home.path(of: "Weights/frontalface.cascade")
        return try parse(path, "read cascade") { (bytes) throws(CascadeFileError) in try HaarCascade(parsing: bytes) }
    }

    /// - Parameter path: nil takes the program's own weights.
    static func network(_ path: String? = nil) throws -> Network {
        let path = try path ?? Home.path(of: "Weights/expression.weights")
        return try parse(path, "read weights") { (bytes) throws(WeightFileError) in try Network(WeightFile(parsing: bytes)) }
    }

    private static func parse<Value, Failure: Error & CustomStringConvertible>(
        _ path: String, _ operation: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws -> Value {
        let data = try contents(of: path, operation, atMost: largestBytes)
        do {
            return try data.withUnsafeBytes { bytes throws(Failure) in try body(bytes) }
        } catch let error as Failure {
            throw CaptureError(operation, path, error.description, next: "give a file written by Training/convert.py")
        }
    }

    static func text(of path: String, _ operation: String) throws -> String {
        let data = try contents(of: path, operation, atMost: 64 << 20)
        guard let text = String(data: data, encoding: .utf8) else {
            throw CaptureError(operation, path, "it is no UTF-8 text", next: "give a text file")
        }
        return text
    }

    private static func contents(of path: String, _ operation: String, atMost limit: Int) throws -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CaptureError(operation, path, "no such file", next: "check the path")
        }
        guard !isFolder.boolValue else { throw CaptureError(operation, path, "it is a folder", next: "give a file") }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= limit else {
            throw CaptureError(operation, path, "\(size) bytes are more than the \(limit) allowed", next: "give another file")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CaptureError(operation, path, "it cannot be read", next: "check its permissions")
        }
        return data
    }
}
