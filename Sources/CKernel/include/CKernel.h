// The kernel calls that Swift cannot make by itself: variadic functions, macros and compiler built-ins.
// One call per function; a failure comes back as -errno, so that nothing can change errno in between.
#ifndef LEITMOTIF_CSYSTEM_H
#define LEITMOTIF_CSYSTEM_H
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

// open(2) is variadic. Returns a descriptor, or -errno.
static inline int system_open(const char *path, int flags, unsigned mode) {
    int descriptor = open(path, flags | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

// A pipe whose ends no child inherits by accident. 0 or -errno. (This and the next four are GNU extensions, which the
// Glibc module hides; defining _GNU_SOURCE here would give the same structures two shapes, so they live in CKernel.c.)
int system_pipe(int ends[2]);

// Memory as a file of at most `bytes`: a child may write its complaints into it without ever blocking us, and a flood of
// them ends at the seal. Returns a descriptor, or -errno.
int system_sealed_memory(const char *name, long bytes);

// Waits for a semaphore, by the clock that never jumps. 0, -ETIMEDOUT or -EINTR.
int system_wait_for(sem_t *semaphore, long nanoseconds);

// Keeps every page in memory once it has been touched, those to come included; none is touched for that. 0 or -errno.
int system_lock_memory(void);

// How much memory may be locked, in bytes, and how high a real-time priority may be; LONG_MAX without a limit. (Macros.)
static inline long system_soft_limit(int resource) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0) return 0;
    return limit.rlim_cur > LONG_MAX ? LONG_MAX : (long)limit.rlim_cur;
}
static inline long system_locked_memory_limit(void) { return system_soft_limit(RLIMIT_MEMLOCK); }
static inline long system_priority_limit(void) { return system_soft_limit(RLIMIT_RTPRIO); }

// Starts a program (looked up in PATH) whose standard output and error go to two descriptors, with nothing on standard input,
// no other descriptor of ours, default signals, and a process group of its own. The kernel kills it when the thread that started
// it ends, which posix_spawn(3) cannot ask for. 0 and its identifier, or an errno.
int system_spawn(const char *program, char *const words[], int output, int complaints, pid_t *identifier);

// The smaller of `ulimit -v` and `ulimit -d` in bytes, or -1 when there is none. With one, all threads share a heap from now
// on: glibc reserves 64 MB of address space for each other, and Swift ends the program when memory is refused.
long system_memory_limit(void);

// The thread's name as `top -H` shows it, 15 bytes at most; prctl(2) is variadic. 0 or -errno.
static inline int system_name_thread(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0) < 0 ? -errno : 0; }

// Processor time of the calling thread, in nanoseconds. The attribute tells Swift what it cannot see: a clock is read without
// a lock, so that the player may measure itself.
__attribute__((swift_attr("@_noLocks"))) static inline long system_thread_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

// The clock that never jumps, in nanoseconds; as above.
__attribute__((swift_attr("@_noLocks"))) static inline long system_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

// Whether something keeps the clock of the day right: 1 or 0, or -errno. (adjtimex(2) fills a structure that Swift does not see.)
static inline int system_clock_is_synchronised(void) {
    struct timex state = {.modes = 0};
    return adjtimex(&state) < 0 ? -errno : (state.status & STA_UNSYNC) == 0;
}

// Columns and rows of the terminal behind a descriptor; ioctl(2) is variadic. 0, or -errno when it is none.
static inline int system_terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

// Terminal modes and job control, in TerminalModes.c, which says why. Takes the terminal: keys arrive at once and without echo
// until it is given back. From the first call on, Ctrl-Z gives it back and stops the process. Call it on one thread. 0 or -errno.
int system_take_terminal(int descriptor);

// Gives the terminal back as it was, if it was taken; from the background only forgets that. Safe in signal handlers.
void system_give_terminal_back(void);

// Whether this process may read from the terminal and set its modes.
int system_is_in_foreground(int descriptor);

// Whether the process was stopped and continued since the last call: the modes may be others now.
int system_was_continued(void);

// From now on a signal that kills the process gives the terminal back first; the Swift runtime then prints no backtrace.
void system_give_terminal_back_when_killed(void);

// A stack for signal handlers on the calling thread, whose own may be what has overflowed.
void system_use_signal_stack(void);

// The x86-64 level of this processor, 1 … 4 (System V psABI); 0 on any other architecture. A compiler built-in.
static inline int system_cpu_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) return 4;
    if (__builtin_cpu_supports("x86-64-v3")) return 3;
    if (__builtin_cpu_supports("x86-64-v2")) return 2;
    return 1;
#else
    return 0;
#endif
}

#endif
