# The words that rows are written in; sourced in the guest. A row is a function: it says what it does (`row`), loads the devices,
# starts the program (`play`), hurts and mends (`fault`, `mend`), waits (`finish`) and states what is right; `judge` compares.
export LEITMOTIF_HOME=/opt/leitmotif XDG_CACHE_HOME=/tmp/cache XDG_CONFIG_HOME=/tmp/config
app=/opt/leitmotif/app
loop=hw:Loopback,0

# --- devices ---------------------------------------------------------------------------------------------------------

load() { module=$1; shift; rmmod "$module" 2> /dev/null; modprobe "$module" "$@"; sleep 0.1; }
# A webcam by vivid: 640×480, at most 25 pictures a second, switches for faults. It shows a test card and no face.
webcam() { load vivid n_devs=1 node_types=0x1 num_inputs=1 input_types=0x00 "$@"; }
# A camera by v4l2loopback, /dev/video10, which shows what `show` gives it.
screen() { rmmod v4l2loopback 2> /dev/null; modprobe v4l2loopback devices=1 video_nr=10 card_label=Screen exclusive_caps=0 max_buffers=4; }
# show FOURCC WIDTHxHEIGHT RATE FILE SCHEDULE
show() { film /dev/video10 "$1" "${2%x*}" "${2#*x}" "$3" "/tmp/films/$4" "$5" > film 2>&1 & film=$!; sleep 0.4; }
aloop() { load snd-aloop pcm_substreams=1 "$@"; }
# hear [FORMAT RATE CHANNELS]: the far end of the loop listens; this binds what the near end offers.
hear() {
    echo "heard ${1:-FLOAT_LE} ${2:-44100} ${3:-2}" >> right
    ear hw:Loopback,1 "${1:-FLOAT_LE}" "${2:-44100}" "${3:-2}" heard.raw > heard & ear=$!
    sleep 0.2
}
dummy() { load snd-dummy "$@"; }
switch() { v4l2-ctl -d "${camera:-0}" -c "$1" > /dev/null; }
unplug() { echo "$2" > "/sys/bus/platform/drivers/$1/unbind"; }
plug() { echo "$2" > "/sys/bus/platform/drivers/$1/bind"; }

# --- the program -----------------------------------------------------------------------------------------------------

now() { read -r uptime _ < /proc/uptime; echo "$uptime"; }
note() { echo "[$(now)] -- $1" >> log; }
fault() { note fault; }
mend() { note mend; }
stamp() { while IFS= read -r line; do read -r uptime _ < /proc/uptime; echo "[$uptime] $line"; done >> log; }

# start ARGUMENTS…: the program in the background, each of its lines with the time in `log`.
start() {
    rm -f words
    mkfifo words
    stamp < words & stamper=$!
    ${as:-plain} $app "$@" > words 2>&1 < /dev/null & program=$!
    begun=$(now)
}
# play SECONDS ARGUMENTS…: a session that is recorded twice, with its numbers.
play() {
    echo "seconds $1" >> right
    seconds=$1
    shift
    start live --json --seconds "$seconds" --output music.wav --record music.session "$@"
}
finish() {
    wait "$program"
    echo "code $?" >> log
    ended=$(now)
    wait "$stamper"
    [ -z "$ear" ] || { sleep 0.5; kill "$ear"; wait "$ear"; }
    [ -z "$film" ] || { kill "$film" 2> /dev/null; wait "$film"; }
    ear= film=
}

# --- what is right ---------------------------------------------------------------------------------------------------
# Unless a row says otherwise: exit code 0, not a sample missing from what was heard, no underrun, the recording exact.

row() { echo "row $*" >> right; }
says() { echo "says $1" >> right; }
never() { echo "never $1" >> right; }
code() { echo "exit $1" >> right; }
# back camera|sound SECONDS: at most so long after `mend` it sees, or is heard, again.
back() { echo "back $1 $2" >> right; }
# underruns FEWEST MOST
underruns() { echo "underruns $1 $2" >> right; }
# At most so many milliseconds of silence in what is heard, because of a fault.
silence() { echo "silence $1" >> right; }
# says_back_within SECONDS: of `mend` it says so; for cards that cannot be heard.
says_back_within() { echo "back words $1" >> right; }
# At least so many pictures seen.
sees() { echo "sees $1" >> right; }
# Face to ear at most so many milliseconds in the median, and as the program says.
latency() { echo "latency $1" >> right; }
# What the cable heard.
midi() { echo "midi $1" >> right; }
# The clock's beats lie within so many milliseconds of those that are heard.
clock() { echo "clock $1" >> right; }
# The beats that are heard lie within so many milliseconds of the clock that is followed.
follows() { echo "follows $1" >> right; }
# check WHAT COMMAND…: must succeed in the guest.
check() { what=$1; shift; if "$@"; then echo "check yes $what"; else echo "check no $what"; fi >> right; }

# run_rows FUNCTION…: each in a folder of its own in memory, copied out afterwards: writing to the host holds a guest up.
run_rows() {
    for function in "$@"; do
        folder=/tmp/rows/$function
        mkdir -p "$folder"
        cd "$folder"
        as= camera= ear= film=
        $function 2> complaints
        # By now nothing of the row may run.
        pidof app > /dev/null && { echo "check no the program is still there" >> right; kill -9 $(pidof app); }
        rm -f words
        mkdir -p /vm/rows
        cp -r "$folder" /vm/rows/
        cd /
        rm -rf "$folder"
    done
}
