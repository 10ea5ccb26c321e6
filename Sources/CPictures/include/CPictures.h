// libjpeg-turbo and libpng for Swift: setjmp, which libpng's full interface needs, cannot be called from Swift, so PNG
// goes through the simplified png_image interface, whose sizes are macros.
#ifndef LEITMOTIF_CPICTURES_H
#define LEITMOTIF_CPICTURES_H
#include <png.h>
#include <turbojpeg.h>
#endif
