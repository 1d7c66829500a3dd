// SPDX-License-Identifier: GPL-2.0-or-later
/* The PAPR calls that a Linux guest makes (xen/arch/powerpc/papr). */
#include <string.h>

#include <xen/boot_info.h>
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/memory.h>
#include <asm/papr/papr.h>
#include <asm/papr/vty.h>
#include <asm/processor.h>
#include <asm/papr/vpa.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"
#include "walk.h"

#define VTY VTY_UNIT

static struct vcpu *v;
static u64 *gpr;

static void start(void)
{
	dom0_start();
	v = dom0->vcpu[0];
	gpr = v->arch.regs.gpr;
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	vcpu_force(v, VCPU_RUNNING, 0);
	machine.console_len = 0;
	machine.console[0] = '\0';
	machine.typed = "";
	machine.spr[SPR_DEC] = 1000;
}

static void unknown_calls(void)
{
	static const u64 unknown[] = { 0,      4,      0x5c,   0xfc, 0x2000,
				       0xf001, 0xf800, 0xf804, 1,    55 };

	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(papr(unknown[i], 1, 2, 3, 4), H_FUNCTION);
}

/* The characters come in two registers, the first one in the highest byte. */
static void printing(void)
{
	CU_ASSERT_EQUAL(
		papr(H_PUT_TERM_CHAR, VTY, 10, 0x6162636465666768, 0x690a000000000000),
		H_SUCCESS);
	CU_ASSERT_STRING_EQUAL(machine.console, "abcdefghi\n");
	CU_ASSERT_EQUAL(
		papr(H_PUT_TERM_CHAR, 0, 16, 0x3031323334353637, 0x383961626364650a),
		H_SUCCESS);
	CU_ASSERT_STRING_EQUAL(machine.console, "abcdefghi\n0123456789abcde\n");
	CU_ASSERT_EQUAL(papr(H_PUT_TERM_CHAR, VTY, 0, 0x3031323334353637, 0), H_SUCCESS);
	machine.console_busy = 1;
	CU_ASSERT_EQUAL(papr(H_PUT_TERM_CHAR, VTY, 1, 0x5800000000000000, 0), H_BUSY);
	CU_ASSERT_STRING_EQUAL(machine.console, "abcdefghi\n0123456789abcde\n");
}

static void printing_refused(void)
{
	static const u64 lengths[] = { 17, 18, 1ULL << 32, 1ULL << 63, ~0ULL };

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++)
		CU_ASSERT_EQUAL(papr(H_PUT_TERM_CHAR, VTY, lengths[i], 0x41, 0x42),
				H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_PUT_TERM_CHAR, VTY + 1, 1, 0x41, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_PUT_TERM_CHAR, (u64)VTY << 32, 1, 0x41, 0), H_PARAMETER);
	CU_ASSERT_STRING_EQUAL(machine.console, "");
}

/* What dom0's terminal is to it, is a console of its own to another domain. */
static void terminal_of_another(void)
{
	struct vcpu *other = make_domain(1)->vcpu[0];
	const struct text_ring *out = &other->domain->console.ring.out;

	CU_ASSERT_EQUAL(papr_by(other, H_PUT_TERM_CHAR, VTY, 2, 0x4142000000000000, 0),
			H_SUCCESS);
	CU_ASSERT_EQUAL(papr_by(other, H_PUT_TERM_CHAR, 0, 1, 0x4300000000000000, 0),
			H_SUCCESS);
	CU_ASSERT_EQUAL(out->end, 3);
	CU_ASSERT_EQUAL(memcmp(out->text, "ABC", 3), 0);
	CU_ASSERT_EQUAL(papr_by(other, H_PUT_TERM_CHAR, VTY, 17, 0x41, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr_by(other, H_PUT_TERM_CHAR, VTY + 1, 1, 0x41, 0),
			H_PARAMETER);
	CU_ASSERT_EQUAL(papr_by(other, H_PUT_TERM_CHAR, VTY, 0, 0x41, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(out->end, 3);

	machine.typed = "dom0's";
	CU_ASSERT_EQUAL(papr_by(other, H_GET_TERM_CHAR, VTY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(other->arch.regs.gpr[4], 0);
	CU_ASSERT_EQUAL(guest_console_type(other->domain, "xy", 2), 2);
	CU_ASSERT_EQUAL(papr_by(other, H_GET_TERM_CHAR, VTY + 1, 0, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr_by(other, H_GET_TERM_CHAR, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(other->arch.regs.gpr[4], 2);
	CU_ASSERT_EQUAL(other->arch.regs.gpr[5], 0x7879000000000000);
	CU_ASSERT_EQUAL(other->arch.regs.gpr[6], 0);
	CU_ASSERT_STRING_EQUAL(machine.console, "");
	CU_ASSERT_STRING_EQUAL(machine.typed, "dom0's");
}

static void typing(void)
{
	machine.typed = "a line that is longer";
	CU_ASSERT_EQUAL(papr(H_GET_TERM_CHAR, VTY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 16);
	CU_ASSERT_EQUAL(gpr[5], 0x61206c696e652074);	/* "a line t" */
	CU_ASSERT_EQUAL(gpr[6], 0x686174206973206cULL); /* "hat is l" */
	CU_ASSERT_EQUAL(papr(H_GET_TERM_CHAR, VTY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 5);
	CU_ASSERT_EQUAL(gpr[5], 0x6f6e676572000000); /* "onger" */
	CU_ASSERT_EQUAL(gpr[6], 0);
	CU_ASSERT_EQUAL(papr(H_GET_TERM_CHAR, VTY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 0);
}

static void modes(void)
{
	u64 *lpcr = &v->arch.hv.lpcr;

	*lpcr = 0;
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 4, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(*lpcr, LPCR_ILE);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 3, 3, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(*lpcr, LPCR_ILE | LPCR_AIL);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 0, 3, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 0, 4, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(*lpcr, 0);
	without_guest_ail(true);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 3, 3, 0, 0), H_P2);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 0, 3, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(*lpcr, 0);
	without_guest_ail(false);
	/* Nothing else of that register is the guest's. */
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 2, 4, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 3, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, ~0ULL, 3, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 1, 0, 0), H_P2);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 5, 0, 0), H_P2);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 4, 1, 0), H_P3);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 1, 4, 0, 1), H_P4);
	CU_ASSERT_EQUAL(*lpcr, 0);
}

/* They are the domain's: each of its vCPUs has them, one that has not run too. */
static void modes_of_all(void)
{
	CU_ASSERT_EQUAL(domain_set_vcpus(dom0, 3), 0);
	dom0->vcpu[1]->arch.hv.lpcr = LPCR_ILE;
	CU_ASSERT_EQUAL(papr_by(dom0->vcpu[2], H_SET_MODE, 3, 3, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(dom0->vcpu[0]->arch.hv.lpcr, LPCR_AIL);
	CU_ASSERT_EQUAL(dom0->vcpu[1]->arch.hv.lpcr, LPCR_ILE | LPCR_AIL);
	CU_ASSERT_EQUAL(dom0->vcpu[2]->arch.hv.lpcr, LPCR_AIL);
	CU_ASSERT_EQUAL(papr(H_SET_MODE, 2, 3, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(dom0->vcpu[1]->arch.hv.lpcr, LPCR_ILE | LPCR_AIL);
}

static void process_table(void)
{
	u32 lpid = dom0->arch.lpid;
	u64 flushes = machine.flushes;

	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0x10000, 0, 4), H_SUCCESS);
	CU_ASSERT_EQUAL(partition_dword(lpid, 1), 1ULL << 63 | 0x10000 | 4);
	CU_ASSERT(machine.flushes > flushes);
	/* As Linux asks for it; up to the last byte of the domain. */
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, DOM0_END - MB(8), 0, 0xb),
			H_SUCCESS);
	CU_ASSERT_EQUAL(partition_dword(lpid, 1), 1ULL << 63 | (DOM0_END - MB(8)) | 0xb);
}

static void bad_process_tables(void)
{
	static const u64 bases[] = {
		DOM0_END,  0x10001,    0x8000,	   TOP,
		TOP << 16, 1ULL << 63, 1ULL << 58, 0xc000000000000000
	};

	for (size_t i = 0; i < ARRAY_SIZE(bases); i++)
		CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, bases[i], 0, 4), H_P2);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0, 0, 24), H_P2); /* 64 GiB */
	/* Bits beside the base's, which could be taken for those of another field. */
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0x20001, 0, 4), H_P2);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0x10004, 0, 4), H_P2);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 1ULL << 63 | 0x10000, 0, 4),
			H_P2);
	for (u64 flags = 0; flags < 0x40; flags++)
		if (flags != 0x1d)
			CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, flags, 0x10000, 0, 4),
					H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0, 1, 4), H_P3);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0, 0, 25), H_P4);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0, 0, 52), H_P4);
	CU_ASSERT_EQUAL(papr(H_REGISTER_PROC_TBL, 0x1d, 0, 0, ~0ULL), H_P4);
	CU_ASSERT_EQUAL(partition_dword(dom0->arch.lpid, 1), 0);
}

/* Idle until something comes: with interrupts on, and not if one waits already. */
static void ceding(void)
{
	v->arch.regs.msr = MSR_SF | MSR_ME;
	CU_ASSERT_EQUAL(papr(H_CEDE, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_TRUE(v->run_state & VCPU_BLOCKED);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_TRUE(v->arch.regs.msr & MSR_EE);

	vcpu_force(v, 0, VCPU_BLOCKED);
	machine.spr[SPR_DEC] = (u32)-5;
	CU_ASSERT_EQUAL(papr(H_CEDE, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	machine.spr[SPR_DEC] = 1000;
	v->arch.xics.cppr = 0xff;
	v->arch.xics.mfrr = 4;
	v->arch.interrupt_pending = true;
	v->arch.regs.msr = MSR_SF | MSR_ME;
	CU_ASSERT_EQUAL(papr(H_CEDE, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	v->arch.interrupt_pending = false;
}

static void cpu_characteristics(void)
{
	machine.cpu_character = 0x1234;
	machine.cpu_behaviour = 0x5678;
	CU_ASSERT_EQUAL(papr(H_GET_CPU_CHARACTERISTICS, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 0x1234);
	CU_ASSERT_EQUAL(gpr[5], 0x5678);
	machine.cpu_character = 0;
	CU_ASSERT_EQUAL(papr(H_GET_CPU_CHARACTERISTICS, 0, 0, 0, 0), H_FUNCTION);
}

#define VPA_REGISTER   (1ULL << 45)
#define VPA_DEREGISTER (5ULL << 45)

static u32 yield_count(u64 gpa)
{
	be32 count;

	dom0_read(gpa + 0x100, &count, sizeof(count));
	return be32_to_cpu(count);
}

static void set_vpa_length(u64 gpa, u16 length)
{
	const u8 bytes[] = { (u8)(length >> 8), (u8)length };

	dom0_write(gpa + 4, bytes, sizeof(bytes));
}

/* Even while the vCPU runs, odd while it does not. */
static void processor_area(void)
{
	set_vpa_length(BUF_GPA, 640);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 0, BUF_GPA, 0), H_SUCCESS);
	for (u32 n = 1; n < 5; n++) {
		vpa_count_yield(v);
		CU_ASSERT_EQUAL(yield_count(BUF_GPA), n);
	}
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_DEREGISTER, 0, 0, 0), H_SUCCESS);
	vpa_count_yield(v);
	CU_ASSERT_EQUAL(yield_count(BUF_GPA), 4);
}

static void bad_processor_areas(void)
{
	static const u64 bad[] = { 0,	      BUF_GPA + 1,    BUF_GPA + 64,
				   DOM0_END,  DOM0_END + 128, TOP,
				   TOP - 127, 1ULL << 63,     BUF_GPA + 4096 - 512 };

	set_vpa_length(BUF_GPA + 4096 - 512, 640); /* would cross a page of 4 KiB */
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 0, bad[i], 0),
				H_PARAMETER);
	set_vpa_length(BUF_GPA, 639);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 0, BUF_GPA, 0), H_PARAMETER);
	set_vpa_length(BUF_GPA, 0xffff);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 0, BUF_GPA, 0), H_PARAMETER);
	set_vpa_length(BUF_GPA, 640);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 1, BUF_GPA, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, TOP, BUF_GPA, 0), H_PARAMETER);
	/* Dispatch trace log and SLB shadow are not provided. */
	for (u64 function = 0; function < 8; function++)
		if (function != 1 && function != 5)
			CU_ASSERT_EQUAL(
				papr(H_REGISTER_VPA, function << 45, 0, BUF_GPA, 0),
				function % 4 ? H_FUNCTION : H_PARAMETER);
	/* Every other flag is reserved. */
	for (u32 bit = 0; bit < 64; bit++)
		if (bit < 45 || bit > 47) {
			CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER | 1ULL << bit,
					     0, BUF_GPA, 0),
					H_PARAMETER);
			CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_DEREGISTER | 1ULL << bit,
					     0, BUF_GPA, 0),
					H_PARAMETER);
		}
	vpa_count_yield(v);
	CU_ASSERT_EQUAL(yield_count(BUF_GPA), 0);
	/* The memory it lay in is gone: nothing is written where it was. */
	set_vpa_length(3 * CHUNK_SIZE, 640);
	CU_ASSERT_EQUAL(papr(H_REGISTER_VPA, VPA_REGISTER, 0, 3 * CHUNK_SIZE, 0),
			H_SUCCESS);
	CU_ASSERT_EQUAL(p2m_remove(dom0, dom0->p2m.chunk[3]), 0);
	vpa_count_yield(v);
}

static void special_registers(void)
{
	v->arch.hv.sprg[0] = 1;
	CU_ASSERT_EQUAL(papr(H_SET_SPRG0, 0x123456789abcdef0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(v->arch.hv.sprg[0], 0x123456789abcdef0);
	/* What is in the CPU is saved before, and loaded behind it. */
	CU_ASSERT_PTR_EQUAL(machine.state_saved, v);
	CU_ASSERT_PTR_EQUAL(machine.state_loaded, v);
	/* POWER9 has no data address breakpoint register. */
	CU_ASSERT_EQUAL(papr(H_SET_DABR, 0, 0, 0, 0), H_HARDWARE);
	CU_ASSERT_EQUAL(papr(H_SET_DABR, 0x1007, 0, 0, 0), H_HARDWARE);
	CU_ASSERT_EQUAL(papr(H_SET_XDABR, 0x1007, 3, 0, 0), H_HARDWARE);
}

#define PAGE_COPY	 (1ULL << 14)
#define PAGE_ZERO	 (1ULL << 15)
#define PAGE_SYNCHRONIZE (1ULL << 22)
#define PAGE_INVALIDATE	 (1ULL << 23)
#define PAGE_TO		 (2 * CHUNK_SIZE - 4096) /* a chunk's last */
#define PAGE_FROM	 (3 * CHUNK_SIZE)

/* The page is filled with the byte, and what is beside it has stayed as it was. */
static void check_page(u8 byte)
{
	CU_ASSERT_TRUE(dom0_is_filled(PAGE_TO - 64, 0xee, 64));
	CU_ASSERT_TRUE(dom0_is_filled(PAGE_TO, byte, 4096));
	CU_ASSERT_TRUE(dom0_is_filled(PAGE_TO + 4096, 0xee, 64));
	CU_ASSERT_TRUE(dom0_is_filled(PAGE_FROM, 0x55, 4096));
}

static long page_init(u64 flags, u64 to, u64 from)
{
	return papr(H_PAGE_INIT, flags, to, from, 0);
}

static void pages(void)
{
	static const struct {
		u64 flags;
		u8 byte;
	} cases[] = {
		{ 0, 0xee },
		{ PAGE_ZERO, 0 },
		{ PAGE_COPY, 0x55 },
		{ PAGE_COPY | PAGE_ZERO, 0x55 },
		{ PAGE_SYNCHRONIZE, 0xee },
		{ PAGE_ZERO | PAGE_INVALIDATE, 0 },
		{ PAGE_COPY | PAGE_SYNCHRONIZE | PAGE_INVALIDATE, 0x55 },
	};

	dom0_fill(PAGE_FROM, 0x55, 4096);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		u32 updates = machine.icache_updates;

		dom0_fill(PAGE_TO - 64, 0xee, 4096 + 128);
		CU_ASSERT_EQUAL(page_init(cases[i].flags, PAGE_TO, PAGE_FROM), H_SUCCESS);
		check_page(cases[i].byte);
		if (cases[i].flags & (PAGE_SYNCHRONIZE | PAGE_INVALIDATE))
			CU_ASSERT_EQUAL(machine.icache_updated,
					ptr_to_maddr(domain_byte(dom0, PAGE_TO)));
		CU_ASSERT_EQUAL(machine.icache_updates != updates,
				cases[i].flags > PAGE_ZERO + PAGE_COPY);
	}
	/* Onto itself, and without a source where none is needed. */
	CU_ASSERT_EQUAL(page_init(PAGE_COPY, PAGE_FROM, PAGE_FROM), H_SUCCESS);
	CU_ASSERT_EQUAL(page_init(PAGE_ZERO, PAGE_TO, NOWHERE), H_SUCCESS);
	check_page(0);
}

static void bad_pages(void)
{
	static const u64 bad[] = { 1,		2048,	       DOM0_END - 4095, DOM0_END,
				   TOP,		TOP - 4095,    1ULL << 63,	NOWHERE,
				   PAGE_TO + 1, PAGE_TO + 2048 };

	dom0_fill(PAGE_FROM, 0x55, 4096);
	dom0_fill(PAGE_TO - 64, 0xee, 4096 + 128);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(page_init(0, bad[i], PAGE_FROM), H_PARAMETER);
		CU_ASSERT_EQUAL(page_init(PAGE_ZERO, bad[i], PAGE_FROM), H_PARAMETER);
		CU_ASSERT_EQUAL(page_init(PAGE_COPY, bad[i], PAGE_FROM), H_PARAMETER);
		CU_ASSERT_EQUAL(page_init(PAGE_COPY, PAGE_TO, bad[i]), H_PARAMETER);
		CU_ASSERT_EQUAL(page_init(PAGE_COPY | PAGE_ZERO, PAGE_TO, bad[i]),
				H_PARAMETER);
	}
	for (u32 bit = 0; bit < 64; bit++)
		if (bit != 14 && bit != 15 && bit != 22 && bit != 23)
			CU_ASSERT_EQUAL(
				page_init(PAGE_COPY | 1ULL << bit, PAGE_TO, PAGE_FROM),
				H_PARAMETER);
	check_page(0xee);
}

static void random_numbers(void)
{
	machine.random = 0x123456789abcdef0;
	CU_ASSERT_EQUAL(papr(H_RANDOM, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 0x123456789abcdef0);
	/* It is asked again, but not for ever. */
	machine.random_failures = 3;
	CU_ASSERT_EQUAL(papr(H_RANDOM, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(gpr[4], 0x123456789abcdef0);
	machine.random_failures = 1000;
	CU_ASSERT_EQUAL(papr(H_RANDOM, 5, 0, 0, 0), H_HARDWARE);
	CU_ASSERT_EQUAL(gpr[4], 5);
	CU_ASSERT_EQUAL(machine.random_failures, 990);
	machine.random_failures = 0;
}

int main(void)
{
	CU_TestInfo calls[] = {
		{ "unknown calls", unknown_calls },
		{ "printing", printing },
		{ "printing refused", printing_refused },
		{ "another domain's terminal", terminal_of_another },
		{ "typing", typing },
		{ "modes", modes },
		{ "modes of all vCPUs", modes_of_all },
		{ "process table", process_table },
		{ "bad process tables", bad_process_tables },
		{ "ceding", ceding },
		{ "CPU characteristics", cpu_characteristics },
		{ "random numbers", random_numbers },
		{ "special registers", special_registers },
		{ "pages", pages },
		{ "bad pages", bad_pages },
		{ "processor area", processor_area },
		{ "bad processor areas", bad_processor_areas },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "papr",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = calls },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-papr", suites);
}
