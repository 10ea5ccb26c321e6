// Everything is inline; SwiftPM wants one source file in a C target.
#include "CMath.h"
