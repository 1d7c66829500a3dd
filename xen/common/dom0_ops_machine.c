// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops about the machine: its size, its scheduler, its console. */
#include <xen/boot_info.h>
#include <xen/chunk.h>
#include <xen/console.h>
#include <xen/dom0_ops.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/offsets.h>
#include <xen/sched_params.h>
#include <xen/setup.h>

/* One CPU runs vCPUs: the others, if any, are not started. */
long op_physinfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
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

long op_sched_id(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	reply->u.sched_id.sched_id = scheduler_id();
	return 0;
}

/* Copies the ring's text [position, position + len) to the guest. */
static bool copy_ring(const struct domain *d, u64 gpa, u64 position, u64 len)
{
	const char *piece;

	if (!guest_buffer_ok(d, gpa, len))
		return false;
	while (len) {
		size_t n = console_peek(position, len, &piece);

		if (!copy_to_guest(d, gpa, piece, n))
			return false;
		position += n;
		gpa += n;
		len -= n;
	}
	return true;
}

/*
 * The newest bytes, so placed that they end where the buffer ends; the answer's buffer
 * pointer says where they start. This is what 2005 did: abi.tsv, "DOM0_READCONSOLE".
 */
long op_readconsole(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_readconsole_t *arg = &op->u.readconsole;
	u64 end = console_end();
	u64 len = min((u64)arg->count, end - console_start());
	u64 buffer = (uintptr_t)arg->buffer;
	u64 gpa = buffer + (arg->count - len);

	/* All of the buffer counts, though only its end is written. */
	if (gpa < buffer || (!buffer && arg->count) ||
	    !copy_ring(v->domain, gpa, end - len, len))
		return -EFAULT;
	reply->u.readconsole.buffer = (char *)(uintptr_t)embedded_result(gpa);
	reply->u.readconsole.count = (u32)len;
	if (arg->clear)
		console_clear(end);
	return 0;
}

/* The same by windows, oldest first: a ring of any size passes through one page. */
long op_ppc_readconsole(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_readconsole_t *arg = &op->u.ppc_readconsole;
	dom0_ppc_readconsole_t *out = &reply->u.ppc_readconsole;
	u64 end = console_end(), start = console_start();
	u64 position = min(max(arg->position, start), end);
	u64 len = min((u64)arg->count, end - position);

	if (!copy_ring(v->domain, (uintptr_t)arg->buffer, position, len))
		return -EFAULT;
	out->start = start;
	out->end = end;
	out->position = position + len;
	out->count = (u32)len;
	if (arg->clear)
		console_clear(position + len);
	return 0;
}

long op_ppc_debug_key(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	return debug_key(op->u.ppc_debug_key.key);
}
