// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel's file, compressed or not, as libxc reads it (tools/libxc/move). */
#include <stdio.h>
#include <unistd.h>

#include "target.h"
#include "xc_image_ppc64.h"

#define PIECE 4096

static void read_segments(struct image *image, const struct kernel *kernel)
{
	char piece[PIECE];

	for (unsigned int i = 0; i < kernel->nr_segments; i++) {
		const struct kernel_segment *s = &kernel->segment[i];

		must(s->filesz <= s->memsz && s->paddr + s->memsz <= kernel->end);
		if (image_read(image, s->offset, piece,
			       s->filesz < PIECE ? s->filesz : PIECE) < 0)
			return;
	}
	image_verify(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kernel kernel;
	struct image image;
	char name[64];
	int fd = file_with(data, size);

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (image_open(&image, name, true) == 0) {
		if (kernel_parse(&image, &kernel) == 0) {
			must(kernel.nr_segments <= KERNEL_SEGMENTS);
			must(kernel.entry < kernel.end);
			read_segments(&image, &kernel);
		}
		image_close(&image);
	}
	close(fd);
	return 0;
}
