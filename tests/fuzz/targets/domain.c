// SPDX-License-Identifier: GPL-2.0-or-later
#include <xen/lib.h>
#include <xen/memory/heap.h>

#include "domain.h"
#include "fakes.h"
#include "target.h"

#define CHUNKS 12

struct domain *target_domain(void)
{
	struct domain *d;
	u32 chunk;

	if (!machine.size) {
		machine_start(CHUNKS);
		heap_add(KB(64), MB(8));
		scheduler_init("");
	}
	must(domain_create(DOMID_ANY, &d) == 0);
	must(p2m_populate(d, true, &chunk) == 0);
	must(p2m_populate(d, true, &chunk) == 0);
	return d;
}
