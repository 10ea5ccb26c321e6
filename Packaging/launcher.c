// leitmotif, the installed command: starts the program of the highest level that this processor can run, of those beside it in
// ../lib/leitmotif. Plain C for any x86-64, since everything else is built for one level.
//   LEITMOTIF_LEVEL=v2|v3   takes a lower one
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The level of this processor, 1 to 4.
static int processor_level(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) return 4;
    if (__builtin_cpu_supports("x86-64-v3")) return 3;
    if (__builtin_cpu_supports("x86-64-v2")) return 2;
    return 1;
}

// The processor's name as the kernel knows it, without the line's end.
static const char *processor_name(void) {
    static char line[256];
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && fgets(line, sizeof line, file)) {
        char *name = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || !name) continue;
        fclose(file);
        line[strcspn(line, "\n")] = 0;
        return name + (name[1] == ' ' ? 2 : 1);
    }
    if (file) fclose(file);
    return "this processor";
}

int main(int count, char *words[]) {
    (void)count;
    int level = processor_level();
    if (level < 2) {
        fprintf(stderr, "leitmotif: %s is below x86-64-v2 (SSE4.2), for which the oldest program here is made; build it from its source "
                "with LEITMOTIF_SIMD=base\n", processor_name());
        return 1;
    }
    const char *wish = getenv("LEITMOTIF_LEVEL");
    if (wish && *wish) {
        if (wish[0] != 'v' || wish[1] < '2' || wish[1] > '4' || wish[2]) {
            fprintf(stderr, "leitmotif: LEITMOTIF_LEVEL=%s is unknown; use v2, v3 or v4, or unset it\n", wish);
            return 2;
        }
        if (wish[1] - '0' > level) {
            fprintf(stderr, "leitmotif: LEITMOTIF_LEVEL=%s is more than %s can, which is v%d; unset it\n", wish, processor_name(), level);
            return 2;
        }
        level = wish[1] - '0';
    }

    // Whatever links lead here, and wherever the whole was unpacked.
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        fprintf(stderr, "leitmotif: find program files: /proc/self/exe: %s; mount /proc\n", strerror(errno));
        return 1;
    }
    path[length] = 0;
    char *slash = strrchr(path, '/');
    static const char programs[] = "/../lib/leitmotif/leitmotif-v0";
    if (!slash || slash - path + sizeof programs > sizeof path) {
        fprintf(stderr, "leitmotif: find program files: %s: the path is too long; install it elsewhere\n", path);
        return 1;
    }
    memcpy(slash, programs, sizeof programs);
    char *digit = slash + sizeof programs - 2;
    // A package may leave out levels. The first word stays: it is the name that the program calls itself by.
    for (; level >= 2; level--) {
        *digit = (char)('0' + level);
        execv(path, words);
        if (errno != ENOENT) break;
    }
    fprintf(stderr, "leitmotif: start %s: %s; install the package again\n", path, strerror(errno));
    return 1;
}
