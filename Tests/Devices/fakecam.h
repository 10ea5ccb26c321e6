// What the parts of the fake camera share: fakecam.c stands in front of libc, fakecam_device.c answers like a driver,
// fakecam_pictures.c knows the formats.
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
    uint32_t format;               // V4L2_PIX_FMT_…
    uint32_t row_bytes;            // from one row to the next, 0 for a compressed format
    uint32_t quantization;         // V4L2_QUANTIZATION_…
    size_t frame_bytes, buffer_bytes;  // at most; the second rounded up to whole pages
    const uint8_t *frames;         // FAKECAM_FILE, whole
    size_t file_bytes;
    struct picture {
        size_t start, bytes;
    } *pictures;                   // where its frames lie
    size_t frame_count;
    int buffer_count;
    int queue[MOST_BUFFERS];       // buffers that the program has given us, oldest first
    int queued;
    struct filled {
        int index;
        uint64_t sequence;
        size_t bytes;
    } ready[MOST_BUFFERS];         // buffers with a picture, oldest first
    int ready_count;
    int is_streaming;
    int planes;                    // of memory: 0 as most cameras have it, else the multi-planar interface
    int has_failed;                // an error that lasts until the stream is stopped
    int keeps_buffers;             // none is taken back until the stream is stopped
    uint32_t chosen_width;         // what the program asked for
    uint32_t streams_refused;      // how often it refused to start
    double start_seconds;          // of the stream, on the monotonic clock
    uint64_t sequence;             // frames since then, lost ones included
};

extern struct fake_camera camera;

// Settles format, size, rate and range by $FAKECAM_FORMAT and its kin, and finds the pictures in $FAKECAM_FILE.
void camera_prepare(void);
void camera_forget_pictures(void);

// Writes picture number `sequence` into a buffer; how many bytes it has.
size_t camera_draw(uint8_t *buffer, uint64_t sequence);

const char *camera_setting(const char *name, const char *otherwise);

// While the file $FAKECAM_GONE exists.
int camera_is_gone(void);

// Whether the word in the file $FAKECAM_FAULT is this one.
int camera_has_fault(const char *word);

// As `camera_has_fault`; the file is removed, so that the fault happens once.
int camera_takes_fault(const char *word);

// What the driver says to an ioctl: 0 or an errno.
int camera_answer(unsigned long request, void *argument);

#endif
