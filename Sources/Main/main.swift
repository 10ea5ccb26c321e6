// Main: the program's door: hands the arguments to App and its exit code to the shell.
// May import App, Capture and Glibc only. Data comes from the command line, as bytes: names of files need not be UTF-8.
import App
import Capture
import Glibc

let words = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).compactMap { $0 }
exit(Program.main(words.dropFirst().map { FileName.text(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }))
