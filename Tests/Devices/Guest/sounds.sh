# Sound cards that misbehave, a function a row. The actor plays, so that no camera can disturb.

# A session of SECONDS into the loop whose far end wants what else is named: FORMAT RATE CHANNELS.
into_loop() {
    aloop; hear "${2:-FLOAT_LE}" "${3:-44100}" "${4:-2}"
    play "$1" --camera actor --output "${device:-$loop}" $options
}
sound_plain() {
    row "nothing: a session as it should be"
    into_loop 8; finish
}
sound_stopped_shortly() {
    row "the program stopped for half a second"
    into_loop 10; sleep 4; fault; kill -STOP $program; sleep 0.5; mend; kill -CONT $program; finish
    underruns 1 1; back sound 0.3; silence 800; never 'sound device lost'
}
sound_stopped() {
    row "the program stopped for 5 s"
    into_loop 14; sleep 4; fault; kill -STOP $program; sleep 5; mend; kill -CONT $program; finish
    underruns 1 1; back sound 0.3; silence 5300; never 'sound device lost'
}
sound_underruns() {
    row "forty underruns in four seconds, as of a machine that is too slow for the buffer"
    into_loop 14; sleep 4; fault
    for _ in $(seq 40); do echo 1 > /proc/asound/Loopback/pcm0p/sub0/xrun_injection; sleep 0.1; done
    mend; finish
    says 'buffer|latency|widen'; never 'sound device lost'; silence 4000
}
sound_unplugged() {
    row "unplugged for 4 s"
    into_loop 14; sleep 4; fault; unplug snd_aloop snd_aloop.0; sleep 4; mend; plug snd_aloop snd_aloop.0; finish
    says 'sound device lost'; says 'is back'; back sound 2; silence 7000
}
sound_unplugged_dummy() {
    row "a card with a timer unplugged for 4 s"
    dummy; play 12 --camera actor --output hw:Dummy
    sleep 4; fault; unplug snd_dummy snd_dummy.0; sleep 4; mend; plug snd_dummy snd_dummy.0; finish
    says 'sound device lost'; says 'is back'; says_back_within 2
}
sound_gone() {
    row "unplugged for good"
    dummy; play 10 --camera actor --output hw:Dummy
    sleep 4; fault; unplug snd_dummy snd_dummy.0; finish; plug snd_dummy snd_dummy.0
    says 'sound device lost'; never 'is back'
}
sound_flaps() {
    row "a loose plug: out and in, eight times"
    into_loop 20; sleep 3; fault
    for _ in 1 2 3 4 5 6 7; do unplug snd_aloop snd_aloop.0; sleep 0.7; plug snd_aloop snd_aloop.0; sleep 0.6; done
    unplug snd_aloop snd_aloop.0; sleep 0.7; mend; plug snd_aloop snd_aloop.0; finish
    says 'sound device lost'; says 'is back'; back sound 2; silence 13000
}
sound_busy() {
    row "in use by another program at the start"
    dummy pcm_substreams=1; aplay -q -D hw:Dummy -f cd -d 6 /dev/zero & holder=$!
    sleep 1; start live --camera actor --output hw:Dummy --output music.wav --seconds 3; finish; kill $holder; wait $holder
    code 1; says 'busy'; check "no recording was begun" sh -c '[ -z "$(ls -A | grep music)" ]'
}
sound_busy_on_return() {
    row "unplugged; on return another program has it for 5 s"
    dummy pcm_substreams=1; play 16 --camera actor --output hw:Dummy
    sleep 4; fault; unplug snd_dummy snd_dummy.0; sleep 0.5; plug snd_dummy snd_dummy.0
    aplay -q -D hw:Dummy -f cd -d 5 /dev/zero; mend; finish
    says 'sound device lost'; says 'busy'; says 'is back'; says_back_within 2
}
sound_other_rate() {
    row "unplugged; on return it runs at 48 kHz instead of 44.1"
    into_loop 14; sleep 4; fault; kill $ear; wait $ear; unplug snd_aloop snd_aloop.0; plug snd_aloop snd_aloop.0; mend
    ear hw:Loopback,1 S16_LE 48000 2 later.raw > later & ear=$!; finish
    says 'sound device lost'; says 'back'; says_back_within 3; check "it is heard there" loud later.raw
}
# At least two seconds of the file are no silence.
loud() { [ "$(tr -d '\000' < "$1" | wc -c)" -gt 384000 ]; }
sound_takes_nothing() {
    row "a card that takes nothing for 6 s"
    # The loop's clock is the dummy's, a period a period: it stands while nothing plays there.
    dummy; load snd-aloop pcm_substreams=1 timer_source=hw:Dummy,0
    clock_runs 6 & clock=$!
    play 16 --camera actor --output $loop
    wait $clock; fault; sleep 6; mend; clock_runs 20 & clock=$!
    finish; kill $clock; wait $clock
    says 'sound device lost|took no sound'; says_back_within 4; underruns 0 1000
    check "it ends in time" ends_in_time
    check "it is called back once" sh -c '[ "$(grep -c "leitmotif: .*is back" log)" = 1 ]'
}
# It ended within half a second of its --seconds.
ends_in_time() { awk -v begun="$begun" -v ended="$ended" -v seconds="$seconds" 'BEGIN { exit !(ended - begun < seconds + 1) }'; }
clock_runs() { aplay -q -D hw:Dummy -f cd --period-size=256 --buffer-size=2048 -d "$1" /dev/zero; }
sound_suspended() {
    row "the machine suspended and resumed"
    into_loop 12; echo devices > /sys/power/pm_test
    sleep 4; fault; echo freeze > /sys/power/state; mend; finish
    never 'sound device lost'; silence 7000; underruns 0 1
}
sound_ends_while_lost() {
    row "ended by SIGTERM while camera and card are lost"
    webcam; aloop; start live --json --camera 0 --output $loop --output music.wav --record music.session
    sleep 4; unplug vivid vivid.0; unplug snd_aloop snd_aloop.0; sleep 2; kill -TERM $program; at=$(now); finish
    check "it ends within a second" awk -v a="$at" -v b="$ended" 'BEGIN { exit !(b - a < 1) }'
    plug vivid vivid.0; plug snd_aloop snd_aloop.0
}
both_lost() {
    row "camera and card unplugged together for 4 s"
    webcam; aloop; hear; play 14 --camera 0 --output $loop
    sleep 4; fault; unplug vivid vivid.0; unplug snd_aloop snd_aloop.0
    sleep 4; mend; plug vivid vivid.0; plug snd_aloop snd_aloop.0; finish
    says 'sound device lost'; back camera 2; back sound 2; silence 7000
}
sound_forbidden() {
    row "no rights to it"
    dummy index=5; as="/usr/bin/setpriv --reuid 1000 --regid 1000 --clear-groups"; chmod 777 .
    start live --camera actor --output hw:5 --seconds 2; finish
    code 1; says 'group audio'
}
# priority LIMIT EXPECTED: what the player's thread gets within a limit for real-time priorities.
priority() {
    dummy; chgrp 29 /dev/snd/*; chmod 660 /dev/snd/*; chmod 777 .
    as="/usr/bin/prlimit --rtprio=$1 --memlock=67108864 /usr/bin/setpriv --reuid 1000 --regid 1000 --groups 29"
    play 4 --camera actor --output hw:Dummy; sleep 2
    for task in /proc/"$(pidof app)"/task/*; do
        [ "$(cat "$task/comm")" = player ] && /usr/bin/chrt -p "${task##*/}" > priority
    done
    finish
}
sound_without_real_time() {
    row "no real-time rights"
    priority 0; says 'real-time|priority'; says 'rtprio|limits'
}
sound_real_time_20() {
    row "real-time rights up to 20"
    priority 20; check "the player runs at 20" grep -q 'priority: 20' priority; never 'real-time'
}
# A card that offers one format, rate and number of channels.
card() { row "a card that has $1, $2 Hz, $3 channels only"; into_loop 4 "$1" "$2" "$3"; finish; }
sound_8000() { card S16_LE 8000 2; }
sound_96000() { card FLOAT_LE 96000 2; }
sound_192000() { card S32_LE 192000 2; }
sound_s16() { card S16_LE 48000 2; }
sound_s24_3() { card S24_3LE 48000 2; }
sound_s24() { card S24_LE 48000 2; }
sound_big_endian() { card S16_BE 48000 2; }
sound_mono() { card S16_LE 48000 1; }
sound_four() { card S16_LE 44100 4; }
sound_six() { card S16_LE 48000 6; }
sound_eight() { card S32_LE 48000 8; }
sound_channels() {
    row "the third and fourth of four channels, by --channels 3,4"
    options="--channels 3,4" into_loop 4 S16_LE 44100 4; finish
    echo "channels 3 4" >> right
}
sound_long_blocks() {
    row "8000 Hz in blocks of 200 ms, through a round of moods"
    options="--latency 200" into_loop 24 S16_LE 8000 2; finish
    never 'fast enough|too late'
}
sound_short_blocks() {
    row "192,000 Hz in the shortest blocks"
    options="--latency low" into_loop 6 S32_LE 192000 2; finish
}
