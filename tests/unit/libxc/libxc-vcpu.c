// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Functions of xc.h and xc_private.h on every architecture: virtual CPUs, page types,
 * counters, and functions for x86 only.
 */
#include "libxc-fake.h"
#include "libxc-ops.h"

static void pincpu(void)
{
	static const cpumap_t map = 0x8000000000000005; /* read-only */

	CU_ASSERT_EQUAL(xc_domain_pincpu(handle, 5, 31, (cpumap_t *)&map), 0);
	CU_ASSERT_EQUAL(xen.cpumap, map);
	CU_ASSERT_EQUAL(xen.pinned.domain, 5);
	CU_ASSERT_EQUAL(xen.pinned.vcpu, 31);
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_domain_pincpu(handle, 65541, 0, (cpumap_t *)&map),
				     ESRCH);
			ASSERT_FAILS(xc_domain_pincpu(handle, 5, -1, (cpumap_t *)&map),
				     EINVAL);
			ASSERT_FAILS(xc_domain_pincpu(handle, 5, 65536, (cpumap_t *)&map),
				     EINVAL);
		}),
		0);
	ASSERT_FAILS(xc_domain_pincpu(handle, 5, 0, NULL), EFAULT);
	fake.violations = 0;
}

static void context(void)
{
	struct {
		char before;
		vcpu_guest_context_t ctxt;
		char after[8];
	} __attribute__((packed)) got; /* not aligned */
	const unsigned char *bytes = (const unsigned char *)&got.ctxt;

	memset(&got, 0xff, sizeof(got));
	CU_ASSERT_EQUAL(xc_domain_get_vcpu_context(
				handle, 0, 0, (vcpu_guest_context_t *)(uintptr_t)bytes),
			0);
	for (size_t i = 0; i < sizeof(got.ctxt); i++)
		CU_ASSERT_EQUAL(bytes[i], 0x5c);
	CU_ASSERT_EQUAL(got.before, (char)0xff);
	for (size_t i = 0; i < sizeof(got.after); i++)
		CU_ASSERT_EQUAL(got.after[i], (char)0xff);
	CU_ASSERT_EQUAL(xc_domain_get_vcpu_context(handle, 0, 0, NULL), 0);
}

static void context_refused(void)
{
	vcpu_guest_context_t ctxt;

	memset(&ctxt, 0xff, sizeof(ctxt));
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_domain_get_vcpu_context(handle, 65536, 0, &ctxt),
				     ESRCH);
			ASSERT_FAILS(xc_domain_get_vcpu_context(handle, 0, 65536, &ctxt),
				     EINVAL);
		}),
		0);
	xen.fail_cmd = DOM0_GETVCPUCONTEXT;
	xen.fail_errno = ESRCH;
	ASSERT_FAILS(xc_domain_get_vcpu_context(handle, 9, 0, &ctxt), ESRCH);
	CU_ASSERT_EQUAL(ctxt.sdr1, ~0UL);
}

static void cpu_usage(void)
{
	CU_ASSERT_EQUAL(xc_domain_get_cpu_usage(handle, 7, 1), 7042);
	ASSERT_FAILS(xc_domain_get_cpu_usage(handle, 7, 2), EINVAL);
	CU_ASSERT_EQUAL(
		HYPERCALLS(ASSERT_FAILS(xc_domain_get_cpu_usage(handle, 7, -1), EINVAL)),
		0);
}

static void page_type(void)
{
	CU_ASSERT_EQUAL(get_pfn_type(handle, 5, 0), NOTAB);
	CU_ASSERT_EQUAL(get_pfn_type(handle, 6, 0), L1TAB);
	errno = 0;
	CU_ASSERT_EQUAL(get_pfn_type(handle, 1 << 20, 0), ~0U);
	CU_ASSERT_EQUAL(errno, EINVAL);
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(get_pfn_type(handle, 5, 65536), ~0U)),
			0);
}

static void page_types(void)
{
	enum { NR = 5000 };
	static unsigned long list[NR + 1];

	for (unsigned long i = 0; i <= NR; i++)
		list[i] = i == 17 ? 1UL << 20 : i;
	CU_ASSERT_EQUAL(get_pfn_type_batch(handle, 0, NR, list), 0);
	for (unsigned long i = 0; i < NR; i++)
		CU_ASSERT_EQUAL(list[i],
				i == 17 ? 0xf0100000UL : i | (i % 2 ? NOTAB : L1TAB));
	CU_ASSERT_EQUAL(list[NR], NR);
	CU_ASSERT_EQUAL(get_pfn_type_batch(handle, 0, 0, NULL), 0);
	ASSERT_FAILS(get_pfn_type_batch(handle, 9, 1, list), ESRCH);
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(get_pfn_type_batch(handle, 0, -1, list), EINVAL);
			ASSERT_FAILS(get_pfn_type_batch(handle, 65536, 1, list), ESRCH);
		}),
		0);
}

static void counters(void)
{
	enum { NR = 91 };
	static xc_perfc_desc_t desc[NR + 1];

	xen.nr_counters = NR;
	xen.counted = 3;
	CU_ASSERT_EQUAL(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, NULL), NR);
	memset(desc, 0xff, sizeof(desc));
	CU_ASSERT_EQUAL(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, desc), NR);
	for (u32 i = 0; i < NR; i++) {
		CU_ASSERT_EQUAL(desc[i].nr_vals, i);
		CU_ASSERT_EQUAL(desc[i].vals[1], 3);
	}
	CU_ASSERT_EQUAL(desc[NR].nr_vals, ~0U);
	/* A reset returns the old counts, or nothing at all. */
	CU_ASSERT_EQUAL(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_RESET, desc), NR);
	CU_ASSERT_EQUAL(desc[NR - 1].vals[1], 3);
	CU_ASSERT_EQUAL(xen.counted, 0);
	xen.counted = 4;
	CU_ASSERT_EQUAL(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_RESET, NULL), NR);
	CU_ASSERT_EQUAL(xen.counted, 0);
	ASSERT_FAILS(xc_perfc_control(handle, 3, NULL), EINVAL);
	ASSERT_FAILS(xc_perfc_control(handle, 3, desc), EINVAL);
}

static void msr(void)
{
	if (fake.addressing == FAKE_TRANSLATED) {
		ASSERT_FAILS(xc_msr_read(handle, 1, 0x10), ENOSYS);
		ASSERT_FAILS(xc_msr_write(handle, 1, 0x10, 1, 2), ENOSYS);
		return;
	}
	CU_ASSERT_EQUAL(xc_msr_write(handle, 3, 0x10, 0xfedcba98, 0x76543210), 0);
	CU_ASSERT_EQUAL(xen.msr.cpu_mask, 3);
	CU_ASSERT_EQUAL(xen.msr.msr, 0x10);
	CU_ASSERT_EQUAL(xc_msr_read(handle, 1, 0x10), 0x76543210fedcba98);
	xen.fail_cmd = DOM0_MSR;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_msr_read(handle, 1, 0x10), EPERM);
}

static void pci_access(void)
{
	CU_ASSERT_EQUAL(
		HYPERCALLS(ASSERT_FAILS(
			xc_physdev_pci_access_modify(handle, 0, 1, 2, 3, 1), ENOSYS)),
		0);
}

CU_TestInfo libxc_vcpu_tests[] = {
	{ "pincpu", pincpu },
	{ "vcpu_context", context },
	{ "vcpu_context refused", context_refused },
	{ "cpu_usage", cpu_usage },
	{ "page type", page_type },
	{ "page types", page_types },
	{ "performance counters", counters },
	{ "msr_read, msr_write", msr },
	{ "physdev_pci_access_modify", pci_access },
	CU_TEST_INFO_NULL,
};
