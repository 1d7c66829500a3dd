// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's terminal (PAPR, "Virtual Terminal"). It has no state but the console's. */
#include <xen/byteorder.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/dt.h>
#include <asm/papr/vio.h>
#include <asm/papr/vty.h>

#define TERM_MAX 16 /* characters that one call moves: two registers */

/* r4 unit, r5 length, r6 and r7 the characters, the first in the highest byte. */
static long h_put_term_char(struct vio_device *dev, u64 *gpr)
{
	be64 text[2] = { cpu_to_be64(gpr[6]), cpu_to_be64(gpr[7]) };

	if (gpr[5] > TERM_MAX)
		return H_PARAMETER;
	return domain_console_put(dev->domain, (const char *)text, gpr[5]) ? H_SUCCESS
									   : H_BUSY;
}

/* r4 unit; the answer: r4 length, r5 and r6 the characters. */
static long h_get_term_char(struct vio_device *dev, u64 *gpr)
{
	be64 text[2] = { 0 };

	gpr[4] = domain_console_get(dev->domain, (char *)text, TERM_MAX);
	gpr[5] = be64_to_cpu(text[0]);
	gpr[6] = be64_to_cpu(text[1]);
	return H_SUCCESS;
}

/* A terminal raises its interrupt without H_VIO_SIGNAL: Linux never asks for it. */
static void input(struct domain *d)
{
	domain_irq_raise(d, VTY_IRQ);
}

/* Without an interrupt Linux polls, but only if it is not promised one. */
static void describe(const struct vio_device *dev, struct dt_writer *w)
{
	dt_string(w, "device_type", "serial");
	dt_string(w, "compatible", "hvterm1");
	if (dev->domain->console.interrupts)
		dt_interrupt(w, dev->irq);
}

static void destroy(struct vio_device *dev)
{
	dev->domain->console.input = NULL;
	heap_free(dev, sizeof(*dev));
}

static const struct vio_call calls[] = {
	{ H_PUT_TERM_CHAR, h_put_term_char },
	{ H_GET_TERM_CHAR, h_get_term_char },
};

static const struct vio_type vty = {
	.name = "vty",
	.terminal = true,
	.call = calls,
	.nr_calls = ARRAY_SIZE(calls),
	.describe = describe,
	.destroy = destroy,
};

int vty_add(struct domain *d)
{
	struct vio_device *dev = heap_alloc(sizeof(*dev), __alignof__(struct vio_device));
	int ret;

	if (!dev)
		return -ENOMEM;
	*dev = (struct vio_device){ .type = &vty, .unit = VTY_UNIT, .irq = VTY_IRQ };
	ret = vio_add(d, dev);
	if (ret)
		heap_free(dev, sizeof(*dev));
	else
		d->console.input = input;
	return ret;
}
