// SoundTouch or Rubber Band, and around them the effects of the map `seed`: what ours is timed beside.
#pragma once
#include <memory>
#include <rubberband/RubberBandStretcher.h>
#include <soundtouch/SoundTouch.h>
#include <string>

#include "effects.hpp"

/// The song as interleaved stereo, looped or followed by silence.
struct Song {
    std::vector<float> sound;
    size_t frame = 0;
    bool loops = true;

    void next(float &left, float &right) {
        bool over = frame == sound.size() / 2;
        left = over ? 0 : sound[2 * frame];
        right = over ? 0 : sound[2 * frame + 1];
        if (!over && ++frame == sound.size() / 2 && loops) frame = 0;
    }
};

struct Stretcher {
    virtual void set(double tempo, double semitones) = 0;
    virtual void pull(Song &song, float *left, float *right, int frames) = 0;
    virtual ~Stretcher() {}
};

struct SoundTouchStretcher : Stretcher {
    soundtouch::SoundTouch engine;
    std::vector<float> in = std::vector<float>(512), out = std::vector<float>(8192);

    explicit SoundTouchStretcher(double rate) {
        engine.setSampleRate(unsigned(rate));
        engine.setChannels(2);
    }
    void set(double tempo, double semitones) override {
        engine.setTempo(tempo);
        engine.setPitchSemiTones(semitones);
    }
    void pull(Song &song, float *left, float *right, int frames) override {
        while (int(engine.numSamples()) < frames) {
            for (int i = 0; i < 256; i++) song.next(in[2 * i], in[2 * i + 1]);
            engine.putSamples(in.data(), 256);
        }
        engine.receiveSamples(out.data(), unsigned(frames));
        for (int i = 0; i < frames; i++) left[i] = out[2 * i], right[i] = out[2 * i + 1];
    }
};

struct RubberBandStretcher : Stretcher {
    using Engine = RubberBand::RubberBandStretcher;
    Engine engine;
    std::vector<float> left_in = std::vector<float>(256), right_in = std::vector<float>(256);

    RubberBandStretcher(double rate, bool finer)
        : engine(size_t(rate), 2, Engine::OptionProcessRealTime | Engine::OptionPitchHighConsistency
                     | (finer ? Engine::OptionEngineFiner : Engine::OptionEngineFaster)) {
        engine.setMaxProcessSize(256);
    }
    void set(double tempo, double semitones) override {
        engine.setTimeRatio(1 / tempo);
        engine.setPitchScale(std::pow(2, semitones / 12));
    }
    void pull(Song &song, float *left, float *right, int frames) override {
        const float *in[2] = {left_in.data(), right_in.data()};
        while (engine.available() < frames) {
            for (int i = 0; i < 256; i++) song.next(left_in[i], right_in[i]);
            engine.process(in, 256, false);
        }
        float *out[2] = {left, right};
        engine.retrieve(out, size_t(frames));
    }
};

/// Null for an engine that there is not.
static std::unique_ptr<Stretcher> made(const std::string &engine, double rate) {
    if (engine == "soundtouch") return std::make_unique<SoundTouchStretcher>(rate);
    if (engine == "rubberband2") return std::make_unique<RubberBandStretcher>(rate, false);
    if (engine == "rubberband3") return std::make_unique<RubberBandStretcher>(rate, true);
    return nullptr;
}

/// The five moods of the map `seed`, in the order of our program.
struct Mood {
    const char *name;
    double semitones, tempo;
    char filter;  // h, l or nothing
    double hertz;
    char effect;  // reverb, wah, delay or nothing, by their first letters
};
static const Mood moods[] = {
    {"happy", 4, 2.5, 'h', 300, 'r'}, {"sad", -5, 0.3, 'l', 1200, 'w'},   {"angry", 7, 4, 0, 0, 'd'},
    {"surprise", 5, 2.5, 'h', 300, 'r'}, {"neutral", 0, 1, 'l', 8000, 0},
};

struct Chain {
    std::unique_ptr<Stretcher> stretcher;
    double rate;
    Mood mood{};
    Biquad filter;
    Freeverb reverb;
    Echo echo;
    Wah wah;
    Limiter limiter;

    Chain(const std::string &engine, double rate) : stretcher(made(engine, rate)), rate(rate), echo(size_t(0.35 * rate)) {}

    /// At once, without the cross-fades that would keep it free of clicks.
    void set(const Mood &wanted) {
        mood = wanted;
        stretcher->set(mood.tempo, mood.semitones);
        if (mood.filter) filter.set(mood.filter == 'h', mood.hertz, 0.707, rate);
    }

    void process(Song &song, float *left, float *right, int frames) {
        stretcher->pull(song, left, right, frames);
        if (mood.filter) filter.run(left, frames, 0), filter.run(right, frames, 1);
        if (mood.effect == 'w') wah.run(left, right, frames, rate);
        if (mood.effect == 'd') echo.run(left, right, frames);
        if (mood.effect == 'r') reverb.run(left, right, frames);
        limiter.run(left, right, frames);
    }
};
