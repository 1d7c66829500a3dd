// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest's process-scoped radix tree, walked by software (Power ISA 3.0, book III, 6.7):
 * process table, then up to four levels of directories. Every address in them is the
 * guest's word, checked as such.
 */
#include <xen/byteorder.h>
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <asm/mmu/guest_walk.h>
#include <asm/platform.h>
#include <asm/processor.h>

/* Process table: what d->arch.process_table says of it, and an entry's first word. */
#define PROC_TABLE_BASE 0x0ffffffffffff000ULL
#define PROC_TABLE_SIZE 0x1fULL /* log2 of it, less 12 */
#define PROC_ENTRY_SIZE 16
#define PROC_ROOT	0x0fffffffffffff00ULL
#define PROC_ROOT_BITS	0x1fULL
/* The tree translates 31 + RTS bits; RTS is in two fields. */
#define PROC_RTS(word) (((word) >> 61 & 3) << 3 | ((word) >> 5 & 7))

#define ENTRY_VALID    (1ULL << 63)
#define ENTRY_LEAF     (1ULL << 62)
#define ENTRY_NEXT     0x0fffffffffffff00ULL
#define ENTRY_BITS     0x1fULL
#define ENTRY_RPN      0x01fffffffffff000ULL
#define MAX_LEVELS     4

/* Addresses: the upper two bits choose a quadrant. Quadrant 0 is the process's own. */
#define QUADRANT(ea) ((ea) >> 62)
/* Without translation the upper four bits of an address count for nothing. */
#define REAL_ADDRESS 0x0fffffffffffffffULL

static bool read_word(const struct domain *d, u64 gpa, u64 *value)
{
	be64 word;

	if (!copy_from_domain(d, &word, gpa, sizeof(word)))
		return false;
	*value = be64_to_cpu(word);
	return true;
}

/* The first word of the process table's entry for ea: the kernel's process is 0. */
static bool process_entry(const struct vcpu *v, u64 ea, u64 *word)
{
	u64 table = v->domain->arch.process_table;
	u64 pid = QUADRANT(ea) ? 0 : v->arch.hv.pidr;
	u64 size = 1ULL << ((table & PROC_TABLE_SIZE) + 12);

	if (!table || pid >= size / PROC_ENTRY_SIZE)
		return false;
	return read_word(v->domain, (table & PROC_TABLE_BASE) + pid * PROC_ENTRY_SIZE,
			 word);
}

static bool walk_tree(const struct domain *d, u64 word, u64 ea, u64 *gpa)
{
	u64 left = 31 + PROC_RTS(word), table = word & PROC_ROOT;
	u64 bits = word & PROC_ROOT_BITS;

	ea &= ~0ULL >> 2;
	for (u32 level = 0; level < MAX_LEVELS; level++) {
		u64 entry;

		if (!bits || bits >= left || (!level && left < 64 && ea >> left))
			return false;
		left -= bits;
		if (!read_word(d, table + (ea >> left & ((1ULL << bits) - 1)) * 8,
			       &entry) ||
		    !(entry & ENTRY_VALID))
			return false;
		if (entry & ENTRY_LEAF) {
			u64 offset = (1ULL << left) - 1;

			*gpa = (entry & ENTRY_RPN & ~offset) | (ea & offset);
			return true;
		}
		table = entry & ENTRY_NEXT;
		bits = entry & ENTRY_BITS;
	}
	return false;
}

static bool guest_translate(const struct vcpu *v, u64 ea, u64 *gpa)
{
	u64 word;

	if (!(v->arch.regs.msr & MSR_IR)) {
		*gpa = ea & REAL_ADDRESS;
		return true;
	}
	return process_entry(v, ea, &word) && walk_tree(v->domain, word, ea, gpa);
}

bool guest_instruction(struct vcpu *v, u32 *instruction)
{
	bool little;
	u64 gpa;
	u32 word;

	platform->state_save(v); /* the process that runs, PIDR */
	if (!guest_translate(v, v->arch.regs.nip, &gpa) ||
	    !copy_from_domain(v->domain, &word, gpa, sizeof(word)))
		return false;
	little = v->arch.regs.msr & MSR_LE;
	*instruction = little == XEN_CPU_IS_LE ? word : __builtin_bswap32(word);
	return true;
}
