// The system for a Swift without Foundation and Glibc: its headers, and what of them Swift cannot import (variadic functions, macros that
// call macros, the global stderr, a flag that a signal handler sets).
#ifndef LEITMOTIF_BOARD_H
#define LEITMOTIF_BOARD_H
#include <alsa/asoundlib.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static const unsigned long board_set_format = VIDIOC_S_FMT;
static const unsigned long board_request_buffers = VIDIOC_REQBUFS;
static const unsigned long board_query_buffer = VIDIOC_QUERYBUF;
static const unsigned long board_queue_buffer = VIDIOC_QBUF;
static const unsigned long board_dequeue_buffer = VIDIOC_DQBUF;
static const unsigned long board_stream_on = VIDIOC_STREAMON;
static const unsigned board_grey = V4L2_PIX_FMT_GREY;
static const unsigned board_nv12 = V4L2_PIX_FMT_NV12;
static const unsigned board_yuyv = V4L2_PIX_FMT_YUYV;
// In `priv` of a format: the fields behind it (quantization among them) mean something.
static const unsigned board_extended_format = V4L2_PIX_FMT_PRIV_MAGIC;

// One ioctl, repeated when a signal interrupts it. Returns 0 or more, or -errno.
static inline int board_request(int descriptor, unsigned long request, void *argument) {
    int result;
    do result = ioctl(descriptor, request, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : result;
}

// Opens for reading and, for a device, writing. Reads never wait. The descriptor, or -errno.
static inline int board_open(const char *path, int writes) {
    int descriptor = open(path, (writes ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

static inline FILE *board_errors(void) { return stderr; }

// Each line of standard output as soon as it is there, also into a pipe or a journal.
static inline void board_print_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

// In board.c.
// Seconds on a clock that never steps.
double board_now(void);
void board_sleep(double seconds);
// Ctrl-C and `kill` set the flag, as board_end does.
void board_catch_signals(void);
// alsa-lib writes to standard error of its own accord; its errors come back as numbers as well.
void board_silence_alsa(void);
void board_end(void);
int board_is_over(void);
// Starts a thread that goes before everything else, where the system allows that; 0 or an errno.
int board_start(pthread_t *thread, void *(*body)(void *), void *context);

#endif
