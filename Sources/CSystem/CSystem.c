// What needs _GNU_SOURCE; everything else of CSystem is inline in the header.
#define _GNU_SOURCE
#include "CSystem.h"
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>

int system_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

int system_sealed_memory(const char *name, long bytes) {
    int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return -errno;
    if (ftruncate(descriptor, bytes) < 0 || fcntl(descriptor, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) < 0) {
        int reason = errno;
        close(descriptor);
        return -reason;
    }
    return descriptor;
}

int system_wait_for(sem_t *semaphore, long nanoseconds) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (until.tv_nsec + nanoseconds) / 1000000000L;
    until.tv_nsec = (until.tv_nsec + nanoseconds) % 1000000000L;
    return sem_clockwait(semaphore, CLOCK_MONOTONIC, &until) < 0 ? -errno : 0;
}

int system_lock_memory(void) { return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) < 0 ? -errno : 0; }

int system_spawn_close_from(posix_spawn_file_actions_t *actions, int lowest) {
    return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}

long system_memory_limit(void) {
    rlim_t least = RLIM_INFINITY;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur < least) least = limit.rlim_cur;
    if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur < least) least = limit.rlim_cur;
    if (least == RLIM_INFINITY) return -1;
    mallopt(M_ARENA_MAX, 1);
    return (long)least;
}
