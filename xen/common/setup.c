// SPDX-License-Identifier: GPL-2.0-or-later
/* From the firmware's hand-over to the first instruction of dom0. */
#include <xen/memory/chunk.h>
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/setup.h>
#include <xen/trace/buffer.h>
#include <xen/wallclock.h>
#include <asm/memory.h>
#include <asm/platform.h>

struct boot_info boot_info;

static bool overlaps(const struct memory_range *r, u64 start, u64 end)
{
	return r->start < end && start < r->end;
}

/* The part of memory below the image that vectors and firmware do not occupy. */
#define LOW_HEAP_START KB(64)

/* Sets *first to r if r overlaps [at, end) and begins before *first. */
static void note_first(struct memory_range *first, const struct memory_range *r, u64 at,
		       u64 end)
{
	if (overlaps(r, at, end) && r->start < first->start)
		*first = *r;
}

/* The first occupied range in [at, end). Nothing: the empty range at the end. */
static struct memory_range first_occupied(const struct boot_info *info, u64 at, u64 end)
{
	struct memory_range first = { end, end };

	note_first(&first, &info->image, at, end);
	note_first(&first, &info->bundle, at, end);
	for (u32 i = 0; i < info->reserved_count; i++)
		note_first(&first, &info->reserved[i], at, end);
	return first;
}

static void heap_add_unoccupied(const struct boot_info *info, u64 at, u64 end)
{
	while (at < end) {
		struct memory_range next = first_occupied(info, at, end);

		if (at < next.start)
			heap_add(at, next.start);
		at = max(at, next.end);
	}
}

/* Gives the heap the free memory of the image's own chunk. */
static void heap_init(const struct boot_info *info)
{
	u64 chunk = ROUND_DOWN(info->image.start, CHUNK_SIZE);
	u64 start = chunk ? chunk : LOW_HEAP_START, end = chunk + CHUNK_SIZE;

	for (u32 i = 0; i < info->ram_count; i++)
		heap_add_unoccupied(info, max(start, info->ram[i].start),
				    min(end, info->ram[i].end));
}

/* Panics if the loader or the firmware uses memory that the image occupies. */
static void check_places(const struct boot_info *info)
{
	if (overlaps(&info->bundle, info->image.start, info->image.end))
		panic("the bundle, at %llx, lies where the hypervisor runs",
		      info->bundle.start);
	for (u32 i = 0; i < info->reserved_count; i++) {
		const struct memory_range *r = &info->reserved[i];

		if (overlaps(r, info->image.start, info->image.end))
			panic("the firmware reserves %llx to %llx, where the hypervisor "
			      "runs",
			      r->start, r->end);
		if (overlaps(r, info->bundle.start, info->bundle.end))
			pr_warn("the firmware reserves %llx to %llx, where the bundle "
				"lies\n",
				r->start, r->end);
	}
}

static u32 highest_chunk(const struct boot_info *info)
{
	u64 end = 0;

	for (u32 i = 0; i < info->ram_count; i++)
		end = max(end, info->ram[i].end);
	return (u32)(end >> CHUNK_SHIFT);
}

/* A chunk is not free if part of it is occupied, or if it has the firmware's memory. */
static domid_t first_owner(const struct boot_info *info, u64 start)
{
	u64 end = start + CHUNK_SIZE;

	return start == 0 || first_occupied(info, start, end).start < end ? DOMID_XEN
									  : CHUNK_FREE;
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

/* Frees the chunks that held only the bundle. dom0 has copied its images. */
static void release_bundle(struct boot_info *info)
{
	struct memory_range bundle = info->bundle;

	info->bundle = (struct memory_range){ 0 };
	for (u64 start = ROUND_DOWN(bundle.start, CHUNK_SIZE); start < bundle.end;
	     start += CHUNK_SIZE) {
		u32 chunk = (u32)(start >> CHUNK_SHIFT);

		/* A last, partial chunk of RAM is in no table. */
		if (first_owner(info, start) == CHUNK_FREE &&
		    chunk_owner(chunk) == DOMID_XEN)
			chunk_free(chunk);
	}
}

void start_xen(const struct boot_registers *r)
{
	platform_probe(r, &boot_info);
	boot_cpu_init(&boot_info);
	pr_info("%s\n", xen_banner());
	check_places(&boot_info);
	heap_init(&boot_info);
	console_init(boot_info.cmdline);
	scheduler_init(boot_info.cmdline);
	chunks_init(&boot_info);
	platform->init();
	platform->cpu_init();
	platform->irq->init();
	cpus_start(&boot_info);
	trace_init(boot_info.cmdline);
	wallclock_init();
	pr_info("platform %s, %u chunks of 64 MiB, %u free\n", platform->name,
		chunk_ram_count(), chunk_free_count());
	dom0_build(&boot_info);
	release_bundle(&boot_info);
	console_serve_guests();
	run_vcpus();
}
