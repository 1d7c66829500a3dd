/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fill memory of a domain from files. Failure is -1 with errno and a fault (xc_fault.h);
 * nothing stays mapped.
 */
#ifndef XC_FILL_PPC64_H
#define XC_FILL_PPC64_H

#include "xc_image_ppc64.h"

/* The pseudo-physical address space from 0 to the end of the part to fill. */
struct guest_memory {
	int handle;
	u32 domid;
	unsigned long *frames; /* machine frames */
	unsigned long nr_frames;
};

/* Open size bytes, rounded up to frames; none of the frames may be missing. */
int guest_memory_open(struct guest_memory *memory, int handle, u32 domid, u64 size);
/* Close it, even if opening failed. Keeps errno. */
void guest_memory_close(struct guest_memory *memory);

/* Fill size bytes at `at`: filesz bytes of the image, from offset on, then zeros. */
int guest_memory_fill(const struct guest_memory *memory, u64 at, u64 size,
		      struct image *image, u64 offset, u64 filesz);

#endif /* XC_FILL_PPC64_H */
