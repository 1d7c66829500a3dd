// SPDX-License-Identifier: GPL-2.0-or-later
/* The virtual I/O bus of a domain (asm/papr/vio.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/domain_irq.h>
#include <asm/papr/dt.h>
#include <asm/papr/vio.h>

#define BUS_NODE		"vdevice"
#define NODE_NAME_MAX		48 /* with the unit address */

#define for_each_device(dev, d) for ((dev) = (d)->arch.vio; (dev); (dev) = (dev)->next)

int vio_add(struct domain *d, struct vio_device *dev)
{
	struct vio_device **end = &d->arch.vio;
	int ret;

	if (!dev->unit)
		return -EINVAL;
	for (; *end; end = &(*end)->next)
		if ((*end)->unit == dev->unit)
			return -EBUSY;
	ret = dev->irq ? domain_irq_add(d, dev->irq) : 0;
	if (ret)
		return ret;
	dev->domain = d;
	dev->next = NULL;
	*end = dev;
	return 0;
}

void vio_reset(struct domain *d)
{
	struct vio_device *dev;

	for_each_device (dev, d)
		if (dev->type->reset)
			dev->type->reset(dev);
}

void vio_destroy(struct domain *d)
{
	while (d->arch.vio) {
		struct vio_device *dev = d->arch.vio;

		d->arch.vio = dev->next;
		if (dev->type->destroy)
			dev->type->destroy(dev);
	}
}

static const struct vio_call *find_call(const struct vio_type *type, u64 number)
{
	for (u32 i = 0; i < type->nr_calls; i++)
		if (type->call[i].number == number)
			return &type->call[i];
	return NULL;
}

bool vio_hypercall(struct domain *d, u64 *gpr)
{
	struct vio_device *dev;
	bool served = false;

	for_each_device (dev, d) {
		const struct vio_call *call = find_call(dev->type, gpr[3]);

		if (!call)
			continue;
		served = true;
		if (gpr[4] == dev->unit || (gpr[4] == 0 && dev->type->terminal)) {
			gpr[3] = (u64)call->handler(dev, gpr);
			return true;
		}
	}
	if (served)
		gpr[3] = (u64)H_PARAMETER;
	return served;
}

void vio_describe(const struct domain *d, struct dt_writer *w)
{
	const struct vio_device *dev;
	char name[NODE_NAME_MAX];

	dt_begin(w, BUS_NODE);
	dt_string(w, "device_type", "vdevice");
	dt_string(w, "compatible", "IBM,vdevice");
	dt_u32(w, "#address-cells", 1);
	dt_u32(w, "#size-cells", 0);
	dt_u32(w, "interrupt-parent", DT_XICS);
	for_each_device (dev, d) {
		snprintf(name, sizeof(name), "%s@%x", dev->type->name, dev->unit);
		dt_begin(w, name);
		dt_u32(w, "reg", dev->unit);
		if (dev->type->describe)
			dev->type->describe(dev, w);
		dt_end(w);
	}
	dt_end(w);
}

bool vio_terminal_path(const struct domain *d, char *path, size_t size)
{
	const struct vio_device *dev;

	for_each_device (dev, d)
		if (dev->type->terminal)
			return (size_t)snprintf(path, size, "/" BUS_NODE "/%s@%x",
						dev->type->name, dev->unit) < size;
	return false;
}
