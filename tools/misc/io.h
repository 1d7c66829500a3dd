/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Read and write descriptors, also ones that do not block. */
#ifndef MISC_IO_H
#define MISC_IO_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Read to the end of a file, at most size bytes. Returns the number read, or -1 with
 * errno.
 */
ssize_t read_all(int fd, void *data, size_t size);

/*
 * Write all of it. Returns 0, or -1 with errno. If the reader of a pipe is gone, SIGPIPE
 * ends the program; if that is ignored, errno is EPIPE.
 */
int write_all(int fd, const void *data, size_t size);

#endif /* MISC_IO_H */
