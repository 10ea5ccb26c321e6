// The modes of the terminal, and the signals on which they change hands. In C, because a signal handler may touch nothing but
// plain memory and may call only what signal-safety(7) lists; Swift promises neither.
#define _GNU_SOURCE
#include "CKernel.h"
#include <signal.h>
#include <stdlib.h>
#include <termios.h>

static struct termios before;
static volatile sig_atomic_t terminal = -1;
static volatile sig_atomic_t was_continued = 0;

int system_is_in_foreground(int descriptor) {
    pid_t group = tcgetpgrp(descriptor);
    // A terminal that does not control this process knows no jobs.
    return group == getpgrp() || (group < 0 && errno == ENOTTY && isatty(descriptor));
}

void system_give_terminal_back(void) {
    int reason = errno, descriptor = terminal;
    terminal = -1;
    // In the background the terminal is the shell's, and the kernel would stop us.
    if (descriptor >= 0 && system_is_in_foreground(descriptor)) tcsetattr(descriptor, TCSANOW, &before);
    errno = reason;
}

// Ctrl-Z: stops as any other program, with the terminal as it was.
static void stop(int number) {
    int reason = errno;
    system_give_terminal_back();
    struct sigaction ours, standard = {.sa_handler = SIG_DFL};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, number);
    sigaction(number, &standard, &ours);
    raise(number);
    // Stops here, and goes on from here.
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    sigaction(number, &ours, NULL);
    was_continued = 1;
    errno = reason;
}

static void go_on(int number) {
    (void)number;
    was_continued = 1;
}

int system_was_continued(void) {
    int answer = was_continued;
    was_continued = 0;
    return answer;
}

static int is_default(int number) {
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL;
}

int system_take_terminal(int descriptor) {
    static int has_handlers = 0;
    if (!has_handlers) {
        has_handlers = 1;
        struct sigaction stopping = {.sa_handler = stop, .sa_flags = SA_RESTART};
        struct sigaction going = {.sa_handler = go_on, .sa_flags = SA_RESTART};
        if (is_default(SIGTSTP)) sigaction(SIGTSTP, &stopping, NULL);
        sigaction(SIGCONT, &going, NULL);
        atexit(system_give_terminal_back);
    }
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    struct termios now;
    int result = tcgetattr(descriptor, &now);
    if (result == 0) {
        // Stopped by SIGSTOP and continued, the terminal may still have our modes: those before them are the ones to give back.
        if (terminal < 0 || now.c_lflag & ICANON) before = now;
        now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        now.c_cc[VMIN] = 0;
        now.c_cc[VTIME] = 0;
        result = tcsetattr(descriptor, TCSANOW, &now);
    }
    int reason = errno;
    if (result == 0) terminal = descriptor;
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return result == 0 ? 0 : -reason;
}

static void die(int number) {
    system_give_terminal_back();
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(number, &standard, NULL);
    raise(number);
}

void system_use_signal_stack(void) {
    static _Thread_local char memory[1 << 15];
    stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory}, there;
    // A sanitizer's own is unmapped when the thread ends: that must not be ours.
    if (sigaltstack(NULL, &there) == 0 && there.ss_flags & SS_DISABLE) sigaltstack(&stack, NULL);
}

void system_give_terminal_back_when_killed(void) {
    static const int crashes[] = {SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE, SIGSYS};
    static const int others[] = {SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO, SIGPWR};
    struct sigaction dying = {.sa_handler = die, .sa_flags = SA_ONSTACK | SA_NODEFER};
    // These have handlers of the runtime, which would ask on the terminal, for half a minute, what to do with a backtrace, or
    // wait for ever where there is none: whoever wants one sets SWIFT_BACKTRACE.
    if (!getenv("SWIFT_BACKTRACE"))
        for (unsigned index = 0; index < sizeof crashes / sizeof *crashes; index++) sigaction(crashes[index], &dying, NULL);
    for (unsigned index = 0; index < sizeof others / sizeof *others; index++)
        if (is_default(others[index])) sigaction(others[index], &dying, NULL);
    system_use_signal_stack();
}
