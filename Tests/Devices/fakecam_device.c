// The fake camera's driver: buffers, one picture a tick.
#define _GNU_SOURCE
#include "fakecam.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int run_timer(int on) {
    struct itimerspec period = {0};
    if (on) {
        period.it_interval.tv_nsec = camera.rate == 1 ? 0 : 1000000000 / camera.rate;
        period.it_interval.tv_sec = camera.rate == 1;
        period.it_value = period.it_interval;
    }
    return timerfd_settime(camera.descriptor, 0, &period, 0) < 0 ? errno : 0;
}

static uint32_t kind(void) { return camera.planes ? V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : V4L2_BUF_TYPE_VIDEO_CAPTURE; }

static int query_capability(struct v4l2_capability *answer) {
    memset(answer, 0, sizeof *answer);
    snprintf((char *)answer->driver, sizeof answer->driver, "%s", camera_setting("FAKECAM_DRIVER", "fakecam"));
    strcpy((char *)answer->card, "Fake camera");
    strcpy((char *)answer->bus_info, "fake:0");
    answer->device_caps = (camera.planes ? V4L2_CAP_VIDEO_CAPTURE_MPLANE : V4L2_CAP_VIDEO_CAPTURE) | V4L2_CAP_STREAMING;
    answer->capabilities = answer->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int enumerate_formats(struct v4l2_fmtdesc *entry) {
    // Motion-JPEG first, as webcams have it; then its own where that is another.
    uint32_t count = camera.format == V4L2_PIX_FMT_MJPEG ? 1 : 2;
    if (entry->type != kind() || entry->index >= count) return EINVAL;
    entry->pixelformat = entry->index == 0 ? V4L2_PIX_FMT_MJPEG : camera.format;
    entry->flags = entry->index == 0 ? V4L2_FMT_FLAG_COMPRESSED : 0;
    strcpy((char *)entry->description, entry->index == 0 ? "Motion-JPEG" : "raw");
    return 0;
}

// Index 0 is the size it delivers, index 1 one of four times the pixels, index 2 one of a quarter: it has neither really.
static int enumerate_sizes(struct v4l2_frmsizeenum *entry) {
    int is_known = entry->pixel_format == camera.format || entry->pixel_format == V4L2_PIX_FMT_MJPEG;
    if (!is_known || entry->index >= 3) return EINVAL;
    entry->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    entry->discrete.width = entry->index == 2 ? camera.width / 2 : camera.width << entry->index;
    entry->discrete.height = entry->index == 2 ? camera.height / 2 : camera.height << entry->index;
    return 0;
}

// A large uncompressed picture comes five times a second, as over USB 2.
static int enumerate_intervals(struct v4l2_frmivalenum *entry) {
    if (entry->index > 0) return EINVAL;
    int is_slow = entry->pixel_format != V4L2_PIX_FMT_MJPEG && entry->width > camera.width;
    entry->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    entry->discrete.numerator = 1;
    entry->discrete.denominator = is_slow ? 5 : camera.rate;
    return 0;
}

// Whatever is asked for, it has one format, and says so: programs have to look at the answer. What they wanted counts only for
// the bus.
static int settle_format(struct v4l2_format *format) {
    if (format->type != kind()) return EINVAL;
    camera.chosen_width = camera.planes ? format->fmt.pix_mp.width : format->fmt.pix.width;
    memset(&format->fmt, 0, sizeof format->fmt);
    if (camera.planes) {
        struct v4l2_pix_format_mplane *pix = &format->fmt.pix_mp;
        pix->width = camera.width, pix->height = camera.height, pix->pixelformat = camera.format;
        pix->field = V4L2_FIELD_NONE, pix->colorspace = V4L2_COLORSPACE_SRGB, pix->quantization = (uint8_t)camera.quantization;
        pix->num_planes = (uint8_t)camera.planes;
        pix->plane_fmt[0] = (struct v4l2_plane_pix_format){.sizeimage = (uint32_t)camera.frame_bytes, .bytesperline = camera.row_bytes};
        if (camera.planes > 1) pix->plane_fmt[1] = pix->plane_fmt[0];
        return 0;
    }
    format->fmt.pix = (struct v4l2_pix_format){
        .width = camera.width, .height = camera.height, .pixelformat = camera.format, .field = V4L2_FIELD_NONE,
        .bytesperline = camera.row_bytes, .sizeimage = (uint32_t)camera.frame_bytes, .colorspace = V4L2_COLORSPACE_SRGB,
        .priv = V4L2_PIX_FMT_PRIV_MAGIC, .quantization = camera.quantization};
    return 0;
}

static int settle_rate(struct v4l2_streamparm *parameters) {
    if (parameters->type != kind()) return EINVAL;
    parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    parameters->parm.capture.timeperframe = (struct v4l2_fract){1, camera.rate};
    return 0;
}

static int request_buffers(struct v4l2_requestbuffers *request) {
    if (request->type != kind() || request->memory != V4L2_MEMORY_MMAP) return EINVAL;
    if (camera.is_streaming) return EBUSY;
    if (request->count > MOST_BUFFERS) request->count = MOST_BUFFERS;
    camera.buffer_count = (int)request->count;
    camera.queued = 0;
    return 0;
}

static int query_buffer(struct v4l2_buffer *buffer) {
    if (buffer->type != kind() || (int)buffer->index >= camera.buffer_count) return EINVAL;
    uint32_t offset = (uint32_t)(buffer->index * camera.buffer_bytes);
    buffer->flags = 0;
    if (camera.planes) {
        if ((int)buffer->length < camera.planes) return EINVAL;
        for (int i = 0; i < camera.planes; i++)
            buffer->m.planes[i] = (struct v4l2_plane){.length = (uint32_t)camera.frame_bytes, .m.mem_offset = offset};
        return 0;
    }
    buffer->length = (uint32_t)camera.frame_bytes;
    buffer->m.offset = offset;
    return 0;
}

static int queue_buffer(const struct v4l2_buffer *buffer) {
    if (buffer->type != kind() || (int)buffer->index >= camera.buffer_count) return EINVAL;
    if (camera.planes && (int)buffer->length != camera.planes) return EINVAL;
    if (camera_takes_fault("qbuf")) camera.keeps_buffers = 1;
    if (camera.is_streaming && camera.keeps_buffers) return EIO;
    for (int i = 0; i < camera.queued; i++)
        if (camera.queue[i] == (int)buffer->index) return EINVAL;
    camera.queue[camera.queued++] = (int)buffer->index;
    return 0;
}

// Does what a driver has done since it was last looked at: one picture a tick into the oldest free buffer. Without a free
// one the picture is lost, so a late program finds old pictures, and gaps in their numbers, as with a real camera.
static void catch_up(void) {
    uint64_t ticks;
    if (read(camera.descriptor, &ticks, sizeof ticks) != sizeof ticks) return;
    for (; ticks > 0; ticks--, camera.sequence++) {
        if (camera.queued == 0 || camera_has_fault("silent")) continue;
        int index = camera.queue[0];
        memmove(camera.queue, camera.queue + 1, (size_t)--camera.queued * sizeof camera.queue[0]);
        size_t bytes = camera_draw(camera.buffers + (size_t)index * camera.buffer_bytes, camera.sequence);
        camera.ready[camera.ready_count++] = (struct filled){index, camera.sequence, bytes};
    }
}

static int dequeue_buffer(struct v4l2_buffer *buffer) {
    if (!camera.is_streaming || buffer->type != kind()) return EINVAL;
    if (camera_takes_fault("eio")) camera.has_failed = 1;
    if (camera.has_failed) return EIO;
    catch_up();
    if (camera.ready_count == 0) return EAGAIN;
    struct filled filled = camera.ready[0];
    memmove(camera.ready, camera.ready + 1, (size_t)--camera.ready_count * sizeof camera.ready[0]);
    double seconds = camera.start_seconds + (double)(filled.sequence + 1) / camera.rate;
    if (camera_has_fault("future")) seconds += 3600;
    if (camera_has_fault("empty")) filled.bytes = 0;
    if (camera.planes) {
        if ((int)buffer->length < camera.planes) return EINVAL;
        buffer->m.planes[0].bytesused = (uint32_t)filled.bytes;
        buffer->m.planes[0].data_offset = 0;
    } else {
        memset(buffer, 0, sizeof *buffer);
        buffer->bytesused = (uint32_t)filled.bytes;
        buffer->length = (uint32_t)camera.frame_bytes;
        buffer->m.offset = (uint32_t)((size_t)filled.index * camera.buffer_bytes);
    }
    buffer->index = (uint32_t)filled.index;
    buffer->type = kind();
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->sequence = (uint32_t)filled.sequence;
    buffer->field = V4L2_FIELD_NONE;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | (camera_has_fault("flagged") ? V4L2_BUF_FLAG_ERROR : 0);
    buffer->timestamp.tv_sec = (time_t)seconds;
    buffer->timestamp.tv_usec = (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6);
    return 0;
}

static int refusal(void) {
    if (camera_has_fault("ebusy")) return EBUSY;
    if (camera_has_fault("enospc!")) return ENOSPC;
    if (camera_has_fault("enospc") && camera.chosen_width > camera.width / 2) return ENOSPC;
    if (camera_has_fault("eproto") && camera.streams_refused++ < 2) return EPROTO;
    return 0;
}

static int stream(int on) {
    int error = on ? refusal() : 0;
    if (error) return error;
    camera.has_failed = camera.keeps_buffers = 0;
    camera.is_streaming = on;
    camera.sequence = 0;
    camera.ready_count = 0;
    if (!on) camera.queued = 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    camera.start_seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    return run_timer(on);
}

// 0 or an errno.
int camera_answer(unsigned long request, void *argument) {
    if (camera_is_gone()) return ENODEV;
    switch (request) {
    case VIDIOC_QUERYCAP: return query_capability(argument);
    case VIDIOC_ENUM_FMT: return enumerate_formats(argument);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_sizes(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_intervals(argument);
    case VIDIOC_S_FMT: return camera.buffer_count ? EBUSY : settle_format(argument);
    case VIDIOC_G_FMT:
    case VIDIOC_TRY_FMT: return settle_format(argument);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: return settle_rate(argument);
    case VIDIOC_REQBUFS: return request_buffers(argument);
    case VIDIOC_QUERYBUF: return query_buffer(argument);
    case VIDIOC_QBUF: return queue_buffer(argument);
    case VIDIOC_DQBUF: return dequeue_buffer(argument);
    case VIDIOC_STREAMON: return stream(1);
    case VIDIOC_STREAMOFF: return stream(0);
    default: return ENOTTY;
    }
}
