// libsndfile for Swift: WAV, RF64, FLAC, Ogg, MP3 in; WAV, RF64 and FLAC out.
#ifndef LEITMOTIF_CSNDFILE_H
#define LEITMOTIF_CSNDFILE_H
#include <sndfile.h>
#endif
