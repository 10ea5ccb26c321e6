// libmpg123 for Swift: MP3, without a word of its own on standard error.
#ifndef LEITMOTIF_CMPG123_H
#define LEITMOTIF_CMPG123_H
#include <mpg123.h>
#endif
