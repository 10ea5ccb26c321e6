// Linked around the example with the linker's --wrap: what each call of the interface takes of the heap and of the stack.
// Prints to standard error at the end; fails when `leitmotif_process` took memory.
#include <leitmotif.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTSIDE, OPENING, LOOKING, PROCESSING, PHASES };
enum { STACK = 512 * 1024, PATTERN = 0xA5 };
static int phase = OUTSIDE;
static size_t calls[PHASES], allocations[PHASES], deepest[PHASES];
static size_t held, peak, held_after_open, held_after_looks;

static void *count(void *memory) {
    allocations[phase]++;
    if (memory && phase != OUTSIDE) held += malloc_usable_size(memory);
    if (held > peak) peak = held;
    return memory;
}

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
void __real_free(void *);
int __real_posix_memalign(void **, size_t, size_t);
void *__wrap_malloc(size_t size) { return count(__real_malloc(size)); }
void *__wrap_calloc(size_t number, size_t size) { return count(__real_calloc(number, size)); }
void *__wrap_realloc(void *memory, size_t size) {
    if (memory && phase != OUTSIDE) held -= malloc_usable_size(memory);
    return count(__real_realloc(memory, size));
}
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) {
    int failure = __real_posix_memalign(memory, alignment, size);
    count(failure ? NULL : *memory);
    return failure;
}
void __wrap_free(void *memory) {
    if (memory && phase != OUTSIDE) held -= malloc_usable_size(memory);
    __real_free(memory);
}

// The stack below the caller is painted; what is no longer paint afterwards was used.
static uintptr_t bottom;
__attribute__((noinline)) static void paint(void) {
    volatile unsigned char stack[STACK];
    memset((void *)stack, PATTERN, STACK);
    bottom = (uintptr_t)stack;
    // Nobody reads it here, and the compiler would leave it unpainted.
    __asm__ volatile("" : : "r"(stack) : "memory");
}
static void begin(int now) {
    paint();
    phase = now;
    calls[now]++;
}
static void end(void) {
    const volatile unsigned char *stack = (const unsigned char *)bottom;
    size_t clean = 0;
    while (clean < STACK && stack[clean] == PATTERN) clean++;
    if (STACK - clean > deepest[phase]) deepest[phase] = STACK - clean;
    if (phase == OPENING) held_after_open = held;
    if (phase == LOOKING) held_after_looks = held;
    phase = OUTSIDE;
}

leitmotif_status __real_leitmotif_open(const leitmotif_setting *, leitmotif **);
leitmotif_status __wrap_leitmotif_open(const leitmotif_setting *setting, leitmotif **session) {
    begin(OPENING);
    leitmotif_status status = __real_leitmotif_open(setting, session);
    end();
    return status;
}
leitmotif_status __real_leitmotif_look(leitmotif *, const uint8_t *, size_t, int32_t, int32_t, int32_t, double);
leitmotif_status __wrap_leitmotif_look(leitmotif *session, const uint8_t *luma, size_t bytes, int32_t width, int32_t height, int32_t stride, double seconds) {
    begin(LOOKING);
    leitmotif_status status = __real_leitmotif_look(session, luma, bytes, width, height, stride, seconds);
    end();
    return status;
}
leitmotif_status __real_leitmotif_process(leitmotif *, float *, size_t);
leitmotif_status __wrap_leitmotif_process(leitmotif *session, float *output, size_t frames) {
    begin(PROCESSING);
    leitmotif_status status = __real_leitmotif_process(session, output, frames);
    end();
    return status;
}
void __real_leitmotif_close(leitmotif *);
void __wrap_leitmotif_close(leitmotif *session) {
    phase = LOOKING;
    __real_leitmotif_close(session);
    phase = OUTSIDE;
    static const char *const names[] = {"", "open", "look", "process"};
    for (int index = OPENING; index < PHASES; index++)
        fprintf(stderr, "%-8s %6zu calls %8zu allocations %7zu bytes of stack\n", names[index], calls[index], allocations[index], deepest[index]);
    fprintf(stderr, "heap     %zu bytes after open, %zu after the last look, %zu at most, %zu after close\n", held_after_open, held_after_looks, peak, held);
    if (allocations[PROCESSING] > 0 || calls[PROCESSING] == 0) {
        fprintf(stderr, "leitmotif_process took memory\n");
        exit(1);
    }
}
