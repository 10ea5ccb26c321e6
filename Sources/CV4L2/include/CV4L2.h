// Video4Linux2 for Swift: its request codes are macros that call macros, and ioctl(2) is variadic; Swift imports neither, so
// each one needed is a constant here. What a camera delivers and we do not read ourselves goes through libv4lconvert, whose
// table of operations Swift cannot fill in.
#ifndef LEITMOTIF_CV4L2_H
#define LEITMOTIF_CV4L2_H
#include <errno.h>
#include <libv4lconvert.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>

// One ioctl, repeated when a signal interrupts it. Returns 0 or more, or -errno.
static inline int v4l2_request(int descriptor, unsigned long request, void *argument) {
    int result;
    do result = ioctl(descriptor, request, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : result;
}

static const unsigned long v4l2_query_capability = VIDIOC_QUERYCAP;
static const unsigned long v4l2_enumerate_formats = VIDIOC_ENUM_FMT;
static const unsigned long v4l2_enumerate_sizes = VIDIOC_ENUM_FRAMESIZES;
static const unsigned long v4l2_enumerate_intervals = VIDIOC_ENUM_FRAMEINTERVALS;
static const unsigned long v4l2_set_format = VIDIOC_S_FMT;
static const unsigned long v4l2_set_parameters = VIDIOC_S_PARM;
static const unsigned long v4l2_set_control = VIDIOC_S_CTRL;
static const unsigned long v4l2_request_buffers = VIDIOC_REQBUFS;
static const unsigned long v4l2_query_buffer = VIDIOC_QUERYBUF;
static const unsigned long v4l2_queue_buffer = VIDIOC_QBUF;
static const unsigned long v4l2_dequeue_buffer = VIDIOC_DQBUF;
static const unsigned long v4l2_stream_on = VIDIOC_STREAMON;
static const unsigned long v4l2_stream_off = VIDIOC_STREAMOFF;

// In `priv` of a format: the fields behind it (quantization among them) mean something.
static const unsigned v4l2_extended_format = V4L2_PIX_FMT_PRIV_MAGIC;

// In `flags` of a buffer: by which clock it was stamped.
static const unsigned v4l2_stamp_mask = V4L2_BUF_FLAG_TIMESTAMP_MASK;
static const unsigned v4l2_stamp_monotonic = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;

// exposure_dynamic_framerate: whether the camera may halve its frame rate in a dim room.
static const unsigned v4l2_exposure_dynamic_framerate = V4L2_CID_EXPOSURE_AUTO_PRIORITY;

// A converter that knows no device; NULL without memory. Freed by v4lconvert_destroy.
struct v4lconvert_data *v4l2_converter(void);

// Converts one picture; both formats are four-character codes. The bytes written, or -1 for a damaged picture.
int v4l2_convert(
    struct v4lconvert_data *converter, unsigned from, unsigned to, unsigned width, unsigned height, unsigned row_bytes,
    unsigned char *source, int source_bytes, unsigned char *target, int target_bytes);

#endif
