# Another instrument at the session's MIDI ports. The song is clicks at 100 beats a minute, so that beats can be heard for what they are.

# clicking SECONDS EVENT…: a session of clicks, and a cable that plays.
clicking() {
    aloop; hear
    play "$1" --camera actor --song /tmp/films/clicks.wav --output $loop --midi-clock send --map drama
    shift
    cable "$@" > cable & cable=$!
    finish
    kill $cable; wait $cable
}
midi_clock() {
    row "MIDI clock beside the beats that are heard, through the tempi of four moods"
    clicking 40 2:note:64:1 8:note:64:0 8:note:60:1 16:note:61:1 24:note:63:1 32:note:64:1
    clock 2
}
midi_pause() {
    row "MIDI clock while the music stands still for 2 s"
    aloop; hear
    play 16 --camera actor --song /tmp/films/clicks.wav --output $loop --midi-clock send --map drama --midi-map 'note 40 = pause' --midi-map 'note 41 = resume'
    cable 1:note:64:1 6:note:40:1 8:note:41:1 > cable & cable=$!
    finish; kill $cable; wait $cable
    silence 3000; midi 'stop'; midi 'continue'
}
midi_out() {
    row "controllers and notes of the moods, from another instrument's keys"
    clicking 8 1:note:61:1 4:note:61:0 4.5:controller:7:0
    midi 'controller 21 127'; midi 'on 61'; midi 'off 61'; midi 'start|continue'
}
midi_follow() {
    row "another instrument's clock, each tick up to 3 ms late, through three tempi"
    aloop; hear
    play 80 --camera actor --song /tmp/films/clicks.wav --output $loop --midi-clock follow --map drama
    cable 1:note:64:1 1:start:0:0 1:clock:100:3000 25:clock:112:3000 52:clock:92:3000 > cable & cable=$!
    finish; kill $cable; wait $cable
    says 'MIDI clock: it is followed'
    follows 10
}
# A file of two notes, E flat and the C below it, each held for a second at 120 beats a minute; the first is to be learnt.
two_notes() {
    printf 'MThd\0\0\0\6\0\0\0\1\0\140MTrk\0\0\0\026'
    printf '\0\220\143\100\201\100\200\143\0\0\220\075\100\201\100\200\075\0\0\377\057\0'
}
midi_tools() {
    row "a file from aplaymidi, a key that is learnt from it, and what aseqdump hears"
    aloop; hear
    play 10 --camera actor --output $loop --midi-learn 'hold angry'
    sleep 2
    aseqdump -p Leitmotif:0 > dump & dump=$!
    two_notes > two.mid
    aplaymidi -p Leitmotif:1 two.mid
    finish; kill $dump
    says 'learnt: note 99 channel 1 = hold angry'
    check 'the key was kept' grep -qx 'note 99 channel 1 = hold angry' $XDG_CONFIG_HOME/leitmotif/midi.bindings
    check 'aseqdump hears the mood that was held' grep -qE 'Note on .*note 61' dump
    rm -r $XDG_CONFIG_HOME/leitmotif
}
midi_comes_later() {
    row "an instrument that is plugged in while the music plays"
    aloop; hear
    play 8 --camera actor --output $loop --midi-connect through
    sleep 3; modprobe snd-seq-dummy; finish; rmmod snd-seq-dummy
    says 'connected with through'
}
