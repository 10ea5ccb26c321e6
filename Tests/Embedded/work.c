// One kind of work of the C interface and nothing else, to be counted:
//   work FOLDER NETWORK look PICTURES WIDTH HEIGHT COUNT       looks at so many raw pictures, 15 a second, over and over
//   work FOLDER NETWORK search PICTURES WIDTH HEIGHT COUNT     the same without a face in them, with profiles looked for as well
//   work FOLDER NETWORK play SONG SECONDS EXPRESSION QUALITY   plays so long in the mood and quality of these numbers (leitmotif.h)
// FOLDER holds the cascades and NETWORK; SONG is raw 16-bit stereo at 44.1 kHz.
#include <leitmotif.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *whole(const char *folder, const char *name, size_t *bytes) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder, *name ? "/" : "", name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) { perror(path); exit(1); }
    *bytes = (size_t)ftell(file);
    rewind(file);
    void *content = malloc(*bytes + 1);
    if (!content || fread(content, 1, *bytes, file) != *bytes) { perror(path); exit(1); }
    fclose(file);
    return content;
}

static void check(leitmotif_status status) {
    if (status == LEITMOTIF_OK) return;
    fprintf(stderr, "work: %s\n", leitmotif_words(status));
    exit(1);
}

int main(int count, char **words) {
    if (count != 8) return 2;
    const char *kind = words[3];
    int looks = strcmp(kind, "play") != 0;
    static int16_t silence[2];
    leitmotif_setting setting = {.song = silence, .song_frames = 1, .song_channels = 2, .song_rate = 44100, .output_rate = 44100, .map = LEITMOTIF_DRAMA};
    setting.cascade = whole(words[1], "frontalface.cascade", &setting.cascade_bytes);
    setting.weights = whole(words[1], words[2], &setting.weights_bytes);
    int searches = strcmp(kind, "search") == 0;
    if (searches) setting.profile = whole(words[1], "profileface.cascade", &setting.profile_bytes);
    size_t bytes;
    unsigned char *content = whole(words[4], "", &bytes);
    if (!looks) {
        setting.song = (const int16_t *)content;
        setting.song_frames = bytes / 4;
        setting.quality = (leitmotif_quality)atoi(words[7]);
    }
    leitmotif *session;
    check(leitmotif_open(&setting, &session));
    if (looks) {
        int width = atoi(words[5]), height = atoi(words[6]), faces = 0;
        size_t size = (size_t)width * height;
        for (int picture = 0; picture < atoi(words[7]); picture++) {
            check(leitmotif_look(session, content + picture % (bytes / size) * size, size, width, height, width, picture / 15.0));
            leitmotif_mood mood;
            check(leitmotif_get_mood(session, &mood));
            faces += mood.faces > 0;
        }
        // Other work than was asked for says nothing.
        if (searches ? faces * 10 > atoi(words[7]) : faces * 2 < atoi(words[7])) return 1;
    } else {
        check(leitmotif_hold(session, atoi(words[6])));
        for (int step = 0; step < 10 * atoi(words[5]); step++) {
            float block[2 * 245];
            check(leitmotif_look(session, NULL, 0, 0, 0, 0, step / 10.0));
            for (int part = 0; part < 18; part++) check(leitmotif_process(session, block, 245));
        }
    }
    leitmotif_close(session);
    return 0;
}
