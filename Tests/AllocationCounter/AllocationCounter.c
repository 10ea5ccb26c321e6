// The executable's definitions win over glibc's for every library in the process, the Swift runtime included; they count
// and pass on. What they hand out is glibc's own memory, so `free` stays as it is.
#include "AllocationCounter.h"
#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

// One count a thread: what others allocate meanwhile is nobody's doing here.
static __thread long count;
static __thread long bytes;

long allocation_count(void) { return count; }
long allocation_bytes(void) { return bytes; }

static void note(size_t size) {
    count++;
    bytes += (long)size;
}

void *malloc(size_t size) { note(size); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { note(number * size); return __libc_calloc(number, size); }
void *realloc(void *old, size_t size) { note(size); return __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { note(size); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
    void *got = memalign(alignment, size);
    if (got == NULL) return ENOMEM;
    *result = got;
    return 0;
}
