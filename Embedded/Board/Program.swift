// The board: a whole session as a small program. Video4Linux or raw pictures in, ALSA or a WAV out, without Foundation and without Swift's
// library for Linux. May import the C interface and the system's headers (CBoard); pictures, song and time go to the heart behind the former.
import CBoard

@_cdecl("main")
func main(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    guard let setting = Setting(words, count: Int(count)) else {
        fputs(Setting.usage.cString, board_errors())
        return 2
    }
    board_catch_signals()
    board_print_lines()
    board_silence_alsa()
    do throws(Failure) {
        try BoardSession(setting).run()
        return 0
    } catch {
        error.say()
        return 1
    }
}
