// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: PINCPUDOMAIN, SETDOMAININFO and GETVCPUCONTEXT. */
#include <stdio.h>

#include "hypercall-test.h"

#define PATE_GUEST_RADIX (1UL << 63)
#define MSR_SF		 (1UL << 63)
#define MSR_HV		 (1UL << 60)
#define MSR_PR		 (1UL << 14)
#define LPCR_AIL_3	 (3UL << 23)
#define LPCR_ILE	 (1UL << 25)
#define KERNEL_START	 0xc000000000000000UL

/* Long enough that it does not run out, short enough not to wrap. */
#define DECREMENTER (1UL << 50)

static long pin(unsigned int domid, unsigned int vcpu, void *cpumap)
{
	dom0_op_t *op = op_new(DOM0_PINCPUDOMAIN);

	op->u.pincpudomain.domain = (domid_t)domid;
	op->u.pincpudomain.vcpu = (u16)vcpu;
	op->u.pincpudomain.cpumap = cpumap;
	return op_do();
}

/* The context in the buffer, set and got. */
static long set_context(unsigned int domid, unsigned int vcpu, void *ctxt)
{
	dom0_op_t *op = op_new(DOM0_SETDOMAININFO);

	op->u.setdomaininfo.domain = (domid_t)domid;
	op->u.setdomaininfo.vcpu = (u16)vcpu;
	op->u.setdomaininfo.ctxt = ctxt;
	return op_do();
}

static long get_context(unsigned int domid, unsigned int vcpu, void *ctxt, u64 *time)
{
	dom0_op_t *op = op_new(DOM0_GETVCPUCONTEXT);
	long result;

	op->u.getvcpucontext.domain = (domid_t)domid;
	op->u.getvcpucontext.vcpu = (u16)vcpu;
	op->u.getvcpucontext.ctxt = ctxt;
	op->u.getvcpucontext.cpu_time = 0x5555;
	result = op_do();
	*time = op->u.getvcpucontext.cpu_time;
	return result;
}

static void pin_is_told(void)
{
	static const cpumap_t maps[] = { 1, 0x8000000000000001, ~(cpumap_t)0, 0 };
	cpumap_t *map = buffer();
	dom0_getdomaininfo_t info;
	unsigned int id, other;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_create(0, &other), 0);
	CU_ASSERT_EQUAL(domain_info(id, &info), 0);
	CU_ASSERT_EQUAL(info.cpumap[0], ~(cpumap_t)0);
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		*map = maps[i];
		CU_ASSERT_EQUAL(pin(id, 0, buffer_gpa()), 0);
		CU_ASSERT_EQUAL(domain_info(id, &info), 0);
		CU_ASSERT_EQUAL(info.cpumap[0], maps[i]);
		CU_ASSERT_EQUAL(*map, maps[i]);
	}
	CU_ASSERT_EQUAL(domain_info(other, &info), 0);
	CU_ASSERT_EQUAL(info.cpumap[0], ~(cpumap_t)0);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(domain_destroy(other), 0);
}

static void pin_bad(void)
{
	dom0_getdomaininfo_t info;
	unsigned int id;

	*(cpumap_t *)buffer() = 1;
	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(pin(NO_SUCH_DOMAIN, 0, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(pin(DOMID_SELF, 0, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(pin(id, MAX_VIRT_CPUS - 1, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(pin(id, MAX_VIRT_CPUS, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(pin(id, 0xffff, buffer_gpa()), -EINVAL);
	/* The vCPU that asks. */
	CU_ASSERT_EQUAL(pin(0, 0, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(pin(id, 0, (void *)dom0_end()), -EFAULT);
	CU_ASSERT_EQUAL(pin(id, 0, NULL), -EFAULT);
	CU_ASSERT_EQUAL(domain_info(id, &info), 0);
	CU_ASSERT_EQUAL(info.cpumap[0], ~(cpumap_t)0);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* What this machine lets a guest have of AIL: dom0's kernel has asked for all of it. */
static u64 machine_ail(void)
{
	static const u64 unknown = 1;
	static u64 ail = 1;
	u64 time;

	if (ail == unknown) {
		CU_ASSERT_EQUAL_FATAL(get_context(0, 0, buffer_gpa(), &time), 0);
		ail = ((vcpu_guest_context_t *)buffer())->lpcr & LPCR_AIL_3;
	}
	return ail;
}

/* Every field another value, but for those that the hypervisor itself acts on. */
static vcpu_guest_context_t some_context(void)
{
	vcpu_guest_context_t c = { 0 };
	unsigned char *bytes = (unsigned char *)&c;

	for (size_t i = 0; i < sizeof(c); i++)
		bytes[i] = (unsigned char)(i * 7 + i / 256 + 1);
	c.user_regs.msr = MSR_SF;
	c.user_regs.hid4 = 0;
	c.user_regs.__pad = 0;
	c.user_regs.entry_vector = 0;
	c.sdr1 = 0;
	c.process_table = PATE_GUEST_RADIX | 0x10000 | 4; /* 64 KiB at 64 KiB */
	c.lpcr = LPCR_ILE | machine_ail();
	c.decrementer = DECREMENTER;
	c.vpa = 0;
	return c;
}

static void check_same_context(const vcpu_guest_context_t *set)
{
	vcpu_guest_context_t got = *(vcpu_guest_context_t *)buffer();

	/* Time goes on; ten seconds at most have passed. */
	CU_ASSERT(got.decrementer <= set->decrementer);
	CU_ASSERT(got.decrementer + 10 * 512000000UL > set->decrementer);
	got.decrementer = set->decrementer;
	for (size_t i = 0; i < sizeof(got); i += 4)
		if (memcmp((char *)&got + i, (const char *)set + i, 4)) {
			printf("\n    context differs at byte %zu", i);
			CU_FAIL("what was set is not what is got");
			return;
		}
}

static void context_comes_back(void)
{
	vcpu_guest_context_t set = some_context();
	unsigned int id;
	u64 time;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	memcpy(buffer(), &set, sizeof(set));
	CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), 0);
	memset(buffer(), 0xee, sizeof(set) + 64);
	CU_ASSERT_EQUAL(get_context(id, 0, buffer_gpa(), &time), 0);
	CU_ASSERT_EQUAL(time, 0); /* it has not run */
	check_same_context(&set);
	for (size_t i = 0; i < 64; i++)
		CU_ASSERT_EQUAL(((unsigned char *)buffer())[sizeof(set) + i], 0xee);
	/* And all over again, as nothing but zeroes. */
	memset(&set, 0, sizeof(set));
	set.decrementer = DECREMENTER;
	memcpy(buffer(), &set, sizeof(set));
	CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(get_context(id, 0, buffer_gpa(), &time), 0);
	check_same_context(&set);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* A domain runs as a guest, whatever its context says. */
static void context_has_no_power(void)
{
	vcpu_guest_context_t *c = buffer();
	const u64 ail = machine_ail();
	unsigned int id;
	u64 time;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	memset(c, 0, sizeof(*c));
	c->user_regs.msr = ~0UL;
	c->lpcr = ail | ~LPCR_AIL_3;
	CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(get_context(id, 0, buffer_gpa(), &time), 0);
	CU_ASSERT_EQUAL(c->user_regs.msr & MSR_HV, 0);
	CU_ASSERT_EQUAL(c->user_regs.msr & MSR_SF, MSR_SF);
	CU_ASSERT_EQUAL(c->lpcr, LPCR_ILE | ail);
	/* Half of AIL is none; and where guests have none, all of it is refused as well.
	 */
	c->lpcr = ail ? LPCR_AIL_3 & -LPCR_AIL_3 : LPCR_AIL_3;
	CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* A context that is refused leaves the one before as it was. */
static void context_refused(void)
{
	static const u64 tables[] = {
		0x10000,			/* not marked as radix */
		PATE_GUEST_RADIX | 0x11000 | 4, /* not aligned to its size */
		PATE_GUEST_RADIX | 0x10000000,	/* beyond the domain's memory */
		PATE_GUEST_RADIX | 31,		/* larger than there are */
		PATE_GUEST_RADIX | 1UL << 61,	/* a bit that means nothing */
	};
	static const u64 areas[] = { 0x80, 1, 0x10000000, ~0UL, 1UL << 63 };
	vcpu_guest_context_t set = some_context();
	vcpu_guest_context_t *c = buffer();
	unsigned int id;
	u64 time;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	memcpy(c, &set, sizeof(set));
	CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), 0);
	memset(c, 0, sizeof(*c));
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		c->process_table = tables[i];
		CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), -EINVAL);
	}
	/* The table is right, and still must not be taken. */
	c->process_table = PATE_GUEST_RADIX | 0x20000;
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		c->vpa = areas[i];
		CU_ASSERT_EQUAL(set_context(id, 0, buffer_gpa()), -EINVAL);
	}
	CU_ASSERT_EQUAL(get_context(id, 0, buffer_gpa(), &time), 0);
	check_same_context(&set);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void set_context_bad(void)
{
	unsigned int id;
	u64 time;

	memset(buffer(), 0, sizeof(vcpu_guest_context_t));
	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(set_context(NO_SUCH_DOMAIN, 0, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(set_context(DOMID_SELF, 0, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(set_context(id, MAX_VIRT_CPUS - 1, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(set_context(id, MAX_VIRT_CPUS, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(set_context(id, 0xffff, buffer_gpa()), -EINVAL);
	/* Running, and the caller. */
	CU_ASSERT_EQUAL(set_context(0, 0, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(set_context(id, 0, (void *)dom0_end()), -EFAULT);
	CU_ASSERT_EQUAL(set_context(id, 0, NULL), -EFAULT);
	/* None of that made it a domain that could run. */
	CU_ASSERT_EQUAL(domain_control(DOM0_UNPAUSEDOMAIN, id), -EINVAL);
	CU_ASSERT_EQUAL(get_context(NO_SUCH_DOMAIN, 0, buffer_gpa(), &time), -ESRCH);
	CU_ASSERT_EQUAL(get_context(id, MAX_VIRT_CPUS, buffer_gpa(), &time), -EINVAL);
	CU_ASSERT_EQUAL(get_context(id, 0xffff, buffer_gpa(), &time), -EINVAL);
	CU_ASSERT_EQUAL(get_context(id, 1, NULL, &time), -EINVAL);
	/* It has always been EINVAL here. */
	CU_ASSERT_EQUAL(get_context(id, 0, (void *)dom0_end(), &time), -EINVAL);
	CU_ASSERT_EQUAL(time, 0x5555);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* dom0 is in its kernel, in the driver, having asked. */
static void own_context(void)
{
	const vcpu_guest_context_t *c = buffer();
	dom0_getdomaininfo_t info;
	u64 time, later;

	CU_ASSERT_EQUAL(get_context(0, 0, buffer_gpa(), &time), 0);
	CU_ASSERT(c->user_regs.pc >= KERNEL_START);
	CU_ASSERT(c->user_regs.gprs[1] >= KERNEL_START);
	CU_ASSERT_EQUAL(c->user_regs.msr & MSR_SF, MSR_SF);
	CU_ASSERT_EQUAL(c->user_regs.msr & (MSR_PR | MSR_HV), 0);
	CU_ASSERT_EQUAL(c->user_regs.gprs[3], XEN_MARK(__HYPERVISOR_dom0_op));
	CU_ASSERT_EQUAL(c->user_regs.gprs[4], hcall_page.gpa);
	CU_ASSERT_EQUAL(c->process_table & PATE_GUEST_RADIX, PATE_GUEST_RADIX);
	CU_ASSERT_EQUAL(c->lpcr & ~LPCR_AIL_3, LPCR_ILE);
	CU_ASSERT(!(c->lpcr & LPCR_AIL_3) || (c->lpcr & LPCR_AIL_3) == LPCR_AIL_3);
	CU_ASSERT_NOT_EQUAL(c->pid, 0);
	CU_ASSERT_EQUAL(get_context(0, 0, NULL, &later), 0);
	CU_ASSERT(later > time);
	CU_ASSERT_EQUAL(domain_info(0, &info), 0);
	CU_ASSERT(info.cpu_time > later);
	CU_ASSERT(info.cpu_time - later < 1000000000);
}

CU_TestInfo vcpu_tests[] = {
	TEST(pin_is_told),	    TEST(pin_bad),	   TEST(context_comes_back),
	TEST(context_has_no_power), TEST(context_refused), TEST(set_context_bad),
	TEST(own_context),	    CU_TEST_INFO_NULL,
};
