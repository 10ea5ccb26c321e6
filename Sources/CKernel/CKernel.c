// What needs _GNU_SOURCE; everything else of CKernel is inline in the header.
#define _GNU_SOURCE
#include "CKernel.h"
#include <linux/close_range.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

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

int system_spawn(const char *program, char *const words[], int output, int complaints, pid_t *identifier) {
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0) return errno;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t us = getpid();
    volatile int failure = 0;
    // Not fork(): it would write-protect all memory, and the thread that plays would stumble over its own pages.
    pid_t child = vfork();
    if (child == 0) {
        // Default signal handling, as from a fresh shell: with SIGPIPE ignored a child would not notice that we are gone.
        for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        setpgid(0, 0);
        // Also when we are killed without a chance to clean up.
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != us) _exit(127);
        if (dup2(null, 0) >= 0 && dup2(output, 1) >= 0 && dup2(complaints, 2) >= 0) {
            close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
            execvp(program, words);
        }
        failure = errno;
        _exit(127);
    }
    int reason = child < 0 ? errno : failure;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(null);
    if (child > 0 && reason != 0) waitpid(child, NULL, 0);
    if (reason == 0) *identifier = child;
    return reason;
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
