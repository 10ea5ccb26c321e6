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

#endif
