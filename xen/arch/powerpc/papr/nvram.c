// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * RTAS: a domain's NVRAM (PAPR, "NVRAM"), where its kernel keeps logs of errors. Linux
 * looks for room in it at each boot. It lasts as long as the domain and is saved with it.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/save/record.h>
#include <xen/string.h>
#include <asm/papr/nvram.h>
#include "rtas.h"

/* Partitions (PAPR, "NVRAM Structure"): lengths count blocks, with the header. */
#define BLOCK_SIZE    16UL
#define BLOCKS	      ((u32)(NVRAM_SIZE / BLOCK_SIZE))
#define COMMON_BLOCKS 64
#define SIGN_COMMON   0x70
#define SIGN_FREE     0x7f

struct partition {
	u8 signature, checksum;
	u8 length[2]; /* big-endian */
	char name[12];
};

_Static_assert(sizeof(struct partition) == BLOCK_SIZE, "the header is one block");

/* The sum of all bytes but the checksum, with the carry added again. */
static u8 checksum(const struct partition *p)
{
	const u8 *bytes = (const u8 *)p;
	u32 sum = 0;

	for (size_t i = 0; i < sizeof(*p); i++)
		if (i != offsetof(struct partition, checksum))
			sum += bytes[i];
	while (sum > 0xff)
		sum = (sum & 0xff) + (sum >> 8);
	return (u8)sum;
}

static void put_partition(u8 *nvram, u32 first, u32 blocks, u8 signature,
			  const char *name)
{
	struct partition p = { .signature = signature,
			       .length = { (u8)(blocks >> 8), (u8)blocks } };

	memcpy(p.name, name, min(strlen(name), sizeof(p.name)));
	p.checksum = checksum(&p);
	memcpy(nvram + first * BLOCK_SIZE, &p, sizeof(p));
}

static void format(u8 *nvram)
{
	memset(nvram, 0, NVRAM_SIZE);
	put_partition(nvram, 0, COMMON_BLOCKS, SIGN_COMMON, "common");
	put_partition(nvram, COMMON_BLOCKS, BLOCKS - COMMON_BLOCKS, SIGN_FREE,
		      "wwwwwwwwwwww");
}

int nvram_create(struct domain *d)
{
	d->arch.nvram = heap_alloc(NVRAM_SIZE, BLOCK_SIZE);
	if (!d->arch.nvram)
		return -ENOMEM;
	format(d->arch.nvram);
	return 0;
}

void nvram_destroy(struct domain *d)
{
	heap_free(d->arch.nvram, NVRAM_SIZE);
	d->arch.nvram = NULL;
}

static bool in_nvram(const struct rtas_call *call)
{
	return call->arg[0] <= NVRAM_SIZE && call->arg[2] <= NVRAM_SIZE - call->arg[0];
}

/* Offset, buffer, length. The second result is how many bytes were moved. */
s32 rtas_nvram_fetch(struct vcpu *v, struct rtas_call *call)
{
	const struct domain *d = v->domain;

	if (!in_nvram(call) ||
	    !copy_to_domain(d, call->arg[1], d->arch.nvram + call->arg[0], call->arg[2]))
		return RTAS_PARAMETER;
	call->ret[1] = call->arg[2];
	return RTAS_OK;
}

s32 rtas_nvram_store(struct vcpu *v, struct rtas_call *call)
{
	const struct domain *d = v->domain;

	if (!in_nvram(call) || !copy_from_domain(d, d->arch.nvram + call->arg[0],
						 call->arg[1], call->arg[2]))
		return RTAS_PARAMETER;
	call->ret[1] = call->arg[2];
	return RTAS_OK;
}

/* By words: what is allocated is aligned, and all blocks are looked at for each save. */
static bool is_empty(const u8 *block)
{
	const u64 *word = (const u64 *)block;

	return !(word[0] | word[1]);
}

/* Most of it is zeros: only the other blocks are saved, each behind its number. */
static void nvram_save(const struct domain *d, struct save_writer *w)
{
	const u8 *nvram = d->arch.nvram;
	u32 used = 0;

	for (u32 i = 0; i < BLOCKS; i++)
		used += !is_empty(nvram + i * BLOCK_SIZE);
	save_put_u32(w, used);
	for (u32 i = 0; i < BLOCKS; i++) {
		if (is_empty(nvram + i * BLOCK_SIZE))
			continue;
		save_put_u16(w, (u16)i);
		save_put_bytes(w, nvram + i * BLOCK_SIZE, BLOCK_SIZE);
	}
}

/* Any contents are possible. Blocks come by rising number. */
static bool nvram_check(struct restore *r, struct save_reader *in)
{
	u32 used = save_get_u32(in), next = 0;

	if (used > BLOCKS)
		return false;
	for (u32 i = 0; i < used; i++) {
		u32 block = save_get_u16(in);

		if (block < next || block >= BLOCKS)
			return false;
		next = block + 1;
		save_get_bytes(in, BLOCK_SIZE);
	}
	return true;
}

/* Without a record, and if all of it was zeros, it is as in a new domain. */
static void nvram_load(struct domain *d, struct save_reader *in)
{
	u32 used = save_get_u32(in);

	if (used)
		memset(d->arch.nvram, 0, NVRAM_SIZE);
	else
		format(d->arch.nvram);
	for (u32 i = 0; i < used; i++) {
		u8 *block = d->arch.nvram + save_get_u16(in) * BLOCK_SIZE;

		memcpy(block, save_get_bytes(in, BLOCK_SIZE), BLOCK_SIZE);
	}
}

static const struct save_record nvram_record = {
	.type = XEN_PPC_RECORD_NVRAM,
	.version = 1,
	.optional = true,
	.name = "NVRAM",
	.save = nvram_save,
	.check = nvram_check,
	.load = nvram_load,
};
SAVE_RECORD(nvram_record);
