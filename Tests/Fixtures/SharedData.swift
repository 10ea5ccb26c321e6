import Foundation

/// The checkout's root folder.
public let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A file of the `shared` folder beside the checkout, nil on a machine that does not have it: such tests skip with a reason.
public func sharedData(_ path: String) -> URL? {
    let url = packageRoot.deletingLastPathComponent().appendingPathComponent("shared/\(path)")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
}
