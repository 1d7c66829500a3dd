// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Argument blocks of RTAS (xen/arch/powerpc/papr/rtas.c). The first two bytes of the
 * input say how far the block lies before the end of the domain's memory.
 */
#include <xen/lib.h>
#include <asm/papr/papr.h>

#include "domain.h"
#include "fakes.h"
#include "target.h"

/* Made again when the input has shut it down. */
static struct domain *running_domain(void)
{
	static struct domain *d;

	if (d && d->run_state) {
		end_domain(d);
		d = NULL;
	}
	if (!d) {
		d = target_domain();
		must(domain_set_vcpus(d, 2) == 0);
		for (u32 i = 0; i < 2; i++)
			arch_vcpu_start(d->vcpu[i], 0, 0);
		domain_constructed(d);
		domain_unpause(d);
	}
	return d;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct domain *d = running_domain();
	u64 end = (u64)d->p2m.nr << CHUNK_SHIFT, distance;
	u64 gpr[32] = { H_RTAS };

	if (size < 2)
		return 0;
	distance = min((u64)data[0] << 8 | data[1], (u64)size - 2);
	gpr[4] = end - distance;
	copy_to_domain(d, gpr[4], data + 2, distance);
	h_rtas(d->vcpu[0], gpr);
	machine.console_len = 0;
	return 0;
}
