# Disks that are full, signals in the middle, and what lies where a recording is to go.

# small SIZE: a disk of that size at `disk`.
small() { mkdir disk; mount -t tmpfs -o "size=$1" disk disk; }
disk_full() {
    row "the disk of the recording full after 6 s; the card plays on"
    small 2m; aloop; hear
    play 14 --camera actor --output $loop --output disk/full.wav; finish
    cp disk/* .; umount disk
    code 1; says 'full.wav.*(space|full)'
}
disk_full_all() {
    row "two recordings and the numbers on a full disk: each is named"
    small 2m; aloop; hear; echo "record disk" >> right
    start live --json --camera actor --seconds 14 --output $loop --output disk/full.wav --output disk/full.flac --record disk/full.session; finish
    cp disk/* .; umount disk
    code 1; says 'full.wav.*(space|full)'; says 'full.flac.*(space|full)'; says 'full.session.*(space|full)'
}
# A signal after 6 s: everything is complete.
signalled() {
    row "SIG$1 after 6 s"
    aloop; hear
    start live --json --camera actor --output $loop --output music.wav --output music.flac --record music.session
    sleep 6; kill -"$1" $program; at=$(now); finish
    check "it ends within a second" awk -v a="$at" -v b="$ended" 'BEGIN { exit !(b - a < 1) }'
    check "both recordings are there" test -s music.wav -a -s music.flac
    check "nothing is left over" sh -c '[ -z "$(ls -A | grep part)" ]'
}
signal_interrupt() { signalled INT; }
signal_terminate() { signalled TERM; }
signal_hangup() { signalled HUP; }
signal_kill() {
    row "SIGKILL after 6 s, and started again: the first take is kept"
    dummy; start live --json --camera actor --output hw:Dummy --output music.wav
    sleep 6; kill -KILL $program; finish
    before=$(ls -A | grep -c part); mv log killed
    play 4 --camera actor --output hw:Dummy; finish
    check "the killed session leaves its take" test "$before" = 1
    check "the take is still there, 5 s and more of it" sh -c 'find . -type f -size +1700k | grep -qv "^./music.wav$"'
    says 'part|take|kept'
}
