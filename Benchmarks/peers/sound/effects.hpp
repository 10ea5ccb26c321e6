// What a chain around a stretcher needs besides it, as anybody would write it: one frame after the other, in plain C++.
// Freeverb's tunings are Jezar's; filters are Robert Bristow-Johnson's; delay and wah do what ours do.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

struct Biquad {
    double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0, state[2][2] = {};

    void set(bool high_pass, double hertz, double q, double rate) {
        double turn = 2 * M_PI * hertz / rate, alpha = std::sin(turn) / (2 * q), cosine = std::cos(turn), a0 = 1 + alpha;
        b0 = (high_pass ? 1 + cosine : 1 - cosine) / 2 / a0;
        b1 = (high_pass ? -2 : 2) * b0;
        b2 = b0;
        a1 = -2 * cosine / a0;
        a2 = (1 - alpha) / a0;
    }

    void run(float *sound, int frames, int channel) {
        double *s = state[channel];
        for (int i = 0; i < frames; i++) {
            double out = b0 * sound[i] + s[0];
            s[0] = b1 * sound[i] - a1 * out + s[1];
            s[1] = b2 * sound[i] - a2 * out;
            sound[i] = float(out);
        }
    }
};

struct Freeverb {
    struct Comb {
        std::vector<float> line;
        size_t place = 0;
        float held = 0;
        float next(float in, float feedback, float damping) {
            float out = line[place];
            held = out * (1 - damping) + held * damping;
            line[place] = in + held * feedback;
            if (++place == line.size()) place = 0;
            return out;
        }
    };
    struct AllPass {
        std::vector<float> line;
        size_t place = 0;
        float next(float in) {
            float old = line[place], out = old - in;
            line[place] = in + old * 0.5f;
            if (++place == line.size()) place = 0;
            return out;
        }
    };
    Comb combs[2][8];
    AllPass all_passes[2][4];

    Freeverb() {
        const int comb[] = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617}, all_pass[] = {556, 441, 341, 225};
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < 8; i++) combs[side][i].line.assign(comb[i] + 23 * side, 0);
            for (int i = 0; i < 4; i++) all_passes[side][i].line.assign(all_pass[i] + 23 * side, 0);
        }
    }

    void run(float *left, float *right, int frames) {
        const float feedback = 0.84f, damping = 0.2f, wet = 1, dry = 0.7f;
        for (int i = 0; i < frames; i++) {
            float in = (left[i] + right[i]) * 0.015f, l = 0, r = 0;
            for (int k = 0; k < 8; k++) {
                l += combs[0][k].next(in, feedback, damping);
                r += combs[1][k].next(in, feedback, damping);
            }
            for (int k = 0; k < 4; k++) {
                l = all_passes[0][k].next(l);
                r = all_passes[1][k].next(r);
            }
            left[i] = left[i] * dry + l * wet;
            right[i] = right[i] * dry + r * wet;
        }
    }
};

struct Echo {
    std::vector<float> line[2];
    size_t place = 0;

    explicit Echo(size_t frames) { line[0].assign(frames, 0), line[1].assign(frames, 0); }

    void run(float *left, float *right, int frames) {
        for (int i = 0; i < frames; i++) {
            float l = line[0][place], r = line[1][place];
            line[0][place] = left[i] + l * 0.35f;
            line[1][place] = right[i] + r * 0.35f;
            left[i] += l * 0.5f;
            right[i] += r * 0.5f;
            if (++place == line[0].size()) place = 0;
        }
    }
};

/// A band-pass swept between 400 and 2200 Hz once in two seconds; its coefficient is new every 16 frames, as ours.
struct Wah {
    float state[2][2] = {}, g = 0;
    double phase = 0;
    int since = 0;

    void run(float *left, float *right, int frames, double rate) {
        for (int i = 0; i < frames; i++) {
            if (since++ % 16 == 0) {
                double hertz = 400 * std::pow(5.5, 0.5 - 0.5 * std::cos(phase));
                phase += 2 * M_PI * 0.5 * 16 / rate;
                g = float(std::tan(M_PI * hertz / rate));
            }
            const float damping = 1 / 3.0f, a1 = 1 / (1 + g * (g + damping));
            float *sides[2] = {left + i, right + i};
            for (int c = 0; c < 2; c++) {
                float *s = state[c], v3 = *sides[c] - s[1], v1 = a1 * (s[0] + g * v3), v2 = s[1] + g * v1;
                s[0] = 2 * v1 - s[0];
                s[1] = 2 * v2 - s[1];
                *sides[c] = 0.3f * *sides[c] + 0.7f * 2 * damping * v1;
            }
        }
    }
};

/// 64 frames of looking ahead, the loudest of them sought anew for every frame.
struct Limiter {
    static const int ahead = 64;
    float line[2][ahead] = {}, peaks[ahead] = {}, gain = 1;
    int place = 0;

    void run(float *left, float *right, int frames) {
        for (int i = 0; i < frames; i++) {
            peaks[place] = std::max(std::fabs(left[i]), std::fabs(right[i]));
            float loudest = 0;
            for (int k = 0; k < ahead; k++) loudest = std::max(loudest, peaks[k]);
            float wanted = loudest > 0.89f ? 0.89f / loudest : 1;
            gain += (wanted - gain) * (wanted < gain ? 0.1f : 0.0005f);
            float l = line[0][place], r = line[1][place];
            line[0][place] = left[i];
            line[1][place] = right[i];
            place = (place + 1) % ahead;
            left[i] = l * gain;
            right[i] = r * gain;
        }
    }
};
