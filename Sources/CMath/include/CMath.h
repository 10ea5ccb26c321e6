// libm and one instruction for the pure rooms. Two reasons to exist: Embedded Swift has no Glibc module, and `@_noLocks` refuses C calls
// that are not annotated. These functions belong into `set(...)`, never into a per-sample loop.
#ifndef LEITMOTIF_CMATH_H
#define LEITMOTIF_CMATH_H
#include <math.h>

#define LEITMOTIF_PURE __attribute__((swift_attr("@_noLocks"))) static inline

LEITMOTIF_PURE double math_sin(double x) { return sin(x); }
LEITMOTIF_PURE double math_cos(double x) { return cos(x); }
LEITMOTIF_PURE double math_tan(double x) { return tan(x); }
LEITMOTIF_PURE double math_exp(double x) { return exp(x); }
LEITMOTIF_PURE double math_exp2(double x) { return exp2(x); }
LEITMOTIF_PURE double math_log(double x) { return log(x); }
LEITMOTIF_PURE double math_log2(double x) { return log2(x); }
LEITMOTIF_PURE double math_log10(double x) { return log10(x); }
LEITMOTIF_PURE double math_pow(double x, double y) { return pow(x, y); }
LEITMOTIF_PURE float math_expf(float x) { return expf(x); }

// Swift has no word for it. Any address will do: nothing is read.
LEITMOTIF_PURE void cpu_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

#endif
