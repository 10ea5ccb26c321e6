// What the two halves of the fake camera share: fakecam.c stands in front of libc, fakecam_device.c answers like a driver.
#ifndef FAKECAM_H
#define FAKECAM_H
#include <stddef.h>
#include <stdint.h>

enum { MOST_BUFFERS = 8 };

struct fake_camera {
    int descriptor;                // the timer, -1 while nobody has the camera open
    int memory;                    // the memfd behind the buffers
    uint8_t *buffers;              // our own mapping of it
    uint32_t width, height, rate;
    size_t frame_bytes, buffer_bytes;  // the second rounded up to whole pages
    const uint8_t *frames;         // FAKECAM_FILE
    size_t frame_count;
    int buffer_count;
    int queue[MOST_BUFFERS];       // buffers that the program has given us, oldest first
    int queued;
    struct filled {
        int index;
        uint64_t sequence;
    } ready[MOST_BUFFERS];         // buffers with a picture, oldest first
    int ready_count;
    int is_streaming;
    double start_seconds;          // of the stream, on the monotonic clock
    uint64_t sequence;             // frames since then, lost ones included
};

extern struct fake_camera camera;

// While the file $FAKECAM_GONE exists.
int camera_is_gone(void);

// What the driver says to an ioctl: 0 or an errno.
int camera_answer(unsigned long request, void *argument);

#endif
