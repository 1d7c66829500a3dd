// SPDX-License-Identifier: GPL-2.0-or-later
/* console_io: the hypervisor's console for a privileged domain. */
#include <xen/console/console.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/preempt.h>

/* The most that one call moves. The caller sees the count. */
#define CONSOLE_IO_MAX 4096
#define PIECE	       256

static long console_io_write(const struct caller *caller, u64 gpa, u64 count)
{
	u64 end = stay_end(caller);
	char text[PIECE];

	if (!guest_buffer_ok(caller, gpa, count))
		return -EFAULT;
	if (console_is_behind())
		return hypercall_continue(caller, caller->progress);
	for (u64 done = caller->progress; done < count; done += PIECE) {
		u64 n = min(count - done, (u64)PIECE);

		if (done != caller->progress && preempt_wanted(end))
			return hypercall_continue(caller, done);
		if (!copy_from_guest(caller, text, gpa + done, n))
			return -EFAULT;
		console_write(text, n);
	}
	return (long)count;
}

static long console_io_read(const struct caller *caller, u64 gpa, u64 count)
{
	u64 end = stay_end(caller), done = 0;
	char text[PIECE];
	size_t n;

	/* A character that could not be delivered would be lost: check before reading. */
	if (!guest_buffer_ok(caller, gpa, count))
		return -EFAULT;
	while (done < count && !(done && preempt_wanted(end))) {
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
