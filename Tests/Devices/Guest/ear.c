// ear: hears what a program plays into a sound loop, at the loop's other end.
//
//   ear PCM FORMAT RATE CHANNELS OUT.raw
//
// OUT.raw is everything heard, interleaved, as it came. Prints "at FRAME SECONDS" ten times a second: the frame of the file that
// the device had just finished at that second of CLOCK_MONOTONIC. When the device is lost it is opened again as soon as it can be. Ends on SIGTERM.
#include <alsa/asoundlib.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_over;
static void end_it(int signal) { is_over = signal; }

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int listen_to(const char *name, snd_pcm_format_t format, unsigned rate, unsigned channels, snd_pcm_t **pcm) {
    int code = snd_pcm_open(pcm, name, SND_PCM_STREAM_CAPTURE, SND_PCM_NONBLOCK);
    if (code < 0) return code;
    snd_pcm_hw_params_t *wanted;
    snd_pcm_hw_params_alloca(&wanted);
    snd_pcm_hw_params_any(*pcm, wanted);
    // A buffer of a second, for hearing must not be what breaks; short periods, in whose steps the loop's driver copies.
    snd_pcm_uframes_t period = rate / 100, buffer = rate;
    snd_pcm_hw_params_set_access(*pcm, wanted, SND_PCM_ACCESS_MMAP_INTERLEAVED);
    snd_pcm_hw_params_set_format(*pcm, wanted, format);
    snd_pcm_hw_params_set_channels(*pcm, wanted, channels);
    code = snd_pcm_hw_params_set_rate(*pcm, wanted, rate, 0);
    if (code >= 0) code = snd_pcm_hw_params_set_period_size_near(*pcm, wanted, &period, NULL);
    if (code >= 0) code = snd_pcm_hw_params_set_buffer_size_near(*pcm, wanted, &buffer);
    if (code >= 0) code = snd_pcm_hw_params(*pcm, wanted);
    if (code >= 0) code = snd_pcm_start(*pcm);
    if (code < 0) snd_pcm_close(*pcm);
    return code;
}

// What was heard goes to OUT and is wiped: where the driver leaves something out, silence stands, not the sound of a second ago.
static long take(snd_pcm_t *pcm, snd_pcm_uframes_t frames, size_t frame_bytes, FILE *out) {
    const snd_pcm_channel_area_t *areas;
    snd_pcm_uframes_t offset;
    if (snd_pcm_mmap_begin(pcm, &areas, &offset, &frames) < 0) return 0;
    char *samples = (char *)areas[0].addr + offset * frame_bytes;
    fwrite(samples, frame_bytes, frames, out);
    memset(samples, 0, frames * frame_bytes);
    snd_pcm_sframes_t taken = snd_pcm_mmap_commit(pcm, offset, frames);
    return taken < 0 ? 0 : (long)taken;
}

int main(int count, char **words) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count != 6) {
        fprintf(stderr, "usage: ear PCM FORMAT RATE CHANNELS OUT.raw\n");
        return 2;
    }
    snd_pcm_format_t format = snd_pcm_format_value(words[2]);
    unsigned rate = (unsigned)atoi(words[3]), channels = (unsigned)atoi(words[4]);
    double said = 0;
    signal(SIGTERM, end_it);
    FILE *out = fopen(words[5], "wb");
    if (!out) {
        perror(words[5]);
        return 1;
    }
    size_t frame_bytes = (size_t)snd_pcm_format_physical_width(format) / 8 * channels;
    long heard = 0;
    snd_pcm_t *pcm = NULL;
    while (!is_over) {
        if (!pcm && listen_to(words[1], format, rate, channels, &pcm) < 0) {
            pcm = NULL;
            usleep(10000);
            continue;
        }
        snd_pcm_wait(pcm, 100);
        snd_pcm_sframes_t there = snd_pcm_avail(pcm);
        double now = now_seconds();
        if (there >= 0 && now - said > 0.1) {
            printf("at %ld %.5f\n", heard + (long)there, now);
            said = now;
        }
        if (there < 0) {
            printf("gap %ld %.4f %s\n", heard, now, snd_strerror((int)there));
            snd_pcm_close(pcm);
            pcm = NULL;
        } else if (there > 0) {
            heard += take(pcm, (snd_pcm_uframes_t)there, frame_bytes, out);
        }
    }
    printf("end %ld\n", heard);
    return fclose(out) == 0 ? 0 : 1;
}
