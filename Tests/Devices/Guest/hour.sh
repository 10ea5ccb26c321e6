# An hour of one session in which something happens to the camera, the card, the map or the program itself every few seconds.

# pick FEWEST MOST: a number in `picked`. No $(…): a subshell would draw the same number again and again.
pick() { picked=$(($1 + RANDOM % ($2 - $1 + 1))); }
tenths() { pick "$1" "$2"; sleep "$((picked / 10)).$((picked % 10))"; }

one_fault() {
    pick 1 12
    case $picked in
    1 | 2) unplug vivid vivid.0; tenths 2 60; plug vivid vivid.0 ;;
    3 | 4) unplug snd_dummy snd_dummy.0; tenths 2 60; plug snd_dummy snd_dummy.0 ;;
    5) unplug vivid vivid.0; unplug snd_dummy snd_dummy.0; tenths 2 40; plug vivid vivid.0; plug snd_dummy snd_dummy.0 ;;
    6) kill -STOP $program; tenths 1 30; kill -CONT $program; stops=$((stops + 1)) ;;
    7) switch inject_fatal_streaming_error=1 ;;
    8) switch disconnect=1 ;;
    9) for _ in 1 2 3 4 5 6; do switch inject_vidioc_qbuf_error=1; sleep 0.1; done ;;
    10) switch percentage_of_dropped_buffers=100; tenths 5 90; switch percentage_of_dropped_buffers=0 ;;
    11) sed 's/semitones = [0-9-]*/semitones = x [/' good.toml > map.toml; tenths 5 20; cp good.toml map.toml ;;
    12) unplug snd_dummy snd_dummy.0; sleep 0.3; plug snd_dummy snd_dummy.0
        aplay -q -D hw:Dummy -f cd -d 2 /dev/zero 2> /dev/null ;;
    esac
    faults=$((faults + 1))
}

# Seconds, kB of its own memory, descriptors, threads, children.
sample() {
    echo "$(now) $(awk '/RssAnon/ { print $2 }' /proc/$program/status) $(ls /proc/$program/fd | wc -l) $(ls /proc/$program/task | wc -l) $(grep -l "^PPid:[[:space:]]*$program\$" /proc/[0-9]*/status 2> /dev/null | wc -l)" >> samples
}

# The least of the last tenth of the samples' column, less that of the second tenth, is at most MOST.
stays() { awk -v column="$1" -v most="$2" '
    { value[NR] = $column }
    function least(from, to,    i, found) { found = value[from]; for (i = from; i <= to; i++) if (value[i] < found) found = value[i]; return found }
    END { tenth = int(NR / 10); exit !(tenth > 0 && least(NR - tenth, NR) - least(tenth, 2 * tenth) <= most) }' samples; }

hour() {
    RANDOM=${seed:-1} stops=0 faults=0
    webcam; dummy pcm_substreams=1
    cp /vm/every-key.toml good.toml; cp good.toml map.toml
    mkdir -p /vm/rows/hour
    echo "seconds ${hour_seconds:-3600}" >> right
    seconds=${hour_seconds:-3600}
    # What it records is more than the guest's memory.
    start live --json --camera 0 --output hw:Dummy --map map.toml --seconds "$seconds" --output /vm/rows/hour/music.wav --record music.session
    while sleep 0.1; [ "$(awk -v a="$begun" -v b="$(now)" -v s="$seconds" 'BEGIN { print (b - a < s - 12) }')" = 1 ]; do
        tenths 10 60
        one_fault
        sample
    done
    finish
    row "an hour with $faults faults: $(tail -n 1 samples | awk '{ print $2 " kB, " $3 " descriptors, " $4 " threads" }') at its end"
    underruns 0 $((stops * 2))
    check "memory grows by at most 1 MB" stays 2 1024
    check "no descriptor is left" stays 3 0
    check "no thread is left" stays 4 0
    check "no child is left" stays 5 0
}
