/* A film and a song in, the song as the face wants it out. Moods and changes on standard output, one line each.
 *   example CASCADE WEIGHTS FRAMES WIDTH HEIGHT PICTURES_A_SECOND SONG RATE OUT.wav
 * FRAMES: full-range luma, a byte a pixel, picture after picture. SONG: 16-bit stereo samples, no header. */
#include <leitmotif.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *whole(const char *path, size_t *bytes) {
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
    fprintf(stderr, "leitmotif: %s\n", leitmotif_words(status));
    exit(1);
}

/* 32-bit float, stereo, little-endian as the processors are. */
static void header(FILE *file, uint32_t rate, uint32_t frames) {
    uint32_t riff[] = {0x46464952, 36 + frames * 8, 0x45564157, 0x20746d66, 16, 0x00020003, rate, rate * 8, 0x00200008, 0x61746164, frames * 8};
    fwrite(riff, sizeof riff, 1, file);
}

int main(int count, char **words) {
    if (count != 10) { fprintf(stderr, "usage: example CASCADE WEIGHTS FRAMES WIDTH HEIGHT PICTURES_A_SECOND SONG RATE OUT.wav\n"); return 2; }
    leitmotif_setting setting = {.song_channels = 2, .song_rate = atof(words[8]), .output_rate = atof(words[8]), .map = LEITMOTIF_DRAMA};
    size_t bytes, song_bytes, pictures = 0, frames = 0, written = 0;
    int width = atoi(words[4]), height = atoi(words[5]);
    double rate = atof(words[6]);
    setting.cascade = whole(words[1], &setting.cascade_bytes);
    setting.weights = whole(words[2], &setting.weights_bytes);
    unsigned char *film = whole(words[3], &bytes);
    setting.song = whole(words[7], &song_bytes);
    setting.song_frames = song_bytes / 4;
    leitmotif *session;
    check(leitmotif_open(&setting, &session));
    if (width < 1 || height < 1 || !(rate >= 1)) { fprintf(stderr, "no such pictures\n"); return 2; }
    size_t size = (size_t)width * height, all = bytes / size;
    FILE *wav = fopen(words[9], "wb");
    if (!wav) { perror(words[9]); return 1; }
    header(wav, (uint32_t)setting.output_rate, (uint32_t)(all / rate * setting.output_rate));
    for (; pictures < all; pictures++) {
        check(leitmotif_look(session, film + pictures * size, size, width, height, width, pictures / rate));
        leitmotif_mood mood;
        check(leitmotif_get_mood(session, &mood));
        printf("picture %zu face %d %d %d %d reading", pictures, mood.face.x, mood.face.y, mood.face.width, mood.face.height);
        for (int index = 0; index < 5; index++) printf(" %.6f", mood.reading[index]);
        printf("\n");
        for (char line[80]; leitmotif_take_event(session, line, sizeof line) == LEITMOTIF_OK && *line;) printf("%s\n", line);
        for (frames = (size_t)((pictures + 1) / rate * setting.output_rate); written < frames;) {
            float block[2 * 256];
            size_t now = frames - written < 256 ? frames - written : 256;
            check(leitmotif_process(session, block, now));
            if (fwrite(block, 8, now, wav) != now) { perror(words[9]); return 1; }
            written += now;
        }
    }
    leitmotif_close(session);
    return fclose(wav) ? 1 : 0;
}
