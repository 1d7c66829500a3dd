// SPDX-License-Identifier: GPL-2.0-or-later
/* The newest part of an endless text (xen/console/text_ring.h). */
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/console/text_ring.h>

void text_ring_clear(struct text_ring *ring, u64 position)
{
	if (position > ring->start && position <= ring->end)
		ring->start = position;
}

bool text_ring_to_guest(const struct text_ring *ring, u64 position, u64 len,
			const struct caller *caller, u64 gpa)
{
	if (!guest_buffer_ok(caller, gpa, len))
		return false;
	while (len) {
		u64 offset = position & (ring->size - 1);
		u64 n = min(len, ring->size - offset);

		if (!copy_to_guest(caller, gpa, ring->text + offset, n))
			return false;
		position += n;
		gpa += n;
		len -= n;
	}
	return true;
}
