// soxr and libsamplerate, a piece at a time or all at once: what our resamplers are compared with.
#pragma once
#include <samplerate.h>
#include <soxr.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

static std::vector<float> by_soxr(const std::string &mode, const std::vector<float> &in, double from, double to, unsigned channels) {
    soxr_error_t error;
    soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    bool variable = mode == "variable";
    soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, variable ? SOXR_VR : 0);
    soxr_runtime_spec_t threads = soxr_runtime_spec(1);
    soxr_t engine = soxr_create(variable ? 2 : from, variable ? 1 : to, channels, &error, &format, &quality, &threads);
    if (variable) soxr_set_io_ratio(engine, from / to, 0);
    std::vector<float> out(size_t(double(in.size()) * to / from) + 8192 * channels);
    size_t taken = 0, made = 0, total = in.size() / channels;
    while (taken < total || made < out.size() / channels) {
        size_t used = 0, given = 0, count = std::min<size_t>(1024, total - taken);
        soxr_process(engine, count ? in.data() + taken * channels : nullptr, count, &used, out.data() + made * channels,
                     out.size() / channels - made, &given);
        taken += used;
        made += given;
        if (count == 0 && given == 0) break;
    }
    soxr_delete(engine);
    out.resize(made * channels);
    return out;
}

/// Modes src-best, src-medium and src-fastest.
static std::vector<float> by_libsamplerate(const std::string &mode, const std::vector<float> &in, double from, double to, unsigned channels) {
    int quality = mode == "src-best" ? SRC_SINC_BEST_QUALITY : mode == "src-medium" ? SRC_SINC_MEDIUM_QUALITY : SRC_SINC_FASTEST;
    std::vector<float> out(size_t(double(in.size()) * to / from) + 8192 * channels);
    SRC_DATA data{};
    data.data_in = in.data();
    data.data_out = out.data();
    data.input_frames = long(in.size() / channels);
    data.output_frames = long(out.size() / channels);
    data.src_ratio = to / from;
    if (int error = src_simple(&data, quality, int(channels))) throw std::runtime_error(src_strerror(error));
    out.resize(size_t(data.output_frames_gen) * channels);
    return out;
}

static std::vector<float> resampled(const std::string &mode, const std::vector<float> &in, double from, double to, unsigned channels) {
    return mode.rfind("src-", 0) == 0 ? by_libsamplerate(mode, in, from, to, channels) : by_soxr(mode, in, from, to, channels);
}
