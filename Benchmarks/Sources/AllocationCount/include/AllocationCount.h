// How often the calling thread has asked the C library for memory.
#ifndef LEITMOTIF_ALLOCATION_COUNT_H
#define LEITMOTIF_ALLOCATION_COUNT_H

// Calls of malloc, calloc, realloc, posix_memalign, aligned_alloc and memalign by this thread so far, Swift's own included.
unsigned long allocation_count(void);

#endif
