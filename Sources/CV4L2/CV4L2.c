// Everything is inline; SwiftPM wants one source file in a C target.
#include "CV4L2.h"
