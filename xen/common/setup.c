// SPDX-License-Identifier: GPL-2.0-or-later
/* From the firmware's hand-over to the first instruction of dom0. */
#include <xen/chunk.h>
#include <xen/console.h>
#include <xen/heap.h>
#include <xen/lib.h>
#include <xen/schedule.h>
#include <xen/setup.h>
#include <xen/trace_buffer.h>
#include <asm/memory.h>
#include <asm/platform.h>

struct boot_info boot_info;

static bool overlaps(const struct memory_range *r, u64 start, u64 end)
{
	return r->start < end && start < r->end;
}

/* The part of memory below the image that vectors and firmware do not occupy. */
#define LOW_HEAP_START KB(64)

/* Free memory in the image's own chunk, around the image and the bundle. */
static void heap_init(const struct boot_info *info)
{
	u64 chunk = ROUND_DOWN(info->image.start, CHUNK_SIZE);
	u64 end = chunk + CHUNK_SIZE;
	u64 after = info->image.end;

	if (chunk == 0)
		heap_add(LOW_HEAP_START, info->image.start);
	else
		heap_add(chunk, info->image.start);
	if (overlaps(&info->bundle, after, end)) {
		heap_add(after, info->bundle.start);
		after = info->bundle.end;
	}
	if (after < end)
		heap_add(after, end);
}

static u32 highest_chunk(const struct boot_info *info)
{
	u64 end = 0;

	for (u32 i = 0; i < info->ram_count; i++)
		end = max(end, info->ram[i].end);
	return (u32)(end >> CHUNK_SHIFT);
}

/* A chunk with the hypervisor, the bundle or the firmware's low memory is not free. */
static domid_t first_owner(const struct boot_info *info, u64 start)
{
	u64 end = start + CHUNK_SIZE;

	if (start == 0 || overlaps(&info->image, start, end) ||
	    overlaps(&info->bundle, start, end))
		return DOMID_XEN;
	return CHUNK_FREE;
}

static void chunks_init(const struct boot_info *info)
{
	u32 nr = highest_chunk(info);
	struct chunk *table = heap_alloc(chunk_table_size(nr), __alignof__(*table));

	if (!table)
		panic("no memory for the table of %u chunks", nr);
	chunk_init(table, nr);
	for (u32 i = 0; i < info->ram_count; i++) {
		u64 start = ROUND_UP(info->ram[i].start, CHUNK_SIZE);

		for (; start + CHUNK_SIZE <= info->ram[i].end; start += CHUNK_SIZE)
			chunk_add((u32)(start >> CHUNK_SHIFT), first_owner(info, start));
	}
}

/* dom0 has its images: what held only the bundle becomes ordinary memory. */
static void release_bundle(const struct boot_info *info)
{
	u64 start = ROUND_DOWN(info->bundle.start, CHUNK_SIZE);

	for (; start < info->bundle.end; start += CHUNK_SIZE) {
		u32 chunk = (u32)(start >> CHUNK_SHIFT);

		/* A last, partial chunk of RAM is in no table. */
		if (start && !overlaps(&info->image, start, start + CHUNK_SIZE) &&
		    chunk_owner(chunk) == DOMID_XEN)
			chunk_free(chunk);
	}
}

void start_xen(u64 r3, u64 r4, u64 r5)
{
	platform_probe(r3, r4, r5, &boot_info);
	pr_info("%s\n", xen_banner());
	heap_init(&boot_info);
	console_init(boot_info.cmdline);
	scheduler_init(boot_info.cmdline);
	chunks_init(&boot_info);
	trace_init(boot_info.cmdline);
	platform->init();
	pr_info("platform %s, %u chunks of 64 MiB, %u free\n", platform->name,
		chunk_ram_count(), chunk_free_count());
	dom0_build(&boot_info);
	release_bundle(&boot_info);
	run_vcpus();
}
