// SPDX-License-Identifier: GPL-2.0-or-later
/* Consoles that are rings (xen/console/guest_console.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>

static void guest_console_destroy(struct domain *d)
{
	heap_free(d->console.ring.out.text, GUEST_CONSOLE_OUT);
}

bool guest_console_put(struct domain *d, const char *text, size_t len)
{
	if (!len)
		return true;
	for (size_t i = 0; i < len; i++)
		text_ring_put(&d->console.ring.out, text[i]);
	domain_watch_event(d, XEN_PPC_WATCH_CONSOLE_OUT);
	return true;
}

size_t guest_console_get(struct domain *d, char *text, size_t size)
{
	struct guest_console *console = &d->console.ring;
	bool was_full = console->in_count == GUEST_CONSOLE_IN;
	size_t len = min(size, (size_t)console->in_count);

	for (size_t i = 0; i < len; i++)
		text[i] = console->in[(console->in_first + i) % GUEST_CONSOLE_IN];
	console->in_first = (u32)(console->in_first + len) % GUEST_CONSOLE_IN;
	console->in_count -= (u32)len;
	if (was_full && len)
		domain_watch_event(d, XEN_PPC_WATCH_CONSOLE_IN);
	return len;
}

static const struct console_ops ring_console = {
	.put = guest_console_put,
	.get = guest_console_get,
	.destroy = guest_console_destroy,
};

int guest_console_create(struct domain *d)
{
	struct text_ring *out = &d->console.ring.out;

	out->text = heap_alloc(GUEST_CONSOLE_OUT, 64);
	if (!out->text)
		return -ENOMEM;
	out->size = GUEST_CONSOLE_OUT;
	d->console.ops = &ring_console;
	d->console.interrupts = true;
	return 0;
}

size_t guest_console_room(const struct domain *d)
{
	return GUEST_CONSOLE_IN - d->console.ring.in_count;
}

size_t guest_console_type(struct domain *d, const char *text, size_t len)
{
	struct guest_console *console = &d->console.ring;

	len = min(len, guest_console_room(d));
	for (size_t i = 0; i < len; i++)
		console->in[(console->in_first + console->in_count++) %
			    GUEST_CONSOLE_IN] = text[i];
	if (len)
		domain_console_input(d);
	return len;
}
