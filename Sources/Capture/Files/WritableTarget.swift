import Glibc

/// Refuses a name under which a finished file could not be put: renaming would replace even a file that may not be written.
func checkTarget(_ path: String, _ operation: String) throws(LeitmotifError) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw LeitmotifError(
            .unsupported, operation, path, "something that is not a file has this name", next: "choose another name")
    }
    guard access(path, W_OK) == 0 else {
        throw LeitmotifError(
            .denied, operation, path, "the file of this name may not be written",
            next: "choose another name, or make that file writable")
    }
}

/// What to do about a file that cannot be made.
func refusedTarget(_ code: Int32, _ operation: String, _ path: String) -> LeitmotifError {
    let next =
        switch code {
        case ENOENT: "make the folder first"
        case ENAMETOOLONG: "choose a shorter name"
        default: "choose a folder that can be written to"
        }
    return LeitmotifError(.system(code), operation, path, systemText(code), next: next)
}
