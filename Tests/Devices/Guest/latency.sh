# From the face to the ear, measured at both ends: by the film's clock and at the loop's far end.

# face_to_ear RATE LATENCY MOST: expressions change from one picture to the next; what follows at once is heard within MOST ms.
face_to_ear() {
    row "face to ear at $1 pictures a second, --latency $2"
    screen; aloop; hear
    show YUYV 320x240 "$1" cue.yuyv 0-47:6:neutral,69-112:4:happy,142-185:4:sad,207-251:4:angry,0-47:4:neutral,69-112:4:happy,142-185:9:sad
    play 27 --camera /dev/video10 --output $loop --latency "$2"; finish
    latency "$3"
}
latency_normal() { face_to_ear 30 normal 250; }
latency_low() { face_to_ear 30 low 150; }
latency_slow_camera() { face_to_ear 15 normal 350; }
