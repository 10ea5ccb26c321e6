// cable: another instrument at the ports of a session. Says with the second of CLOCK_MONOTONIC what comes from there, and plays.
//
//   cable [SECONDS:KIND:NUMBER:VALUE …]    KIND is `note` (VALUE 0 lets go), `controller`, `start`, `continue`, `stop`, or `clock`: NUMBER beats
//                                          a minute from here on, each tick up to VALUE microseconds late; SECONDS since it was connected
//
// Waits for the ports; ends on SIGTERM.
#include <alsa/asoundlib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_over;
static void end_it(int signal) { (void)signal, is_over = 1; }

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void say(const snd_seq_event_t *event) {
    double now = now_seconds();
    switch (event->type) {
    case SND_SEQ_EVENT_CLOCK: printf("%.5f tick\n", now); break;
    case SND_SEQ_EVENT_START: printf("%.5f start\n", now); break;
    case SND_SEQ_EVENT_CONTINUE: printf("%.5f continue\n", now); break;
    case SND_SEQ_EVENT_STOP: printf("%.5f stop\n", now); break;
    case SND_SEQ_EVENT_SONGPOS: printf("%.5f position %d\n", now, event->data.control.value); break;
    case SND_SEQ_EVENT_CONTROLLER: printf("%.5f controller %u %d\n", now, event->data.control.param, event->data.control.value); break;
    case SND_SEQ_EVENT_NOTEON: printf("%.5f on %d\n", now, event->data.note.note); break;
    case SND_SEQ_EVENT_NOTEOFF: printf("%.5f off %d\n", now, event->data.note.note); break;
    default: break;
    }
}

// Connects both ways with the client of this name; false while there is none.
static int join(snd_seq_t *sequencer, int port, const char *name) {
    snd_seq_client_info_t *info;
    snd_seq_client_info_alloca(&info);
    snd_seq_client_info_set_client(info, -1);
    while (snd_seq_query_next_client(sequencer, info) == 0) {
        if (strcmp(snd_seq_client_info_get_name(info), name) != 0) continue;
        int client = snd_seq_client_info_get_client(info);
        return snd_seq_connect_from(sequencer, port, client, 0) == 0 && snd_seq_connect_to(sequencer, port, client, 1) == 0;
    }
    return 0;
}

// Ticks of its own clock. Says when each beat truly is.
static struct { double beats_a_minute, jitter, next, late; int tick; } own;

static void play(snd_seq_t *sequencer, int port, const char *kind, int number, int value) {
    snd_seq_event_t event;
    snd_seq_ev_clear(&event);
    snd_seq_ev_set_source(&event, port);
    snd_seq_ev_set_subs(&event);
    snd_seq_ev_set_direct(&event);
    if (strcmp(kind, "clock") == 0) {
        own.beats_a_minute = number, own.jitter = value / 1e6;
        if (own.next == 0) own.next = now_seconds();
        return;
    }
    snd_seq_event_type_t type = strcmp(kind, "tick") == 0 ? SND_SEQ_EVENT_CLOCK : strcmp(kind, "start") == 0 ? SND_SEQ_EVENT_START
        : strcmp(kind, "continue") == 0 ? SND_SEQ_EVENT_CONTINUE : strcmp(kind, "stop") == 0 ? SND_SEQ_EVENT_STOP : SND_SEQ_EVENT_NONE;
    if (type == SND_SEQ_EVENT_START) own.tick = 0;
    if (type != SND_SEQ_EVENT_NONE)
        event.type = type;
    else if (strcmp(kind, "controller") == 0)
        snd_seq_ev_set_controller(&event, 0, number, value);
    else if (value > 0)
        snd_seq_ev_set_noteon(&event, 0, number, value);
    else
        snd_seq_ev_set_noteoff(&event, 0, number, 0);
    snd_seq_event_output_direct(sequencer, &event);
}

static void tick(snd_seq_t *sequencer, int port) {
    while (own.beats_a_minute > 0 && now_seconds() >= own.next + own.late) {
        play(sequencer, port, "tick", 0, 0);
        if (own.tick++ % 24 == 0) printf("%.5f beat\n", own.next);
        own.next += 60 / (24 * own.beats_a_minute);
        own.late = own.jitter * (rand() % 1000) / 1000;
    }
}

int main(int count, char **words) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGTERM, end_it);
    snd_seq_t *sequencer;
    int code = snd_seq_open(&sequencer, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK);
    if (code < 0) {
        fprintf(stderr, "cable: %s\n", snd_strerror(code));
        return 1;
    }
    snd_seq_set_client_name(sequencer, "Cable");
    int port = snd_seq_create_simple_port(sequencer, "plug",
        SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ | SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE,
        SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION);
    while (!is_over && !join(sequencer, port, "Leitmotif")) usleep(10000);
    double begin = now_seconds();
    int next = 1;
    while (!is_over) {
        struct pollfd entry;
        snd_seq_poll_descriptors(sequencer, &entry, 1, POLLIN);
        poll(&entry, 1, 1);
        tick(sequencer, port);
        snd_seq_event_t *event;
        while (snd_seq_event_input(sequencer, &event) >= 0) say(event);
        double seconds;
        char kind[16];
        int number, value;
        while (next < count && sscanf(words[next], "%lf:%15[^:]:%d:%d", &seconds, kind, &number, &value) == 4 && now_seconds() - begin >= seconds) {
            play(sequencer, port, kind, number, value);
            next++;
        }
    }
    return 0;
}
