// alsa-lib for Swift: snd_pcm_*_alloca are macros that Swift cannot import, so use the *_malloc and *_free forms; and
// Swift can neither write nor pass a variadic function, which alsa-lib's error handler is.
#ifndef LEITMOTIF_CALSA_H
#define LEITMOTIF_CALSA_H
#include <alsa/asoundlib.h>

static inline void alsa_say_nothing(const char *file, int line, const char *function, int code, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)code, (void)format;
}

// alsa-lib writes its own complaints to standard error, into the middle of our lines; every one of them also comes back
// as a code, which we put into words.
static inline void alsa_silence(void) { snd_lib_error_set_handler(alsa_say_nothing); }


// The sequencer's events are made and addressed by macros, which Swift cannot import. Kinds that carry no number pass 0.
static inline int alsa_sequencer_send(snd_seq_t *sequencer, int port, int kind, int channel, int number, int value) {
    snd_seq_event_t event;
    snd_seq_ev_clear(&event);
    snd_seq_ev_set_source(&event, port);
    snd_seq_ev_set_subs(&event);
    snd_seq_ev_set_direct(&event);
    switch (kind) {
    case SND_SEQ_EVENT_NOTEON: snd_seq_ev_set_noteon(&event, channel, number, value); break;
    case SND_SEQ_EVENT_NOTEOFF: snd_seq_ev_set_noteoff(&event, channel, number, value); break;
    case SND_SEQ_EVENT_CONTROLLER: snd_seq_ev_set_controller(&event, channel, number, value); break;
    default:
        event.type = kind;
        event.data.control.value = value;
        snd_seq_ev_set_fixed(&event);
    }
    return snd_seq_event_output_direct(sequencer, &event);
}

// What came in, without C's union: kind, then channel, number and value as above; of a connection the client and the port that send.
static inline int alsa_sequencer_receive(snd_seq_t *sequencer, int fields[4]) {
    snd_seq_event_t *event;
    int code = snd_seq_event_input(sequencer, &event);
    if (code < 0) return code;
    fields[0] = event->type;
    switch (event->type) {
    case SND_SEQ_EVENT_NOTEON:
    case SND_SEQ_EVENT_NOTEOFF:
        fields[1] = event->data.note.channel, fields[2] = event->data.note.note, fields[3] = event->data.note.velocity;
        break;
    case SND_SEQ_EVENT_PORT_SUBSCRIBED:
        fields[1] = event->data.connect.sender.client, fields[2] = event->data.connect.sender.port, fields[3] = 0;
        break;
    default: fields[1] = event->data.control.channel, fields[2] = (int)event->data.control.param, fields[3] = event->data.control.value;
    }
    return code;
}

#endif
