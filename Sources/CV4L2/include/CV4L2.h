// Video4Linux2 for Swift: its request codes are _IOWR macros and ioctl(2) is variadic; Swift imports neither.
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

#endif
