// Everything else is inline. libv4lconvert wants a device to ask for formats and controls; here it converts bytes and nothing
// else, so it meets one that has neither.
#include "CV4L2.h"

#include <libv4l-plugin.h>
#include <string.h>

static void *begin(int descriptor) {
    (void)descriptor;
    return NULL;
}

static void end(void *device) { (void)device; }

// An output device: the library then makes up no controls of its own.
static int answer(void *device, int descriptor, unsigned long request, void *argument) {
    (void)device, (void)descriptor;
    if (request == VIDIOC_QUERYCAP) {
        struct v4l2_capability *capability = argument;
        memset(capability, 0, sizeof *capability);
        capability->capabilities = V4L2_CAP_VIDEO_OUTPUT;
        return 0;
    }
    errno = ENOTTY;
    return -1;
}

static ssize_t nothing_read(void *device, int descriptor, void *bytes, size_t count) {
    (void)device, (void)descriptor, (void)bytes, (void)count;
    return 0;
}

static ssize_t nothing_written(void *device, int descriptor, const void *bytes, size_t count) {
    (void)device, (void)descriptor, (void)bytes, (void)count;
    return 0;
}

struct v4lconvert_data *v4l2_converter(void) {
    static const struct libv4l_dev_ops no_device = {
        .init = begin, .close = end, .ioctl = answer, .read = nothing_read, .write = nothing_written};
    return v4lconvert_create_with_dev_ops(-1, NULL, &no_device);
}

int v4l2_convert(
    struct v4lconvert_data *converter, unsigned from, unsigned to, unsigned width, unsigned height, unsigned row_bytes,
    unsigned char *source, int source_bytes, unsigned char *target, int target_bytes) {
    struct v4l2_format given = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE}, wanted = given;
    given.fmt.pix = (struct v4l2_pix_format){
        .width = width, .height = height, .pixelformat = from, .bytesperline = row_bytes, .sizeimage = (unsigned)source_bytes};
    wanted.fmt.pix = (struct v4l2_pix_format){.width = width, .height = height, .pixelformat = to};
    v4lconvert_fixup_fmt(&wanted);
    return v4lconvert_convert(converter, &given, &wanted, source, source_bytes, target, target_bytes);
}
