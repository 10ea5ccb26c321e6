// film: shows parts of a file in a v4l2loopback device, as a camera does, and says when each part began.
//
//   film DEVICE FOURCC WIDTH HEIGHT RATE FILE SCHEDULE
//
//   FILE      raw pictures one behind the other, or for MJPG JPEG files
//   SCHEDULE  FIRST-LAST:SECONDS:NAME,…   the pictures FIRST to LAST of FILE, forwards and backwards, for so long
//
// Prints "cue NAME SECONDS" when a part's first picture was given, with the second of CLOCK_MONOTONIC.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct picture {
    const unsigned char *bytes;
    size_t count;
};

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void sleep_until(double seconds) {
    struct timespec until = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static void fail(const char *what) {
    fprintf(stderr, "film: %s: %s\n", what, strerror(errno));
    exit(1);
}

static size_t bits_per_pixel(const char *fourcc) {
    if (strstr("NV12 NV21 YU12 YV12", fourcc)) return 12;
    if (strstr("RGB3 BGR3", fourcc)) return 24;
    return strcmp(fourcc, "GREY") == 0 ? 8 : 16;
}

// JPEGs are told apart by their first bytes, raw pictures by their length.
static size_t split(const unsigned char *bytes, size_t count, size_t picture_bytes, struct picture *pictures) {
    size_t found = 0;
    if (picture_bytes) {
        for (; (found + 1) * picture_bytes <= count; found++)
            pictures[found] = (struct picture){bytes + found * picture_bytes, picture_bytes};
        return found;
    }
    for (size_t at = 0; at + 2 < count; at++) {
        if (bytes[at] != 0xff || bytes[at + 1] != 0xd8 || bytes[at + 2] != 0xff) continue;
        if (found) pictures[found - 1].count = (size_t)(bytes + at - pictures[found - 1].bytes);
        pictures[found++] = (struct picture){bytes + at, count - at};
    }
    return found;
}

static int open_device(const char *path, const char *fourcc, unsigned width, unsigned height) {
    int device = open(path, O_RDWR);
    if (device < 0) fail(path);
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT};
    struct v4l2_pix_format *pixels = &format.fmt.pix;
    unsigned code = v4l2_fourcc(fourcc[0], fourcc[1], fourcc[2], fourcc[3]);
    pixels->width = width;
    pixels->height = height;
    pixels->pixelformat = code;
    pixels->field = V4L2_FIELD_NONE;
    pixels->colorspace = V4L2_COLORSPACE_SRGB;
    if (strcmp(fourcc, "MJPG") == 0) pixels->sizeimage = width * height * 2;
    if (ioctl(device, VIDIOC_S_FMT, &format) < 0) fail("VIDIOC_S_FMT");
    if (pixels->pixelformat != code || pixels->width != width || pixels->height != height) {
        fprintf(stderr, "film: the driver wants another format\n");
        exit(1);
    }
    return device;
}

int main(int count, char **words) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count != 8) {
        fprintf(stderr, "usage: film DEVICE FOURCC WIDTH HEIGHT RATE FILE SCHEDULE\n");
        return 2;
    }
    const char *fourcc = words[2];
    unsigned width = (unsigned)atoi(words[3]), height = (unsigned)atoi(words[4]);
    double rate = atof(words[5]);
    int file = open(words[6], O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) < 0) fail(words[6]);
    size_t bytes = (size_t)status.st_size;
    unsigned char *contents = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file, 0);
    if (contents == MAP_FAILED) fail("mmap");
    size_t picture_bytes = strcmp(fourcc, "MJPG") == 0 ? 0 : width * height * bits_per_pixel(fourcc) / 8;
    static struct picture pictures[4096];
    int known = (int)split(contents, bytes, picture_bytes, pictures);
    int device = open_device(words[1], fourcc, width, height);

    double due = now_seconds();
    char *part = strtok(words[7], ",");
    for (; part; part = strtok(NULL, ",")) {
        int first, last;
        double seconds;
        char name[40];
        if (sscanf(part, "%d-%d:%lf:%39s", &first, &last, &seconds, name) != 4 || last >= known) {
            fprintf(stderr, "film: '%s' of %d pictures\n", part, known);
            return 2;
        }
        int span = last - first + 1, round = span > 1 ? 2 * span - 2 : 1;
        double end = due + seconds;
        for (long shown = 0; due < end - 1e-6; shown++, due += 1 / rate) {
            sleep_until(due);
            int step = (int)(shown % round);
            struct picture next = pictures[first + (step < span ? step : round - step)];
            if (write(device, next.bytes, next.count) < 0) fail("write");
            if (shown == 0) printf("cue %s %.4f\n", name, now_seconds());
        }
    }
    printf("cue end %.4f\n", now_seconds());
    return 0;
}
