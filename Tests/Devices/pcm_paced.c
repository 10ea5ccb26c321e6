// A sound card that is not there: an ALSA plugin that plays at the speed of the clock into a raw file.
//
//   pcm_type.paced { lib "DIR/libasound_module_pcm_paced.so" }
//   pcm.paced { type paced  file "DIR/paced.raw"  gone "DIR/gone" }
//
//   file   what was played, interleaved samples as they came
//   gone   while this file exists the device is unplugged:  touch it to unplug,  rm it to plug in again
//   faults "DIR"     a folder; while one of these files is in it
//                    DIR/frozen     the device plays nothing, and so takes nothing once it is full
//                    DIR/hang       a write does not return
//                    DIR/suspended  the machine sleeps; when the file is gone, a resume goes on with what was in the buffer
//                    DIR/rate       the device can only be opened at the rate written in it
//   fragment MS      the device takes sound in fragments of so many milliseconds, as a server without timer scheduling does: a
//                    shorter buffer runs dry again and again
//   channels N       it has exactly so many channels
//   format "S24_3LE" and this format only
//
// Underruns are real: a program that comes too late gets -EPIPE, as from hardware. ALSA's own `null` and `file` devices take
// a minute of sound in a tenth of a second and never complain, which is of no use for timing.
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <fcntl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct paced {
    snd_pcm_ioplug_t io;
    int output;               // the raw file, -1 without one
    char gone[256];
    char faults[256];         // a folder, empty without one
    double frozen_seconds;    // since when it plays nothing, 0 while it plays
    long fragment;            // milliseconds, 0 for a device that takes frame by frame
    double start_seconds;     // when the clock of this run began
    uint64_t written;         // frames taken in this run
    size_t frame_bytes;
};

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int is_gone(const struct paced *card) { return card->gone[0] && access(card->gone, F_OK) == 0; }

static int has_fault(const struct paced *card, const char *name) {
    char path[320];
    if (!card->faults[0]) return 0;
    snprintf(path, sizeof path, "%s/%s", card->faults, name);
    return access(path, F_OK) == 0;
}

static uint64_t played(struct paced *card) {
    double now = now_seconds();
    int is_frozen = has_fault(card, "frozen") || has_fault(card, "suspended");
    if (is_frozen && card->frozen_seconds == 0) card->frozen_seconds = now;
    if (card->frozen_seconds > 0) {
        // The clock of this run stands still meanwhile.
        card->start_seconds += now - card->frozen_seconds;
        card->frozen_seconds = is_frozen ? now : 0;
    }
    double seconds = now - card->start_seconds;
    if (card->fragment > 0) seconds = (double)((long)(seconds * 1000 / (double)card->fragment) + 1) * (double)card->fragment / 1000;
    return (uint64_t)(seconds * card->io.rate);
}

// The descriptor that programs poll ticks twice a period.
static int run_timer(struct paced *card, int on) {
    struct itimerspec period = {0};
    if (on) {
        long nanoseconds = (long)(1e9 * (double)card->io.period_size / card->io.rate / 2);
        period.it_interval.tv_sec = nanoseconds / 1000000000;
        period.it_interval.tv_nsec = nanoseconds % 1000000000;
        period.it_value = period.it_interval;
    }
    return timerfd_settime(card->io.poll_fd, 0, &period, 0);
}

static int paced_start(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    card->start_seconds = now_seconds();
    return run_timer(card, 1);
}

static int paced_stop(snd_pcm_ioplug_t *io) { return run_timer(io->private_data, 0); }

static int paced_prepare(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    if (is_gone(card)) return -ENODEV;
    if (io->state == SND_PCM_STATE_RUNNING) return -EBUSY;
    card->written = 0;
    card->frame_bytes = (size_t)snd_pcm_format_physical_width(io->format) / 8 * io->channels;
    // From here on, not from the start: poll(2) has to wake a writer before it too.
    return run_timer(card, 1);
}

// Where the device is in its buffer. Past what was written is an underrun.
static snd_pcm_sframes_t paced_pointer(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    if (is_gone(card)) return -ENODEV;
    int is_suspended = io->state == SND_PCM_STATE_SUSPENDED;
    if (io->state != SND_PCM_STATE_RUNNING && io->state != SND_PCM_STATE_DRAINING && !is_suspended) return 0;
    // ALSA makes an underrun of any code returned here; the state is what the program sees.
    if (has_fault(card, "suspended")) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED);
    uint64_t frames = played(card);
    if (frames > card->written) {
        if (io->state != SND_PCM_STATE_DRAINING) return -EPIPE;
        frames = card->written;
    }
    return (snd_pcm_sframes_t)(frames % io->buffer_size);
}

static snd_pcm_sframes_t paced_transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
    struct paced *card = io->private_data;
    if (is_gone(card)) return -ENODEV;
    while (has_fault(card, "hang")) usleep(10000);
    const char *samples = (const char *)areas->addr + (areas->first + areas->step * offset) / 8;
    if (card->output >= 0 && write(card->output, samples, frames * card->frame_bytes) < 0) return -errno;
    card->written += frames;
    return (snd_pcm_sframes_t)frames;
}

// ALSA drops what is returned here, so the state alone says that it is too early. As hardware that keeps its buffer: what was in it is played on, and to be prepared is refused while it runs.
static int paced_resume(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    if (has_fault(card, "suspended")) return -EAGAIN;
    (void)played(card);
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
    return 0;
}

static int paced_drain(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    if (io->state == SND_PCM_STATE_PREPARED) paced_start(io);
    while (played(card) < card->written) {
        if (is_gone(card)) return -ENODEV;
        usleep(1000);
    }
    return 0;
}

static int paced_events(snd_pcm_ioplug_t *io, struct pollfd *list, unsigned count, unsigned short *events) {
    struct paced *card = io->private_data;
    uint64_t ticks;
    (void)count;
    if (list[0].revents & POLLIN) (void)!read(io->poll_fd, &ticks, sizeof ticks);
    if (is_gone(card)) {
        *events = POLLERR | POLLHUP;
        return 0;
    }
    snd_pcm_sframes_t room = snd_pcm_avail_update(io->pcm);
    *events = room < 0 ? POLLOUT | POLLERR : room >= (snd_pcm_sframes_t)io->period_size ? POLLOUT : 0;
    return 0;
}

static int paced_close(snd_pcm_ioplug_t *io) {
    struct paced *card = io->private_data;
    close(io->poll_fd);
    if (card->output >= 0) close(card->output);
    free(card);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = paced_start,
    .stop = paced_stop,
    .pointer = paced_pointer,
    .transfer = paced_transfer,
    .close = paced_close,
    .prepare = paced_prepare,
    .drain = paced_drain,
    .resume = paced_resume,
    .poll_revents = paced_events,
};

// The rate in the file DIR/rate, 0 without one.
static unsigned fixed_rate(const struct paced *card) {
    char path[320], text[16] = "";
    snprintf(path, sizeof path, "%s/rate", card->faults);
    int file = card->faults[0] ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
    close(file);
    return (unsigned)atoi(text);
}

static void set_limits(snd_pcm_ioplug_t *io, unsigned channels, snd_pcm_format_t format) {
    static const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
    static const unsigned formats[] = {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_FLOAT_LE};
    const unsigned only[] = {(unsigned)format};
    unsigned rate = fixed_rate(io->private_data);
    snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    if (format == SND_PCM_FORMAT_UNKNOWN) snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 3, formats);
    else snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, only);
    snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels ? channels : 1, channels ? channels : 8);
    snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate ? rate : 8000, rate ? rate : 192000);
    snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 48, 1 << 18);
    snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 96, 1 << 20);
}

SND_PCM_PLUGIN_DEFINE_FUNC(paced) {
    snd_config_iterator_t entry, following;
    const char *file = NULL, *gone = NULL, *faults = NULL, *format = NULL;
    long fragment = 0, channels = 0;
    (void)root;
    if (stream != SND_PCM_STREAM_PLAYBACK) return -EINVAL;
    snd_config_for_each(entry, following, conf) {
        snd_config_t *node = snd_config_iterator_entry(entry);
        const char *key;
        if (snd_config_get_id(node, &key) < 0) continue;
        if (!strcmp(key, "file")) snd_config_get_string(node, &file);
        if (!strcmp(key, "gone")) snd_config_get_string(node, &gone);
        if (!strcmp(key, "faults")) snd_config_get_string(node, &faults);
        if (!strcmp(key, "format")) snd_config_get_string(node, &format);
        if (!strcmp(key, "fragment")) snd_config_get_integer(node, &fragment);
        if (!strcmp(key, "channels")) snd_config_get_integer(node, &channels);
    }
    if (gone && access(gone, F_OK) == 0) return -ENODEV;
    struct paced *card = calloc(1, sizeof *card);
    if (!card) return -ENOMEM;
    // Appending: after an unplugging the same file goes on.
    card->output = file ? open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    if (gone) snprintf(card->gone, sizeof card->gone, "%s", gone);
    if (faults) snprintf(card->faults, sizeof card->faults, "%s", faults);
    card->fragment = fragment;
    card->io.version = SND_PCM_IOPLUG_VERSION;
    card->io.name = "paced";
    card->io.callback = &callbacks;
    card->io.private_data = card;
    card->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    card->io.poll_events = POLLIN;
    int code = snd_pcm_ioplug_create(&card->io, name, stream, mode);
    if (code < 0) return code;
    set_limits(&card->io, (unsigned)channels, format ? snd_pcm_format_value(format) : SND_PCM_FORMAT_UNKNOWN);
    *pcmp = card->io.pcm;
    return 0;
}
SND_PCM_PLUGIN_SYMBOL(paced);
