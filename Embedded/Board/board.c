// What of the system needs a signal handler or an attribute of a thread.
#define _GNU_SOURCE
#include "board.h"
#include <sched.h>
#include <signal.h>
#include <time.h>

// Read and written by both threads and the handler.
static _Atomic int is_over = 0;

double board_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void board_sleep(double seconds) {
    if (!(seconds > 0)) return;
    struct timespec pause = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&pause, NULL);
}

static void end(int number) {
    (void)number;
    is_over = 1;
}

void board_catch_signals(void) {
    struct sigaction ours = {.sa_handler = end};
    sigaction(SIGINT, &ours, NULL);
    sigaction(SIGTERM, &ours, NULL);
}

static void say_nothing(const char *file, int line, const char *function, int code, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)code, (void)format;
}

void board_silence_alsa(void) { snd_lib_error_set_handler(say_nothing); }

void board_end(void) { is_over = 1; }
int board_is_over(void) { return is_over; }

int board_start(pthread_t *thread, void *(*body)(void *), void *context) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
    struct sched_param priority = {.sched_priority = 50};
    pthread_attr_setschedparam(&attributes, &priority);
    int failure = pthread_create(thread, &attributes, body, context);
    pthread_attr_destroy(&attributes);
    // Without the right to it, with the system's usual order.
    return failure == EPERM ? pthread_create(thread, NULL, body, context) : failure;
}
