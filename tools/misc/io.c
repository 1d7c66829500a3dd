// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

#include "io.h"

/*
 * Whether a failed transfer may be tried again. O_NONBLOCK belongs to the open file,
 * which other programs may share: wait for it here rather than change it.
 */
static bool again(int fd, short events)
{
	struct pollfd wait = { .fd = fd, .events = events };

	if (errno == EAGAIN)
		return poll(&wait, 1, -1) >= 0 || errno == EINTR;
	return errno == EINTR;
}

ssize_t read_all(int fd, void *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, (char *)data + done, size - done);

		if (n == 0)
			break;
		if (n > 0)
			done += (size_t)n;
		else if (!again(fd, POLLIN))
			return -1;
	}
	return (ssize_t)done;
}

int write_all(int fd, const void *data, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(fd, (const char *)data + done, size - done);

		if (n >= 0)
			done += (size_t)n;
		else if (!again(fd, POLLOUT))
			return -1;
	}
	return 0;
}
