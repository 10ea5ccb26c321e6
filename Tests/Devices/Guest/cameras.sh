# Cameras that misbehave, a function a row.

camera_plain() {
    row "nothing: a session as it should be"
    webcam; aloop; hear; play 6 --camera 0 --output $loop; finish
    sees 100
}
camera_unplugged() {
    row "unplugged for 4 s"
    webcam; aloop; hear; play 14 --camera 0 --output $loop
    sleep 4; fault; unplug vivid vivid.0; sleep 4; mend; plug vivid vivid.0; finish
    says 'unplugged|gone|lost'; says 'back'; back camera 2
}
camera_disconnected() {
    row "disconnected while its device stays"
    webcam; aloop; hear; play 10 --camera 0 --output $loop
    sleep 4; fault; mend; switch disconnect=1; finish
    says 'unplugged|gone|lost'; says 'back'; back camera 3
}
camera_fatal() {
    row "a fatal error while streaming"
    webcam; aloop; hear; play 10 --camera 0 --output $loop
    sleep 4; fault; mend; switch inject_fatal_streaming_error=1; finish
    never 'lost|back|no camera'; back camera 3
}
camera_flagged() {
    row "damaged pictures, 100 in a row"
    webcam; aloop; hear; play 12 --camera 0 --output $loop
    sleep 4; fault
    for _ in $(seq 100); do switch inject_v4l2_buf_flag_error=1; sleep 0.03; done
    mend; finish
    back camera 1
}
camera_loses_one_buffer() {
    row "one of its buffers lost"
    webcam; aloop; hear; play 8 --camera 0 --output $loop
    sleep 4; fault; mend; switch inject_vidioc_qbuf_error=1; finish
    back camera 1; sees 120
}
camera_loses_buffers() {
    row "all of its buffers lost"
    webcam; aloop; hear; play 12 --camera 0 --output $loop
    sleep 3; fault
    for _ in 1 2 3 4 5 6; do switch inject_vidioc_qbuf_error=1; sleep 0.2; done
    mend; finish
    back camera 2.5
}
camera_refuses_buffers() {
    row "no buffers at the first try"
    webcam; switch inject_vidioc_reqbufs_error=1; aloop; hear; play 6 --camera 0 --output $loop; finish
    sees 50
}
camera_refuses_start() {
    row "no stream at the first try"
    webcam; switch inject_vidioc_streamon_error=1; aloop; hear; play 6 --camera 0 --output $loop; finish
    sees 50
}
camera_refuses_on_return() {
    row "a fatal error, then no buffers at the first try"
    webcam; aloop; hear; play 12 --camera 0 --output $loop
    sleep 4; fault; mend; switch inject_vidioc_reqbufs_error=1; switch inject_fatal_streaming_error=1; finish
    never 'lost|no camera'; back camera 4
}
camera_drops() {
    row "every third picture dropped"
    webcam; aloop; hear; play 8 --camera 0 --output $loop
    sleep 2; fault; switch percentage_of_dropped_buffers=30; sleep 4; mend; switch percentage_of_dropped_buffers=0; finish
    never 'lost|back|unplug'; sees 120; back camera 0.5
}
camera_silent() {
    row "no picture for 8 s, and then again"
    webcam; aloop; hear; play 16 --camera 0 --output $loop
    sleep 4; fault; switch percentage_of_dropped_buffers=100; sleep 8; mend; switch percentage_of_dropped_buffers=0; finish
    says 'no picture|nothing|deliver'; back camera 7
}
camera_busy() {
    row "in use by another program, asked for by name"
    webcam; v4l2-ctl -d0 --stream-mmap --stream-count=200 > /dev/null 2>&1 & holder=$!
    sleep 1; start live --camera vivid --output null --seconds 2; finish; kill $holder; wait $holder
    code 1; says 'busy|in use|uses it'; says 'v4l2-ctl'; never 'No such file'
}
camera_held_on_return() {
    row "unplugged; on return another program has it for 4 s"
    webcam; aloop; hear; play 16 --camera 0 --output $loop
    sleep 3; fault; unplug vivid vivid.0; sleep 0.5; plug vivid vivid.0
    timeout 4 v4l2-ctl -d0 --stream-mmap > /dev/null 2>&1
    mend; finish
    says 'busy|in use|uses it'; says 'back'; back camera 4
}
camera_stopped() {
    row "the program stopped for 3 s"
    webcam; aloop; hear; play 12 --camera 0 --output $loop
    sleep 4; fault; kill -STOP $program; sleep 3; mend; kill -CONT $program; finish
    never 'unplug|sound device lost'; back camera 1; back sound 0.5; silence 3300
}
camera_slow() {
    row "one picture a second"
    screen; show YUYV 320x240 1 happy.yuyv 0-43:40:happy; aloop; hear
    play 10 --camera /dev/video10 --output $loop; finish
    never 'lost|back|no camera'; sees 7; check "never 'no camera' once seen" keeps_seeing
}
# After its first picture no status line may say that there is no camera.
keeps_seeing() { ! sed -n '/"looks":[1-9]/,$p' log | grep -q '"state":"no camera"'; }
camera_small() {
    row "pictures of 80×60"
    screen; show YUYV 80x60 15 small.yuyv 0-43:40:happy; aloop; hear
    play 6 --camera /dev/video10 --output $loop; finish
    sees 60; check "never 'no camera' once seen" keeps_seeing
}
camera_twice() {
    row "two cameras with the name that was asked for"
    webcam n_devs=2 node_types=0x1,0x1 num_inputs=1,1 input_types=0x00,0x00
    start live --camera vivid --output null --seconds 2; finish
    code 1; says '2 cameras'; says 'vivid-000.*vivid-001'; never 'No such file'
}
camera_forbidden() {
    row "no rights to it, asked for by number and by name"
    webcam; chmod 660 /dev/video0; chgrp 44 /dev/video0
    as="/usr/bin/setpriv --reuid 1000 --regid 1000 --clear-groups"; chmod 777 .
    start live --camera 0 --output null --seconds 2; finish
    check "the number's line names the group" grep -q 'group video' log
    mv log first; start live --camera vivid --output null --seconds 2; finish
    code 1; says 'group video'; never 'No such'
}
camera_writer_returns() {
    row "the writer behind it stops for 8 s"
    screen; show YUYV 320x240 15 happy.yuyv 0-43:4:happy; aloop; hear
    play 24 --camera /dev/video10 --output $loop
    wait $film; fault; sleep 8; mend; show YUYV 320x240 15 happy.yuyv 0-43:40:happy; finish
    says 'back'; back camera 7
}
camera_writer_changes() {
    row "the writer behind it returns with another format and size"
    screen; show YUYV 320x240 15 happy.yuyv 0-43:4:happy; aloop; hear
    play 24 --camera /dev/video10 --output $loop
    wait $film; fault; sleep 10; mend; show MJPG 640x480 15 large.mjpeg 0-43:40:happy; finish
    says 'back'; back camera 7
}
camera_multiplanar() {
    row "multi-planar"
    webcam multiplanar=2; aloop; hear; play 6 --camera 0 --output $loop; finish
    sees 80; check "is listed" sh -c "$app cameras | grep -q vivid"
}
# format FOURCC: a face must be read in it.
format() {
    row "pixel format $1"
    screen; show "$1" 320x240 15 "happy.$2" 0-11:40:happy
    play 4 --camera /dev/video10 --output null; finish
    sees 40; check "a happy face is read" grep -q '"mood":"happy"' log
}
camera_yvyu() { format YVYU yvyu422; }
camera_422p() { format 422P yuv422p; }
camera_uyvy() { format UYVY uyvy422; }
