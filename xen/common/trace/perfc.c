// SPDX-License-Identifier: GPL-2.0-or-later
/* The performance counters and the ops that read them (xen/trace/perfc.h). */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <xen/string.h>

struct counter_info {
	const char *name;
	u16 first; /* place of its first value among all values */
	u16 count;
};

#define FIRST(name)			(offsetof(struct perf_counters, name) / sizeof(u32))
#define PERFC_INFO(name, text)		{ text, FIRST(name), 1 },
#define PERFC_ARRAY_INFO(name, text, n) { text, FIRST(name), n },

static const struct counter_info counter_info[] = { PERFC_LIST(PERFC_INFO,
							       PERFC_ARRAY_INFO) };

u32 perfc_count(void)
{
	return ARRAY_SIZE(counter_info);
}

void perfc_reset(void)
{
	struct cpu *cpu;
	u32 i;

	for_each_cpu(cpu, i) cpu->perf = (struct perf_counters){ 0 };
}

/* Sums up over all CPUs. */
static void describe(u32 number, dom0_perfc_desc_t *desc)
{
	const struct counter_info *info = &counter_info[number];
	struct cpu *cpu;
	u32 i;

	memset(desc, 0, sizeof(*desc));
	strlcpy((char *)desc->name, info->name, sizeof(desc->name));
	desc->nr_vals = info->count;
	for_each_cpu(cpu, i)
	{
		const u32 *values = (const u32 *)&cpu->perf + info->first;

		for (u32 j = 0; j < info->count; j++)
			desc->vals[j] += values[j];
	}
}

/* Descriptors [first, end) to the guest. */
static bool copy_counters(const struct domain *d, u64 gpa, u32 first, u32 end)
{
	dom0_perfc_desc_t desc;

	if (!guest_buffer_ok(d, gpa, (u64)(end - first) * sizeof(desc)))
		return false;
	for (u32 i = first; i < end; i++, gpa += sizeof(desc)) {
		describe(i, &desc);
		if (!copy_to_guest(d, gpa, &desc, sizeof(desc)))
			return false;
	}
	return true;
}

static bool known_operation(u32 op)
{
	return op == DOM0_PERFCCONTROL_OP_RESET || op == DOM0_PERFCCONTROL_OP_QUERY;
}

/* All counters at once; without a buffer only their number: abi.tsv, "DOM0_PERFCCONTROL".
 */
long op_perfccontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_perfccontrol_t *arg = &op->u.perfccontrol;
	u64 gpa = (uintptr_t)arg->desc;

	if (!known_operation(arg->op))
		return -EINVAL;
	if (gpa && !copy_counters(v->domain, gpa, 0, perfc_count()))
		return -EFAULT;
	reply->u.perfccontrol.nr_counters = perfc_count();
	if (arg->op == DOM0_PERFCCONTROL_OP_RESET)
		perfc_reset();
	return 0;
}

/* The same by windows. RESET takes effect with the window that holds the last. */
long op_ppc_perfccontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_perfccontrol_t *arg = &op->u.ppc_perfccontrol;
	u32 first = min(arg->first, perfc_count());
	u32 end = first + min(arg->count, perfc_count() - first);

	if (!known_operation(arg->op))
		return -EINVAL;
	if (!copy_counters(v->domain, (uintptr_t)arg->desc, first, end))
		return -EFAULT;
	reply->u.ppc_perfccontrol.count = end - first;
	reply->u.ppc_perfccontrol.nr_counters = perfc_count();
	if (arg->op == DOM0_PERFCCONTROL_OP_RESET && first < end && end == perfc_count())
		perfc_reset();
	return 0;
}
