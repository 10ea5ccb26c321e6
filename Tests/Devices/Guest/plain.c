// plain: runs a program with every signal as usual. What a shell runs in the background ignores SIGINT and SIGQUIT otherwise.
//
//   plain PROGRAM ARGUMENT…
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count < 2) return 2;
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    execvp(words[1], words + 1);
    perror(words[1]);
    return 127;
}
