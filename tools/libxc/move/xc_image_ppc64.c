// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Read kernels and RAM disks. Uncompressed data is copied once, from the file to its
 * destination; zlib inflates compressed data to its destination.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xc_fault.h"
#include "xc_image_ppc64.h"

/* zlib reads the file in pieces of this size. */
#define GZ_BUFFER (128U << 10)

/* Data after the part that is loaded is read in pieces of this size. */
#define REST_BUFFER (16U << 10)

static int check_type(struct image *image)
{
	struct stat st;

	if (fstat(image->fd, &st) < 0)
		return xc_fault(0, "%s", image->name);
	if (!S_ISREG(st.st_mode))
		return xc_fault(S_ISDIR(st.st_mode) ? EISDIR : EINVAL, "%s: is no file",
				image->name);
	image->size = st.st_size;
	return 0;
}

static int start_inflating(struct image *image)
{
	/* zlib takes over the descriptor, which is at the start of the file. */
	image->gz = gzdopen(image->fd, "r");
	if (!image->gz || gzbuffer(image->gz, GZ_BUFFER) < 0)
		return xc_fault(ENOMEM, "%s: no memory to inflate it", image->name);
	image->size = IMAGE_MAX;
	return 0;
}

int image_open(struct image *image, const char *name, bool inflate)
{
	static const unsigned char magic[] = { 0x1f, 0x8b };
	unsigned char start[sizeof(magic)] = { 0 };

	*image = (struct image){ .name = name };
	image->fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (image->fd < 0)
		return xc_fault(0, "%s", name);
	if (check_type(image) < 0)
		goto close;
	if (!inflate || image->size < sizeof(magic))
		return 0;
	if (image_read(image, 0, start, sizeof(start)) < 0)
		goto close;
	if (start[0] == magic[0] && start[1] == magic[1] && start_inflating(image) < 0)
		goto close;
	return 0;
close:
	image_close(image);
	return -1;
}

void image_close(struct image *image)
{
	int saved = errno;

	if (image->gz)
		gzclose(image->gz);
	else if (image->fd >= 0)
		close(image->fd);
	*image = (struct image){ .fd = -1 };
	errno = saved;
}

static int truncated(const struct image *image)
{
	return xc_fault(ENOEXEC, "%s: is truncated", image->name);
}

static int gz_fault(const struct image *image)
{
	int error;

	gzerror(image->gz, &error);
	switch (error) {
	case Z_OK:
	case Z_STREAM_END:
		return truncated(image);
	case Z_BUF_ERROR:
		return xc_fault(ENOEXEC, "%s: its compressed data is truncated",
				image->name);
	case Z_ERRNO:
		return xc_fault(0, "%s", image->name);
	case Z_MEM_ERROR:
		return xc_fault(ENOMEM, "%s: no memory to inflate it", image->name);
	default:
		return xc_fault(ENOEXEC, "%s: its compressed data is damaged",
				image->name);
	}
}

/* No single read exceeds INT_MAX bytes. */
static int gz_get(struct image *image, u64 offset, void *to, size_t size)
{
	if (gzseek(image->gz, (z_off_t)offset, SEEK_SET) < 0 ||
	    gzread(image->gz, to, size) != (int)size)
		return gz_fault(image);
	return 0;
}

static int file_get(struct image *image, u64 offset, void *to, size_t size)
{
	char *at = to;

	while (size) {
		ssize_t got = pread(image->fd, at, size, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return xc_fault(0, "%s", image->name);
		if (got == 0)
			return truncated(image);
		at += got;
		offset += got;
		size -= got;
	}
	return 0;
}

int image_read(struct image *image, u64 offset, void *to, size_t size)
{
	if (offset > image->size || size > image->size - offset)
		return truncated(image);
	return image->gz ? gz_get(image, offset, to, size)
			 : file_get(image, offset, to, size);
}

int image_verify(struct image *image)
{
	char rest[REST_BUFFER];
	int got, error;

	if (!image->gz)
		return 0;
	do {
		got = gzread(image->gz, rest, sizeof(rest));
		if ((u64)gztell(image->gz) > IMAGE_MAX)
			return xc_fault(ENOEXEC, "%s: is more than 4 GiB", image->name);
	} while (got > 0);
	gzerror(image->gz, &error);
	return got < 0 || error != Z_OK ? gz_fault(image) : 0;
}
