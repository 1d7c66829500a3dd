// SPDX-License-Identifier: GPL-2.0-or-later
/* console_io: the hypervisor's console for a privileged domain. */
#include <xen/console/console.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>

/* The most that one call moves, so that it ends soon. The caller sees the count. */
#define CONSOLE_IO_MAX 4096
#define PIECE	       256

static long console_io_write(const struct caller *caller, u64 gpa, u64 count)
{
	char text[PIECE];

	if (!guest_buffer_ok(caller, gpa, count))
		return -EFAULT;
	for (u64 done = 0; done < count; done += PIECE) {
		u64 n = min(count - done, (u64)PIECE);

		if (!copy_from_guest(caller, text, gpa + done, n))
			return -EFAULT;
		console_write(text, n);
	}
	return (long)count;
}

static long console_io_read(const struct caller *caller, u64 gpa, u64 count)
{
	char text[PIECE];
	u64 done = 0;
	size_t n;

	/* A character that could not be delivered would be lost: check before reading. */
	if (!guest_buffer_ok(caller, gpa, count))
		return -EFAULT;
	while (done < count) {
		n = console_get(text, min(count - done, (u64)PIECE));
		if (!n || !copy_to_guest(caller, gpa + done, text, n))
			break;
		done += n;
	}
	return (long)done;
}

/* arg: command, count (int), buffer. Returns the number of characters moved. */
long do_console_io(const struct caller *caller, const u64 *arg)
{
	u64 count = min(arg[1], (u64)CONSOLE_IO_MAX);

	if ((s64)arg[1] < 0)
		return -EINVAL;
	switch (arg[0]) {
	case CONSOLEIO_write:
		return console_io_write(caller, arg[2], count);
	case CONSOLEIO_read:
		return console_io_read(caller, arg[2], count);
	default:
		return -ENOSYS;
	}
}
