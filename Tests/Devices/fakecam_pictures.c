// The fake camera's pictures: how each format lies in a file and in a buffer.
#define _GNU_SOURCE
#include "fakecam.h"

#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Rows of a raw frame come in planes one behind the other; each is so many bytes wide and so many rows high.
struct plane {
    uint32_t row_bytes, rows;
};

static int planes_of(uint32_t format, uint32_t width, uint32_t height, struct plane planes[3]) {
    uint32_t half_width = (width + 1) / 2, half_height = (height + 1) / 2;
    planes[0] = (struct plane){width, height};
    switch (format) {
    case V4L2_PIX_FMT_GREY:
    case V4L2_PIX_FMT_SBGGR8:
    case V4L2_PIX_FMT_SRGGB8: return 1;
    case V4L2_PIX_FMT_RGB24:
    case V4L2_PIX_FMT_BGR24: planes[0].row_bytes = 3 * width; return 1;
    case V4L2_PIX_FMT_RGB32: planes[0].row_bytes = 4 * width; return 1;
    case V4L2_PIX_FMT_NV16: planes[1] = (struct plane){2 * half_width, height}; return 2;
    case V4L2_PIX_FMT_YUV422P: planes[1] = planes[2] = (struct plane){half_width, height}; return 3;
    // Colour lies in a plane of memory of its own, which nobody reads here.
    case V4L2_PIX_FMT_NV12M:
    case V4L2_PIX_FMT_NV21:
    case V4L2_PIX_FMT_NV12: planes[1] = (struct plane){2 * half_width, half_height}; return 2;
    case V4L2_PIX_FMT_YUV420:
    case V4L2_PIX_FMT_YVU420: planes[1] = planes[2] = (struct plane){half_width, half_height}; return 3;
    default: planes[0].row_bytes = 2 * width; return 1;
    }
}

const char *camera_setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static void find_raw_frames(void) {
    struct plane planes[3];
    int count = planes_of(camera.format, camera.width, camera.height, planes);
    uint32_t padding = (uint32_t)atoi(camera_setting("FAKECAM_PADDING", "0"));
    size_t in_file = 0;
    camera.row_bytes = planes[0].row_bytes + padding;
    camera.frame_bytes = 0;
    for (int i = 0; i < count; i++) {
        in_file += (size_t)planes[i].row_bytes * planes[i].rows;
        camera.frame_bytes += (size_t)(planes[i].row_bytes + padding) * planes[i].rows;
    }
    camera.frame_count = camera.frames ? camera.file_bytes / in_file : 0;
    camera.pictures = calloc(camera.frame_count + 1, sizeof *camera.pictures);
    for (size_t i = 0; i < camera.frame_count; i++) camera.pictures[i] = (struct picture){i * in_file, in_file};
}

static void find_jpegs(void) {
    camera.row_bytes = 0;
    camera.frame_bytes = (size_t)camera.width * camera.height * 2;
    camera.frame_count = 0;
    camera.pictures = calloc(camera.file_bytes / 4 + 1, sizeof *camera.pictures);
    for (size_t i = 0; camera.frames && i + 2 < camera.file_bytes; i++) {
        if (memcmp(camera.frames + i, "\xFF\xD8\xFF", 3) != 0) continue;
        camera.pictures[camera.frame_count++].start = i;
    }
    for (size_t i = 0; i < camera.frame_count; i++) {
        size_t end = i + 1 < camera.frame_count ? camera.pictures[i + 1].start : camera.file_bytes;
        camera.pictures[i].bytes = end - camera.pictures[i].start;
        if (camera.pictures[i].bytes > camera.frame_bytes) camera.frame_bytes = camera.pictures[i].bytes;
    }
}

void camera_prepare(void) {
    camera.width = 640, camera.height = 480;
    sscanf(camera_setting("FAKECAM_SIZE", "640x480"), "%ux%u", &camera.width, &camera.height);
    camera.rate = (uint32_t)atoi(camera_setting("FAKECAM_RATE", "30"));
    if (camera.rate < 1 || camera.rate > 1000) camera.rate = 30;
    camera.planes = atoi(camera_setting("FAKECAM_PLANES", "0"));
    const char *name = camera_setting("FAKECAM_FORMAT", "YUYV"), *range = camera_setting("FAKECAM_RANGE", "");
    camera.format = strlen(name) == 4 ? v4l2_fourcc(name[0], name[1], name[2], name[3]) : V4L2_PIX_FMT_YUYV;
    camera.quantization = strcmp(range, "full") == 0      ? V4L2_QUANTIZATION_FULL_RANGE
                          : strcmp(range, "limited") == 0 ? V4L2_QUANTIZATION_LIM_RANGE
                                                          : V4L2_QUANTIZATION_DEFAULT;
    if (camera.format == V4L2_PIX_FMT_MJPEG)
        find_jpegs();
    else
        find_raw_frames();
    camera.buffer_bytes = (camera.frame_bytes + 4095) & ~(size_t)4095;
}

void camera_forget_pictures(void) {
    free(camera.pictures);
    camera.pictures = NULL;
}

size_t camera_draw(uint8_t *buffer, uint64_t sequence) {
    if (camera.frame_count == 0) return camera.frame_bytes;
    struct picture picture = camera.pictures[sequence % camera.frame_count];
    const uint8_t *from = camera.frames + picture.start;
    if (camera.row_bytes == 0) {
        memcpy(buffer, from, picture.bytes);
        return picture.bytes;
    }
    struct plane planes[3];
    int count = planes_of(camera.format, camera.width, camera.height, planes);
    uint32_t padding = camera.row_bytes - planes[0].row_bytes;
    for (int i = 0; i < count; i++) {
        for (uint32_t row = 0; row < planes[i].rows; row++) {
            memcpy(buffer, from, planes[i].row_bytes);
            memset(buffer + planes[i].row_bytes, 0xA5, padding);
            from += planes[i].row_bytes;
            buffer += planes[i].row_bytes + padding;
        }
    }
    return camera.frame_bytes;
}
