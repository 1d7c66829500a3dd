// SPDX-License-Identifier: GPL-2.0-or-later
/* Domains of a few instructions, for measurements with domains beside dom0 (guest.h). */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "bench.h"
#include "guest.h"

#define GUEST_CODE 0x1000
#define GUEST_VPA  0x8000
/* H_REGISTER_VPA: its length, big-endian, is at this offset; 640 is the least. */
#define VPA_LENGTH 4
#define VPA_SIZE   640

#define MSR_SF	   (1UL << 63)
#define MSR_ME	   0x1000UL
#define MSR_LE	   0x1UL

/* Fill memory with words that are all different and not zero. */
static void fill(char *memory)
{
	unsigned long *word = (unsigned long *)memory;

	for (size_t i = 0; i < GUEST_SIZE / sizeof(*word); i++)
		word[i] = (i + 1) * 0x9e3779b97f4a7c15;
}

static void write_memory(int xc, u32 domid, const char *code, size_t size)
{
	unsigned long frame;
	char *memory;

	/* The memory is one chunk, so its frames are contiguous. */
	if (xc_get_pfn_list(xc, domid, &frame, 1) != 1)
		fail("a list of domain %u's frames: %s", domid, strerror(errno));
	memory = xc_map_foreign_range(xc, domid, GUEST_SIZE, PROT_READ | PROT_WRITE,
				      frame);
	if (!memory)
		fail("mapping domain %u's memory: %s", domid, strerror(errno));
	fill(memory);
	memcpy(memory + GUEST_CODE, code, size);
	memset(memory + GUEST_VPA, 0, VPA_SIZE);
	memory[GUEST_VPA + VPA_LENGTH] = (char)(VPA_SIZE >> 8);
	memory[GUEST_VPA + VPA_LENGTH + 1] = (char)(VPA_SIZE & 0xff);
	munmap(memory, GUEST_SIZE);
}

static void set_registers(int xc, u32 domid)
{
	static vcpu_guest_context_t context;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };

	/* Register a VPA like Linux: it adds to the cost of a switch. */
	context.vpa = GUEST_VPA;
	context.user_regs.pc = GUEST_CODE;
	context.user_regs.msr = MSR_SF | MSR_ME | MSR_LE;
	op.u.setdomaininfo.domain = (domid_t)domid;
	op.u.setdomaininfo.ctxt = &context;
	if (xc_dom0_op(xc, &op))
		fail("setting domain %u's registers: %s", domid, strerror(errno));
}

u32 guest_create(int xc, const char *code, const char *code_end)
{
	u32 domid = 0;

	if (xc_domain_create(xc, 0, &domid) ||
	    xc_domain_setmaxmem(xc, domid, GUEST_SIZE >> 10) ||
	    xc_domain_memory_increase_reservation(xc, domid, GUEST_SIZE >> 10))
		fail("a domain of %lu MiB: %s", GUEST_SIZE >> 20, strerror(errno));
	write_memory(xc, domid, code, (size_t)(code_end - code));
	set_registers(xc, domid);
	return domid;
}

void guest_start(int xc, u32 domid)
{
	if (xc_domain_unpause(xc, domid))
		fail("unpausing domain %u: %s", domid, strerror(errno));
}

void guest_destroy(int xc, u32 domid)
{
	if (xc_domain_destroy(xc, domid))
		fail("destroying domain %u: %s", domid, strerror(errno));
}
