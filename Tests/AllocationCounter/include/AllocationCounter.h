// Counts what a thread allocates, to prove that a path allocates nothing. The counting malloc and its kin replace glibc's in
// the program this is linked into, so it belongs into tests and benchmarks only.
#ifndef LEITMOTIF_ALLOCATION_COUNTER_H
#define LEITMOTIF_ALLOCATION_COUNTER_H

// Calls of malloc, calloc, realloc, memalign, posix_memalign and aligned_alloc by the calling thread so far.
long allocation_count(void);

// Bytes asked for by those calls; what was given back meanwhile is not subtracted.
long allocation_bytes(void);

#endif
