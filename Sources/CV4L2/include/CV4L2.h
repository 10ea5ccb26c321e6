// Video4Linux2 for Swift: its request codes and pixel formats are macros that call macros, and ioctl(2) is variadic;
// Swift imports neither, so each one needed is a constant here.
#ifndef LEITMOTIF_CV4L2_H
#define LEITMOTIF_CV4L2_H
#include <errno.h>
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

static const unsigned v4l2_yuyv = V4L2_PIX_FMT_YUYV;
static const unsigned v4l2_uyvy = V4L2_PIX_FMT_UYVY;
static const unsigned v4l2_nv12 = V4L2_PIX_FMT_NV12;
static const unsigned v4l2_yu12 = V4L2_PIX_FMT_YUV420;
static const unsigned v4l2_yv12 = V4L2_PIX_FMT_YVU420;
static const unsigned v4l2_rgb3 = V4L2_PIX_FMT_RGB24;
static const unsigned v4l2_bgr3 = V4L2_PIX_FMT_BGR24;
static const unsigned v4l2_grey = V4L2_PIX_FMT_GREY;
static const unsigned v4l2_mjpg = V4L2_PIX_FMT_MJPEG;
static const unsigned v4l2_jpeg = V4L2_PIX_FMT_JPEG;

// In `priv` of a format: the fields behind it (quantization among them) mean something.
static const unsigned v4l2_extended_format = V4L2_PIX_FMT_PRIV_MAGIC;

// In `flags` of a buffer: by which clock it was stamped.
static const unsigned v4l2_stamp_mask = V4L2_BUF_FLAG_TIMESTAMP_MASK;
static const unsigned v4l2_stamp_monotonic = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;

// exposure_dynamic_framerate: whether the camera may halve its frame rate in a dim room.
static const unsigned v4l2_exposure_dynamic_framerate = V4L2_CID_EXPOSURE_AUTO_PRIORITY;

#endif
