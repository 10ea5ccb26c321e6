// A camera that is not there: preload this library, and the program finds one at /dev/video0.
//
//   LD_PRELOAD=fakecam.so FAKECAM_FILE=frames.yuyv PROGRAM --camera /dev/video0
//
//   FAKECAM_FILE    raw frames, or JPEGs one behind the other, played in a loop; without it every frame is black
//   FAKECAM_FORMAT  YUYV (default) or another four-character code, see fakecam_pictures.c; or MJPG
//   FAKECAM_PLANES  1 or 2: the multi-planar interface, luma alone in the first of two planes of memory
//   FAKECAM_RANGE   full or limited; by default the driver does not say
//   FAKECAM_PADDING bytes behind every row of the buffers (not of the file), default 0
//   FAKECAM_SIZE    their size, default 640x480
//   FAKECAM_RATE    frames a second, default 30
//   FAKECAM_DRIVER  the name of its driver, default fakecam
//   FAKECAM_DEVICE  where it appears, default /dev/video0
//   FAKECAM_GONE    while this file exists the camera is unplugged:  touch it to unplug,  rm it to plug in again
//   FAKECAM_FAULT   while this file exists, the fault whose word it holds:
//                   silent     no picture comes any more
//                   flagged    pictures are marked as faulty
//                   empty      pictures have no bytes
//                   future     pictures are stamped an hour ahead
//                   qbuf       buffers are not taken back until the stream is stopped; happens once
//                   eio        an error that lasts until the stream is stopped; happens once
//                   enospc     every size but the smallest is refused at the start: the USB bus is full
//                   enospc!    every size is refused
//                   eproto     the first two starts fail
//                   ebusy      another program streams
//                   eacces     it may not be opened
//
// It stands in front of libc's open, close, ioctl, mmap and poll. Its descriptor is a timer that ticks once a frame, so that
// poll(2) works by itself; its buffers lie in a memfd. Formats can be enumerated: besides its own there is a slow large one
// and a compressed one, which a program should not choose. What it cannot stand for: epoll, openat, raw system calls, the
// quirks of real drivers.
#define _GNU_SOURCE
#include "fakecam.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct fake_camera camera = {.descriptor = -1};

// The function that ours hides.
#define ORIGINAL(name) \
    static __typeof__(&name) original; \
    if (!original) original = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int is_camera(const char *path) { return strcmp(path, camera_setting("FAKECAM_DEVICE", "/dev/video0")) == 0; }

int camera_is_gone(void) {
    const char *file = getenv("FAKECAM_GONE");
    return file && access(file, F_OK) == 0;
}

static int fault_is(const char *word, int take) {
    const char *path = getenv("FAKECAM_FAULT");
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) return 0;
    char text[32] = "";
    int is_it = fscanf(file, "%31s", text) == 1 && strcmp(text, word) == 0;
    fclose(file);
    if (is_it && take) unlink(path);
    return is_it;
}

int camera_has_fault(const char *word) { return fault_is(word, 0); }
int camera_takes_fault(const char *word) { return fault_is(word, 1); }

// --- open, close -----------------------------------------------------------------------------------------------------

static void load_frames(void) {
    camera.frames = NULL;
    int file = open(camera_setting("FAKECAM_FILE", ""), O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file >= 0 && fstat(file, &status) == 0 && status.st_size > 0) {
        camera.file_bytes = (size_t)status.st_size;
        void *map = mmap(NULL, camera.file_bytes, PROT_READ, MAP_PRIVATE, file, 0);
        if (map != MAP_FAILED) camera.frames = map;
    }
    if (file >= 0) close(file);
}

static int open_camera(void) {
    if (camera_is_gone()) {
        errno = ENOENT;
        return -1;
    }
    if (camera_has_fault("eacces")) {
        errno = EACCES;
        return -1;
    }
    // The real thing may be opened twice; enumerating while streaming is not what is tested with this one.
    if (camera.descriptor >= 0) {
        errno = EBUSY;
        return -1;
    }
    load_frames();
    camera_prepare();
    camera.memory = memfd_create("fakecam", MFD_CLOEXEC);
    if (camera.memory < 0 || ftruncate(camera.memory, (off_t)(camera.buffer_bytes * MOST_BUFFERS)) < 0) return -1;
    camera.buffers =
        mmap(NULL, camera.buffer_bytes * MOST_BUFFERS, PROT_READ | PROT_WRITE, MAP_SHARED, camera.memory, 0);
    if (camera.buffers == MAP_FAILED) return -1;
    camera.buffer_count = camera.queued = camera.ready_count = camera.is_streaming = camera.has_failed = 0;
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
        if (camera.frames) munmap((void *)camera.frames, camera.file_bytes);
        camera_forget_pictures();
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
        int is_well = !camera_is_gone() && camera.is_streaming && !camera.has_failed;
        if (is_well && !camera.ready_count) continue;
        if (!list[i].revents) ready++;
        list[i].revents = is_well ? POLLIN : POLLERR | (camera_is_gone() ? POLLHUP : 0);
    }
    return ready;
}

// --- ioctl -----------------------------------------------------------------------------------------------------------

int ioctl(int descriptor, unsigned long request, ...) {
    ORIGINAL(ioctl);
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (descriptor < 0 || descriptor != camera.descriptor) return original(descriptor, request, argument);
    int error = camera_answer(request, argument);
    if (error == 0) return 0;
    errno = error;
    return -1;
}
