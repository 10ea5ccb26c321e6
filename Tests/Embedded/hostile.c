// Wrong use of the C interface: every call must answer with a status, none may end the program.
#include <leitmotif.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;
static void expect(leitmotif_status wanted, leitmotif_status got, int line) {
    if (wanted == got) return;
    fprintf(stderr, "hostile.c:%d: %s instead of %s\n", line, leitmotif_words(got), leitmotif_words(wanted));
    failures++;
}
#define EXPECT(wanted, call) expect(wanted, call, __LINE__)

static void *whole(const char *path, size_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) { perror(path); exit(1); }
    *bytes = (size_t)ftell(file);
    rewind(file);
    void *content = malloc(*bytes);
    if (!content || fread(content, 1, *bytes, file) != *bytes) { perror(path); exit(1); }
    fclose(file);
    return content;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    static int16_t song[1000];
    static uint8_t picture[64 * 64];
    float output[128];
    char line[8];
    leitmotif_mood mood;
    leitmotif *session;
    leitmotif_setting good = {.song = song, .song_frames = 500, .song_channels = 2, .song_rate = 44100, .output_rate = 48000};
    good.cascade = whole(words[1], &good.cascade_bytes);
    good.weights = whole(words[2], &good.weights_bytes);
    EXPECT(LEITMOTIF_NULL, leitmotif_open(NULL, &session));
    EXPECT(LEITMOTIF_NULL, leitmotif_open(&good, NULL));
    // One field wrong at a time.
    leitmotif_setting bad;
#define BAD(status, change) bad = good; change; EXPECT(status, leitmotif_open(&bad, &session)); if (session) failures++
    BAD(LEITMOTIF_NULL, bad.cascade = NULL);
    BAD(LEITMOTIF_NULL, bad.weights = NULL);
    BAD(LEITMOTIF_NULL, bad.song = NULL);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.song_frames = 0);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.song_frames = SIZE_MAX);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.song_channels = 3);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.song_channels = -1);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.song_rate = NAN);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.output_rate = INFINITY);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.map = (leitmotif_map)7);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.quality = (leitmotif_quality)-1);
    BAD(LEITMOTIF_NULL, bad.beat_count = 1);
    double beats[] = {0.0, 0.001, NAN};
    BAD(LEITMOTIF_OUT_OF_RANGE, (bad.beats = bad.bars = beats, bad.beat_count = 3, bad.bar_count = 1, bad.beats_per_minute = 90, bad.beats_per_bar = 4));
    BAD(LEITMOTIF_OUT_OF_RANGE, (bad.beats = bad.bars = beats, bad.beat_count = SIZE_MAX, bad.bar_count = 1, bad.beats_per_minute = 90, bad.beats_per_bar = 4));
    BAD(LEITMOTIF_OUT_OF_RANGE, (bad.beats = bad.bars = beats, bad.beat_count = 2, bad.bar_count = SIZE_MAX, bad.beats_per_minute = 90, bad.beats_per_bar = 4));
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.cascade_bytes = SIZE_MAX);
    BAD(LEITMOTIF_OUT_OF_RANGE, bad.weights_bytes = SIZE_MAX);
    BAD(LEITMOTIF_DAMAGED, bad.cascade_bytes = 0);
    BAD(LEITMOTIF_DAMAGED, bad.weights_bytes -= 1);
    EXPECT(LEITMOTIF_OK, leitmotif_open(&good, &session));
    EXPECT(LEITMOTIF_NULL, leitmotif_look(NULL, picture, sizeof picture, 64, 64, 64, 0));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_look(session, picture, sizeof picture, 64, 65, 64, 0));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_look(session, picture, sizeof picture, -1, 64, 64, 0));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_look(session, picture, SIZE_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 0));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_look(session, picture, sizeof picture, 64, 64, 63, 0));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_look(session, picture, sizeof picture, 64, 64, 64, NAN));
    EXPECT(LEITMOTIF_OK, leitmotif_look(session, picture, sizeof picture, 64, 64, 64, 5));
    EXPECT(LEITMOTIF_OK, leitmotif_look(session, picture, sizeof picture, 1, 1, 1, 4));
    EXPECT(LEITMOTIF_OK, leitmotif_look(session, NULL, 0, 0, 0, 0, 6));
    EXPECT(LEITMOTIF_NULL, leitmotif_get_mood(session, NULL));
    EXPECT(LEITMOTIF_OK, leitmotif_get_mood(session, &mood));
    if (mood.named != LEITMOTIF_NEUTRAL || mood.faces != 0) failures++;
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_hold(session, 5));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_hold(session, -2));
    EXPECT(LEITMOTIF_OK, leitmotif_hold(session, LEITMOTIF_SAD));
    EXPECT(LEITMOTIF_OK, leitmotif_get_mood(session, &mood));
    if (mood.named != LEITMOTIF_SAD) failures++;
    EXPECT(LEITMOTIF_OK, leitmotif_hold(session, -1));
    EXPECT(LEITMOTIF_NULL, leitmotif_process(session, NULL, 64));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_process(session, output, SIZE_MAX));
    EXPECT(LEITMOTIF_OK, leitmotif_process(session, output, 0));
    EXPECT(LEITMOTIF_OK, leitmotif_process(session, output, 64));
    EXPECT(LEITMOTIF_OUT_OF_RANGE, leitmotif_take_event(session, line, 0));
    EXPECT(LEITMOTIF_OK, leitmotif_take_event(session, line, sizeof line));
    if (strlen(line) >= sizeof line) failures++;
    leitmotif_close(session);
    leitmotif_close(NULL);
    if (!leitmotif_words((leitmotif_status)99)) failures++;
    puts(failures ? "wrong use: FAILED" : "wrong use: every call answered");
    return failures > 0;
}
