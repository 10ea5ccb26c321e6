/* Leitmotif for small boards: pictures and a song in, the song as the face wants it out.
 *
 * No file, no clock, no thread, no device: the caller brings pictures, the song's samples and the time. Every size is checked, and no
 * argument, NULL included, ends the program; only memory that runs out does (`leitmotif_open` and `leitmotif_look` take memory,
 * `leitmotif_process` never does). The same calls give the same bytes.
 *
 * Threads: `leitmotif_process` may run on one thread while everything else runs on one other; open and close alone.
 */
#ifndef LEITMOTIF_H
#define LEITMOTIF_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a call answers: 0, or why nothing was done. */
typedef enum {
    LEITMOTIF_OK = 0,
    LEITMOTIF_NULL = 1,         /* a pointer that is needed is NULL */
    LEITMOTIF_DAMAGED = 2,      /* the bytes of a cascade or of weights are not what their format says */
    LEITMOTIF_UNSUPPORTED = 3,  /* intact, but of another format, version or kind */
    LEITMOTIF_TOO_LARGE = 4,    /* more memory or arithmetic than such a file may ask for */
    LEITMOTIF_OUT_OF_RANGE = 5  /* a number outside its range; nothing has changed */
} leitmotif_status;

typedef enum { LEITMOTIF_HAPPY, LEITMOTIF_SAD, LEITMOTIF_ANGRY, LEITMOTIF_SURPRISE, LEITMOTIF_NEUTRAL } leitmotif_expression;

/* `seed` plays the numbers of the prototype, `seed-table` the tempi of its document, `drama` what music bears. */
typedef enum { LEITMOTIF_SEED, LEITMOTIF_SEED_TABLE, LEITMOTIF_DRAMA } leitmotif_map;

/* How tempo and key are changed: by splices alone, with a vocoder for what is sustained, or that in finer steps. */
typedef enum { LEITMOTIF_LIGHT, LEITMOTIF_NORMAL, LEITMOTIF_BEST } leitmotif_quality;

/* What `leitmotif_open` is given. Start from zeros. */
typedef struct {
    /* Weights/frontalface.cascade, Weights/profileface.cascade (NULL: nobody is seen to turn away) and Weights/expression.weights or
     * expression-light.weights, whole. Copied: they may be freed once open returns. */
    const void *cascade, *profile, *weights;
    size_t cascade_bytes, profile_bytes, weights_bytes;
    /* The song, which plays over and over: interleaved 16-bit samples. Not copied: they must stay until close.
     * At least 1 frame, at most 2^31; 1 or 2 channels; 4,000 to 384,000 frames a second. */
    const int16_t *song;
    size_t song_frames;
    int32_t song_channels;
    double song_rate;
    /* Its beats and first beats of bars, in seconds, ascending, inside the song; copied. No beats: changes act at once.
     * 1 to 1,000 beats a minute, 1 to 64 a bar. */
    const double *beats, *bars;
    size_t beat_count, bar_count;
    double beats_per_minute;
    int32_t beats_per_bar;
    /* Frames a second of the sound that is made, 4,000 to 384,000. */
    double output_rate;
    leitmotif_map map;
    leitmotif_quality quality;
} leitmotif_setting;

/* A box in the picture, in pixels. */
typedef struct { int32_t x, y, width, height; } leitmotif_box;

/* What the newest picture shows, and what the music follows. */
typedef struct {
    float weights[5];            /* by leitmotif_expression, smoothed; sum 1 */
    leitmotif_expression named;  /* the mood that plays */
    int32_t faces;               /* in sight */
    leitmotif_box face;          /* the largest; zeros when there is none */
    float reading[5];            /* of the face that counts, in this picture alone; zeros when none was read */
} leitmotif_mood;

typedef struct leitmotif leitmotif;

/* Begins a session at second 0. Takes its memory and, on a slow processor, some seconds.
 * `*session` becomes NULL when this fails. */
leitmotif_status leitmotif_open(const leitmotif_setting *setting, leitmotif **session);

/* Looks at a picture: full-range luma, rows of `width` bytes, `stride` apart; `bytes` in all, at least (height - 1) * stride + width.
 * 1 to 16,384 pixels a side. The picture is read during the call only. `luma` NULL: no picture has come, time alone passes.
 * `seconds` since the session began; a step back counts as none. Call it for every picture, and ten times a second without. */
leitmotif_status leitmotif_look(
    leitmotif *session, const uint8_t *luma, size_t bytes, int32_t width, int32_t height, int32_t stride, double seconds);

/* The mood after the last look. */
leitmotif_status leitmotif_get_mood(leitmotif *session, leitmotif_mood *mood);

/* Plays a mood whatever the face shows; -1 lets the music follow the face again. Acts with the next look. */
leitmotif_status leitmotif_hold(leitmotif *session, int32_t expression);

/* Makes the next `frames` (0 to 1,048,576) frames, interleaved stereo, within -1 to 1. Takes no memory and no lock.
 * How the sound is cut into blocks does not matter to it. */
leitmotif_status leitmotif_process(leitmotif *session, float *output, size_t frames);

/* The oldest event that has not been taken, as one line of at most `size` - 1 bytes, without a line feed and ended by a zero; an empty one
 * when there is none. 64 are kept, older ones are dropped. Lines: "12.345 mood sad", "12.360 applied 543210 semitones -5.00 tempo 0.30". */
leitmotif_status leitmotif_take_event(leitmotif *session, char *line, size_t size);

/* Ends a session; NULL is allowed. */
void leitmotif_close(leitmotif *session);

/* A status in words, such as "out of range"; never NULL. */
const char *leitmotif_words(leitmotif_status status);

#ifdef __cplusplus
}
#endif
#endif
