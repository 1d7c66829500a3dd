// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops about the machine: its size, its scheduler, its console. */
#include <xen/boot_info.h>
#include <xen/memory/chunk.h>
#include <xen/console/console.h>
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/sched/sched.h>
#include <xen/setup.h>

/* One CPU runs vCPUs: the others sleep. */
long op_physinfo(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	dom0_physinfo_t *info = &reply->u.physinfo;

	info->threads_per_core = 1;
	info->cores_per_socket = 1;
	info->sockets_per_node = 1;
	info->nr_nodes = 1;
	info->cpu_khz = boot_info.cpu.clock_frequency / 1000;
	info->total_pages = chunk_ram_count() * CHUNK_FRAMES;
	info->free_pages = chunk_free_count() * CHUNK_FRAMES;
	return 0;
}

long op_sched_id(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	reply->u.sched_id.sched_id = scheduler_id();
	return 0;
}

#define READ_PIECE KB(16)
/* The op's progress: the position behind the newest byte, and how many have been read. */
#define PROGRESS_END_SHIFT 24
#define PROGRESS_DONE	   ((1UL << PROGRESS_END_SHIFT) - 1)

/*
 * Puts the newest bytes at the end of the buffer, from there to its start. The answer's
 * buffer pointer says where they start. This is what 2005 did: abi.tsv,
 * "DOM0_READCONSOLE".
 */
long op_readconsole(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_readconsole_t *arg = &op->u.readconsole;
	struct text_ring *ring = console_ring();
	u64 end = caller->progress ? caller->progress >> PROGRESS_END_SHIFT : ring->end;
	u64 done = caller->progress & PROGRESS_DONE, stop = stay_end(caller);
	u64 len = min((u64)arg->count, end - min(end, ring->start)), n;
	u64 buffer = (uintptr_t)arg->buffer, gpa = buffer + arg->count;

	if (end > ring->end || done > arg->count)
		return -EINVAL;
	/* Text that has been overwritten between two pieces is missing at the start. */
	len = max(len, done);
	/* All of the buffer counts, though only its end is written. */
	if (gpa < buffer || (!buffer && arg->count) ||
	    !guest_buffer_ok(caller, gpa - len, len))
		return -EFAULT;
	for (; done < len; done += n) {
		if (done != (caller->progress & PROGRESS_DONE) && preempt_wanted(stop))
			return hypercall_continue(caller,
						  end << PROGRESS_END_SHIFT | done);
		n = min(len - done, READ_PIECE);
		if (!text_ring_to_guest(ring, end - done - n, n, caller, gpa - done - n))
			return -EFAULT;
	}
	reply->u.readconsole.buffer =
		(char *)(uintptr_t)embedded_result(caller, gpa - len);
	reply->u.readconsole.count = (u32)len;
	if (arg->clear)
		text_ring_clear(ring, end);
	return 0;
}

/* The most that one window has: its caller reads on from there. */
#define WINDOW_MAX KB(64)

/* Reads by windows, oldest first: a ring of any size passes through one page. */
long op_ppc_readconsole(const struct caller *caller, const dom0_op_t *op,
			dom0_op_t *reply)
{
	const dom0_ppc_readconsole_t *arg = &op->u.ppc_readconsole;
	dom0_ppc_readconsole_t *out = &reply->u.ppc_readconsole;
	struct text_ring *ring = console_ring();
	u64 end = ring->end, start = ring->start;
	u64 position = min(max(arg->position, start), end);
	u64 len = min(min((u64)arg->count, end - position), WINDOW_MAX);

	if (!text_ring_to_guest(ring, position, len, caller, (uintptr_t)arg->buffer))
		return -EFAULT;
	out->start = start;
	out->end = end;
	out->position = position + len;
	out->count = (u32)len;
	if (arg->clear)
		text_ring_clear(ring, position + len);
	return 0;
}

long op_ppc_debug_key(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	u64 progress = caller->progress;
	int ret = debug_key(op->u.ppc_debug_key.key, &progress, stay_end(caller));

	return ret == -EAGAIN ? hypercall_continue(caller, progress) : ret;
}
