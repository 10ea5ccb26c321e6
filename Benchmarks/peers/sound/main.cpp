// The other side of a comparison: answers the questions that Bench --answer answers (SoundAnswers.swift), with one line of JSON
// each, so that both sides are timed in turns. Compiled and run by ../sound.py.
//
//     song FILE                               interleaved stereo floats, what every chain plays
//     chain ENGINE ROW FRAMES BLOCKS RATE     microseconds of processor time of each block
//     speed MODE SECONDS                      stereo 44.1 → 48 kHz, times real time; modes are hq and variable of soxr, src-best,
//                                             src-medium and src-fastest of libsamplerate
//     convert MODE IN OUT FROM TO             one channel of floats
//     stretch ENGINE IN OUT TEMPO SEMITONES   interleaved stereo through a stretcher alone, microseconds
#include <time.h>
#include <xmmintrin.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <sstream>

#include "chain.hpp"
#include "resampling.hpp"

static double microseconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e6 * double(now.tv_sec) + 1e-3 * double(now.tv_nsec);
}

static std::vector<float> read(const std::string &path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    std::vector<float> values(size_t(file.tellg()) / 4);
    file.seekg(0);
    file.read(reinterpret_cast<char *>(values.data()), std::streamsize(values.size() * 4));
    return values;
}

/// One second unmeasured, then so many blocks; in the row `changes` another mood every half second.
static void chain(Song song, std::istringstream &words) {
    std::string engine, row;
    int frames = 0, blocks = 0;
    double rate = 0;
    words >> engine >> row >> frames >> blocks >> rate;
    Chain chain(engine, rate);
    if (!chain.stretcher) throw std::runtime_error("unknown engine " + engine);
    size_t mood = 4, change = 0;
    for (size_t i = 0; i < 5; i++)
        if (row == moods[i].name) mood = i;
    chain.set(moods[mood]);
    std::vector<float> left(size_t(frames) + 64), right(size_t(frames) + 64);
    uint32_t noise = 7;
    int unmeasured = int(rate) / frames;
    std::cout << "{\"microseconds\": [";
    for (int block = -unmeasured; block < blocks; block++) {
        bool changes = row == "changes" && double(block + unmeasured) * frames >= double(change + 1) * 0.5 * rate;
        if (changes) {
            noise = noise * 1664525u + 1013904223u;
            mood = (mood + 1 + (noise >> 8) % 4) % 5;
            change++;
        }
        double start = microseconds();
        if (changes) chain.set(moods[mood]);
        chain.process(song, left.data(), right.data(), frames);
        double taken = microseconds() - start;
        if (block >= 0) std::cout << (block ? "," : "") << taken;
    }
    std::cout << "]}" << std::endl;
}

static void speed(std::istringstream &words) {
    std::string mode;
    double seconds = 1;
    words >> mode >> seconds;
    std::vector<float> in(size_t(seconds * 44100) * 2);
    uint32_t noise = 1;
    for (float &sample : in) sample = float(int32_t(noise = noise * 1664525u + 1013904223u)) / 4294967296.0f;
    double start = microseconds();
    resampled(mode, in, 44100, 48000, 2);
    std::cout << "{\"timesRealTime\": " << seconds * 1e6 / (microseconds() - start) << "}" << std::endl;
}

static void convert(std::istringstream &words) {
    std::string mode, in, out;
    double from = 0, to = 0;
    words >> mode >> in >> out >> from >> to;
    std::vector<float> result = resampled(mode, read(in), from, to, 1);
    std::ofstream(out, std::ios::binary).write(reinterpret_cast<char *>(result.data()), std::streamsize(result.size() * 4));
    std::cout << "{\"frames\": " << result.size() << "}" << std::endl;
}

/// As a player would hear it: blocks of 256 frames, silence after the end, nothing taken off the beginning.
static void stretch(std::istringstream &words) {
    std::string engine, in, out;
    double tempo = 1, semitones = 0;
    words >> engine >> in >> out >> tempo >> semitones;
    Song song{read(in), 0, false};
    auto stretcher = made(engine, 44100);
    if (!stretcher) throw std::runtime_error("unknown engine " + engine);
    stretcher->set(tempo, semitones);
    size_t frames = size_t(double(song.sound.size() / 2) / tempo) + 22050;
    std::vector<float> result(2 * frames), left(256), right(256);
    double taken = 0;
    for (size_t done = 0; done < frames; done += 256) {
        double start = microseconds();
        stretcher->pull(song, left.data(), right.data(), 256);
        taken += microseconds() - start;
        for (size_t i = 0; i < std::min<size_t>(256, frames - done); i++) result[2 * (done + i)] = left[i], result[2 * (done + i) + 1] = right[i];
    }
    std::ofstream(out, std::ios::binary).write(reinterpret_cast<char *>(result.data()), std::streamsize(result.size() * 4));
    std::cout << "{\"microseconds\": " << taken << "}" << std::endl;
}

int main() {
    // Denormal numbers are zero, as audio programs set it.
    _mm_setcsr(_mm_getcsr() | 0x8040);
    Song song;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string question, file;
        words >> question;
        try {
            if (question == "song") {
                words >> file;
                song.sound = read(file);
                std::cout << "{\"frames\": " << song.sound.size() / 2 << "}" << std::endl;
            } else if (question == "chain") {
                chain(song, words);
            } else if (question == "speed") {
                speed(words);
            } else if (question == "convert") {
                convert(words);
            } else if (question == "stretch") {
                stretch(words);
            } else {
                throw std::runtime_error("unknown question " + question);
            }
        } catch (const std::exception &error) {
            std::cout << "{\"error\": \"" << error.what() << "\"}" << std::endl;
        }
    }
}
