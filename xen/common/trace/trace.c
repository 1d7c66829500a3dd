// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The trace buffers and the op that controls them (xen/trace/buffer.h). Each CPU has one
 * of tbuf_size frames; they follow each other in the machine, in the order of the CPUs.
 *
 * dom0 maps the buffers and may write to them. What decides where the next record goes is
 * kept in struct trace_cpu, and nothing is ever read back from a buffer.
 */
#include <xen/boot_info.h>
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/chunk.h>
#include <xen/memory/heap.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>
#include <asm/time.h>

#define TRACE_DEFAULT_FRAMES 1
#define TRACE_MAX_FRAMES     CHUNK_FRAMES /* what the heap gives in one piece */

/*
 * What 2005 recorded, without the class that it defined and gave no events. A dom0_op
 * has two events here, which cost those who do not ask for them nothing.
 */
#define TRACE_DEFAULT_EVENTS TRC_SCHED

/* All buffers: their first frame, and how many frames each has. Boot-only. */
static u64 first_frame, frames_per_cpu;
/* What SET_CPU_MASK and SET_EVT_MASK said. Single words, written in any order. */
static u64 cpu_mask;
static u32 event_mask;

#define SUBCLASSES(mask) ((mask) >> TRC_SUBCLS_SHIFT & 0xf)

static void masks_changed(void)
{
	struct cpu *cpu;
	u32 i;

	for_each_cpu(cpu, i)
	{
		bool selected = cpu->trace.head && i < 64 && (cpu_mask >> i & 1);

		cpu->trace.classes = selected && SUBCLASSES(event_mask)
					     ? event_mask & TRC_CLASS_BITS
					     : 0;
	}
}

static u64 wanted_frames(const char *cmdline)
{
	const char *value = cmdline_find(cmdline, "tbuf_size");
	char *end;
	u64 frames;

	if (!value)
		return TRACE_DEFAULT_FRAMES;
	frames = strtoul(value, &end, 0);
	/* It would pass over blanks and find the next argument. */
	if (*value != ' ' && end != value && (!*end || *end == ' ') &&
	    frames <= TRACE_MAX_FRAMES)
		return frames;
	pr_warn("tbuf_size: not a number from 0 to %llu\n", TRACE_MAX_FRAMES);
	return TRACE_DEFAULT_FRAMES;
}

/* The layout that readers of 2005 expect: the head, and right behind it the records. */
static void lay_out(struct trace_cpu *trace, struct t_buf *head, u64 size)
{
	*trace = (struct trace_cpu){
		.head = head,
		.rec = (struct t_rec *)(head + 1),
		.rec_num = (u32)((size - sizeof(*head)) / sizeof(struct t_rec)),
	};
	head->rec_num = trace->rec_num;
	head->rec = trace->rec;
	head->rec_addr = ptr_to_maddr(trace->rec);
}

void trace_init(const char *cmdline)
{
	u64 frames = wanted_frames(cmdline), size = frames * FRAME_SIZE;
	u8 *buffers = heap_alloc(nr_cpus * size, FRAME_SIZE);
	struct cpu *cpu;
	u32 i;

	if (!buffers && frames)
		pr_warn("no memory for %llu frames of trace buffer\n", nr_cpus * frames);
	for_each_cpu(cpu, i)
	{
		cpu->trace = (struct trace_cpu){ 0 };
		if (buffers)
			lay_out(&cpu->trace, (struct t_buf *)(buffers + i * size), size);
	}
	first_frame = buffers ? ptr_to_maddr(buffers) >> FRAME_SHIFT : 0;
	frames_per_cpu = buffers ? frames : 0;
	cpu_mask = ~0ULL;
	event_mask = TRACE_DEFAULT_EVENTS;
	masks_changed();
}

bool trace_owns_frame(u64 mfn)
{
	return mfn - first_frame < nr_cpus * frames_per_cpu;
}

void trace_record(u32 event, u64 data1, u64 data2, u64 data3, u64 data4, u64 data5)
{
	struct trace_cpu *trace = &this_cpu()->trace;
	struct t_rec *rec = &trace->rec[trace->next];

	/* TRACE() has seen to the class. */
	if (!SUBCLASSES(event_mask & event))
		return;
	/* Field by field: what lies between them stays 0. */
	rec->cycles = get_timebase();
	rec->event = event;
	rec->data[0] = data1;
	rec->data[1] = data2;
	rec->data[2] = data3;
	rec->data[3] = data4;
	rec->data[4] = data5;
	if (++trace->next == trace->rec_num)
		trace->next = 0;
	/* A reader that sees the new index must see the record, too. */
	__atomic_store_n(&trace->head->rec_idx.counter, (int)trace->next,
			 __ATOMIC_RELEASE);
}

/* Without a buffer there is nothing to control: abi.tsv, "DOM0_TBUFCONTROL". */
long op_tbufcontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_tbufcontrol_t *arg = &op->u.tbufcontrol;
	dom0_tbufcontrol_t *out = &reply->u.tbufcontrol;

	if (!frames_per_cpu)
		return -EINVAL;
	switch (arg->op) {
	case DOM0_TBUF_GET_INFO:
		out->cpu_mask = cpu_mask;
		out->evt_mask = event_mask;
		out->mach_addr = first_frame << FRAME_SHIFT;
		out->size = (u32)(frames_per_cpu << FRAME_SHIFT);
		return 0;
	case DOM0_TBUF_SET_CPU_MASK:
		cpu_mask = arg->cpu_mask;
		break;
	case DOM0_TBUF_SET_EVT_MASK:
		event_mask = arg->evt_mask;
		break;
	default:
		return -EINVAL;
	}
	masks_changed();
	return 0;
}
