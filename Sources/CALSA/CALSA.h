// alsa-lib for Swift: snd_pcm_*_alloca are macros that Swift cannot import, so use the *_malloc and *_free forms.
#ifndef LEITMOTIF_CALSA_H
#define LEITMOTIF_CALSA_H
#include <alsa/asoundlib.h>
#endif
