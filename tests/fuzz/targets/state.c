// SPDX-License-Identifier: GPL-2.0-or-later
/* The records of a domain's state (xen/common/save): all of it is taken, or nothing. */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/save/record.h>

#include "domain.h"
#include "fakes.h"
#include "target.h"

static uint8_t before[XEN_PPC_STATE_MAX], after[XEN_PPC_STATE_MAX];

/* What was taken can be saved, and taken by another domain, which is then the same. */
static void must_be_the_same_again(const struct domain *d)
{
	uint32_t length = domain_save(d, before, sizeof(before));
	struct save_refusal refusal;
	struct domain *other;

	must(length <= sizeof(before));
	other = target_domain();
	must(domain_restore(other, before, length, &refusal) == 0);
	must(domain_save(other, after, sizeof(after)) == length);
	must(memcmp(before, after, length) == 0);
	end_domain(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct domain *d = target_domain();
	uint32_t length = domain_save(d, before, sizeof(before));
	struct save_refusal refusal = { 0, 0 };
	void *state = exact_copy(data, size);
	int ret;

	/* Longer ones are refused by the op. */
	if (size && size <= XEN_PPC_STATE_MAX) {
		ret = domain_restore(d, state, (uint32_t)size, &refusal);
		if (ret == 0) {
			must_be_the_same_again(d);
		} else {
			must(ret == -EINVAL && refusal.why);
			must(domain_save(d, after, sizeof(after)) == length);
			must(memcmp(before, after, length) == 0);
		}
	}
	end_domain(d);
	free(state);
	return 0;
}
