// SPDX-License-Identifier: GPL-2.0-or-later
/* Consoles of domains (xen/console/guest_console.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>

int guest_console_create(struct domain *d)
{
	struct text_ring *out = &d->console.out;

	out->text = heap_alloc(GUEST_CONSOLE_OUT, 64);
	out->size = GUEST_CONSOLE_OUT;
	return out->text ? 0 : -ENOMEM;
}

void guest_console_destroy(struct domain *d)
{
	heap_free(d->console.out.text, GUEST_CONSOLE_OUT);
}

void guest_console_put(struct domain *d, const char *text, size_t len)
{
	if (!len)
		return;
	for (size_t i = 0; i < len; i++)
		text_ring_put(&d->console.out, text[i]);
	domain_watch_event(d, XEN_PPC_WATCH_CONSOLE_OUT);
}

size_t guest_console_get(struct domain *d, char *text, size_t size)
{
	struct guest_console *console = &d->console;
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

size_t guest_console_room(const struct domain *d)
{
	return GUEST_CONSOLE_IN - d->console.in_count;
}

size_t guest_console_type(struct domain *d, const char *text, size_t len)
{
	struct guest_console *console = &d->console;

	len = min(len, guest_console_room(d));
	for (size_t i = 0; i < len; i++)
		console->in[(console->in_first + console->in_count++) %
			    GUEST_CONSOLE_IN] = text[i];
	if (len)
		papr_console_input(d);
	return len;
}
