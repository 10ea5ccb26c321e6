// A camera that is not there: preload this library, and the program finds one at /dev/video0.
//
//   LD_PRELOAD=fakecam.so FAKECAM_FILE=frames.yuyv PROGRAM --camera /dev/video0
//
//   FAKECAM_FILE    raw YUYV frames, played in a loop; without it every frame is black
//   FAKECAM_SIZE    their size, default 640x480
//   FAKECAM_RATE    frames a second, default 30
//   FAKECAM_DEVICE  where it appears, default /dev/video0
//   FAKECAM_GONE    while this file exists the camera is unplugged:  touch it to unplug,  rm it to plug in again
//
// It stands in front of libc's open, close, ioctl, mmap and poll. Its descriptor is a timer that ticks once a frame, so that
// poll(2) works by itself; its buffers lie in a memfd. Formats can be enumerated: besides its own there is a slow large one
// and a compressed one, which a program should not choose. What it cannot stand for: epoll, openat, raw system calls, the
// quirks of real drivers.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BUFFERS = 8 };

static struct {
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
} camera = {.descriptor = -1};

// The function that ours hides.
#define ORIGINAL(name) \
    static __typeof__(&name) original; \
    if (!original) original = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static const char *setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static int is_camera(const char *path) { return strcmp(path, setting("FAKECAM_DEVICE", "/dev/video0")) == 0; }

static int is_gone(void) {
    const char *file = getenv("FAKECAM_GONE");
    return file && access(file, F_OK) == 0;
}

// --- open, close -----------------------------------------------------------------------------------------------------

static void load_frames(void) {
    camera.frames = NULL;
    int file = open(setting("FAKECAM_FILE", ""), O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file >= 0 && fstat(file, &status) == 0 && (size_t)status.st_size >= camera.frame_bytes) {
        camera.frame_count = (size_t)status.st_size / camera.frame_bytes;
        void *map = mmap(NULL, camera.frame_count * camera.frame_bytes, PROT_READ, MAP_PRIVATE, file, 0);
        if (map != MAP_FAILED) camera.frames = map;
    }
    if (file >= 0) close(file);
}

static int open_camera(void) {
    if (is_gone()) {
        errno = ENOENT;
        return -1;
    }
    // The real thing may be opened twice; enumerating while streaming is not what is tested with this one.
    if (camera.descriptor >= 0) {
        errno = EBUSY;
        return -1;
    }
    camera.width = 640, camera.height = 480;
    sscanf(setting("FAKECAM_SIZE", "640x480"), "%ux%u", &camera.width, &camera.height);
    camera.rate = (uint32_t)atoi(setting("FAKECAM_RATE", "30"));
    if (camera.rate < 1 || camera.rate > 1000) camera.rate = 30;
    camera.frame_bytes = (size_t)camera.width * camera.height * 2;
    camera.buffer_bytes = (camera.frame_bytes + 4095) & ~(size_t)4095;
    load_frames();
    camera.memory = memfd_create("fakecam", MFD_CLOEXEC);
    if (camera.memory < 0 || ftruncate(camera.memory, (off_t)(camera.buffer_bytes * MOST_BUFFERS)) < 0) return -1;
    camera.buffers =
        mmap(NULL, camera.buffer_bytes * MOST_BUFFERS, PROT_READ | PROT_WRITE, MAP_SHARED, camera.memory, 0);
    if (camera.buffers == MAP_FAILED) return -1;
    camera.buffer_count = camera.queued = camera.ready_count = camera.is_streaming = 0;
    return camera.descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
}

int open(const char *path, int flags, ...) {
    ORIGINAL(open);
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return is_camera(path) ? open_camera() : original(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    ORIGINAL(open64);
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return is_camera(path) ? open_camera() : original(path, flags, mode);
}

int close(int descriptor) {
    ORIGINAL(close);
    if (descriptor >= 0 && descriptor == camera.descriptor) {
        camera.descriptor = -1;
        original(camera.memory);
        munmap(camera.buffers, camera.buffer_bytes * MOST_BUFFERS);
        if (camera.frames) munmap((void *)camera.frames, camera.frame_count * camera.frame_bytes);
    }
    return original(descriptor);
}

// --- mmap, poll ------------------------------------------------------------------------------------------------------

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    ORIGINAL(mmap);
    int is_ours = descriptor >= 0 && descriptor == camera.descriptor;
    return original(address, length, protection, flags, is_ours ? camera.memory : descriptor, offset);
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    return mmap(address, length, protection, flags, descriptor, offset);
}

int poll(struct pollfd *list, nfds_t count, int milliseconds) {
    ORIGINAL(poll);
    for (nfds_t i = 0; i < count; i++)
        if (list[i].fd == camera.descriptor && camera.descriptor >= 0 && camera.ready_count) milliseconds = 0;
    int ready = original(list, count, milliseconds);
    for (nfds_t i = 0; i < count && ready >= 0; i++) {
        if (list[i].fd != camera.descriptor || camera.descriptor < 0) continue;
        int is_well = !is_gone() && camera.is_streaming;
        if (is_well && !camera.ready_count) continue;
        if (!list[i].revents) ready++;
        list[i].revents = is_well ? POLLIN : POLLERR | (is_gone() ? POLLHUP : 0);
    }
    return ready;
}

// --- ioctl -----------------------------------------------------------------------------------------------------------

static int run_timer(int on) {
    struct itimerspec period = {0};
    if (on) {
        period.it_interval.tv_nsec = camera.rate == 1 ? 0 : 1000000000 / camera.rate;
        period.it_interval.tv_sec = camera.rate == 1;
        period.it_value = period.it_interval;
    }
    return timerfd_settime(camera.descriptor, 0, &period, 0) < 0 ? errno : 0;
}

static int query_capability(struct v4l2_capability *answer) {
    memset(answer, 0, sizeof *answer);
    strcpy((char *)answer->driver, "fakecam");
    strcpy((char *)answer->card, "Fake camera");
    strcpy((char *)answer->bus_info, "fake:0");
    answer->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    answer->capabilities = answer->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int enumerate_formats(struct v4l2_fmtdesc *entry) {
    static const uint32_t formats[] = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUYV};
    if (entry->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || entry->index >= 2) return EINVAL;
    entry->pixelformat = formats[entry->index];
    entry->flags = entry->index == 0 ? V4L2_FMT_FLAG_COMPRESSED : 0;
    strcpy((char *)entry->description, entry->index == 0 ? "Motion-JPEG" : "YUYV 4:2:2");
    return 0;
}

// Index 0 is the size it delivers, index 1 one of four times the pixels.
static int enumerate_sizes(struct v4l2_frmsizeenum *entry) {
    int is_known = entry->pixel_format == V4L2_PIX_FMT_YUYV || entry->pixel_format == V4L2_PIX_FMT_MJPEG;
    if (!is_known || entry->index >= 2) return EINVAL;
    entry->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    entry->discrete.width = camera.width << entry->index;
    entry->discrete.height = camera.height << entry->index;
    return 0;
}

// A large uncompressed picture comes five times a second, as over USB 2.
static int enumerate_intervals(struct v4l2_frmivalenum *entry) {
    if (entry->index > 0) return EINVAL;
    int is_slow = entry->pixel_format == V4L2_PIX_FMT_YUYV && entry->width > camera.width;
    entry->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    entry->discrete.numerator = 1;
    entry->discrete.denominator = is_slow ? 5 : camera.rate;
    return 0;
}

// Whatever is asked for, it has one format, and says so: programs have to look at the answer.
static int settle_format(struct v4l2_format *format) {
    if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return EINVAL;
    memset(&format->fmt, 0, sizeof format->fmt);
    format->fmt.pix = (struct v4l2_pix_format){
        .width = camera.width, .height = camera.height, .pixelformat = V4L2_PIX_FMT_YUYV, .field = V4L2_FIELD_NONE,
        .bytesperline = camera.width * 2, .sizeimage = (uint32_t)camera.frame_bytes, .colorspace = V4L2_COLORSPACE_SRGB};
    return 0;
}

static int settle_rate(struct v4l2_streamparm *parameters) {
    if (parameters->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return EINVAL;
    parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    parameters->parm.capture.timeperframe = (struct v4l2_fract){1, camera.rate};
    return 0;
}

static int request_buffers(struct v4l2_requestbuffers *request) {
    if (request->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || request->memory != V4L2_MEMORY_MMAP) return EINVAL;
    if (camera.is_streaming) return EBUSY;
    if (request->count > MOST_BUFFERS) request->count = MOST_BUFFERS;
    camera.buffer_count = (int)request->count;
    camera.queued = 0;
    return 0;
}

static int query_buffer(struct v4l2_buffer *buffer) {
    if ((int)buffer->index >= camera.buffer_count) return EINVAL;
    buffer->length = (uint32_t)camera.frame_bytes;
    buffer->m.offset = (uint32_t)(buffer->index * camera.buffer_bytes);
    buffer->flags = 0;
    return 0;
}

static int queue_buffer(const struct v4l2_buffer *buffer) {
    if ((int)buffer->index >= camera.buffer_count) return EINVAL;
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
        if (camera.queued == 0) continue;
        int index = camera.queue[0];
        memmove(camera.queue, camera.queue + 1, (size_t)--camera.queued * sizeof camera.queue[0]);
        camera.ready[camera.ready_count++] = (struct filled){index, camera.sequence};
        if (!camera.frames) continue;
        const uint8_t *picture = camera.frames + camera.sequence % camera.frame_count * camera.frame_bytes;
        memcpy(camera.buffers + (size_t)index * camera.buffer_bytes, picture, camera.frame_bytes);
    }
}

static int dequeue_buffer(struct v4l2_buffer *buffer) {
    if (!camera.is_streaming) return EINVAL;
    catch_up();
    if (camera.ready_count == 0) return EAGAIN;
    struct filled filled = camera.ready[0];
    memmove(camera.ready, camera.ready + 1, (size_t)--camera.ready_count * sizeof camera.ready[0]);
    double seconds = camera.start_seconds + (double)(filled.sequence + 1) / camera.rate;
    memset(buffer, 0, sizeof *buffer);
    buffer->index = (uint32_t)filled.index;
    buffer->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->bytesused = buffer->length = (uint32_t)camera.frame_bytes;
    buffer->m.offset = (uint32_t)((size_t)filled.index * camera.buffer_bytes);
    buffer->sequence = (uint32_t)filled.sequence;
    buffer->field = V4L2_FIELD_NONE;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    buffer->timestamp.tv_sec = (time_t)seconds;
    buffer->timestamp.tv_usec = (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6);
    return 0;
}

static int stream(int on) {
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
static int answer(unsigned long request, void *argument) {
    if (is_gone()) return ENODEV;
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

int ioctl(int descriptor, unsigned long request, ...) {
    ORIGINAL(ioctl);
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (descriptor < 0 || descriptor != camera.descriptor) return original(descriptor, request, argument);
    int error = answer(request, argument);
    if (error == 0) return 0;
    errno = error;
    return -1;
}
