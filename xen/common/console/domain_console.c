// SPDX-License-Identifier: GPL-2.0-or-later
/* Which console a domain has, and what it does with it (xen/console/domain_console.h). */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/lib.h>

/* dom0, from its creation to its end; else NULL. */
static struct domain *machine_console_owner;

static bool machine_console_put(struct domain *d, const char *text, size_t len)
{
	return console_guest_put(text, len);
}

static size_t machine_console_get(struct domain *d, char *text, size_t size)
{
	return console_get(text, size);
}

static void machine_console_release(struct domain *d)
{
	machine_console_owner = NULL;
}

static const struct console_ops machine_console = {
	.put = machine_console_put,
	.get = machine_console_get,
	.destroy = machine_console_release,
};

void console_input(void)
{
	if (machine_console_owner)
		domain_console_input(machine_console_owner);
}

int domain_console_create(struct domain *d)
{
	if (d->id != 0)
		return guest_console_create(d);
	machine_console_owner = d;
	d->console.ops = &machine_console;
	d->console.interrupts = boot_info.console_interrupt;
	return 0;
}

void domain_console_destroy(struct domain *d)
{
	if (d->console.ops)
		d->console.ops->destroy(d);
}

bool domain_console_put(struct domain *d, const char *text, size_t len)
{
	return d->console.ops->put(d, text, len);
}

size_t domain_console_get(struct domain *d, char *text, size_t size)
{
	return d->console.ops->get(d, text, size);
}

void domain_console_input(struct domain *d)
{
	if (d->console.input)
		d->console.input(d);
	send_virq(d->vcpu[0], VIRQ_CONSOLE);
}
