// The kernel calls that Swift cannot make by itself: variadic functions and macros.
#ifndef LEITMOTIF_CSYSTEM_H
#define LEITMOTIF_CSYSTEM_H
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

// open(2) is variadic. Returns a descriptor, or -errno.
static inline int system_open(const char *path, int flags, unsigned mode) {
    int descriptor = open(path, flags | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

#endif
