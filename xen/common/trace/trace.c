// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The trace buffer and the op that controls it (xen/trace/buffer.h). One CPU runs vCPUs,
 * so there is one buffer.
 *
 * dom0 maps the buffer and may write to it: what decides where the next record goes is
 * kept here, and nothing is ever read back from there.
 */
#include <xen/boot_info.h>
#include <xen/memory/chunk.h>
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>
#include <asm/time.h>

#define TRACE_CPU	     0 /* the number of the CPU that runs vCPUs */
#define TRACE_DEFAULT_FRAMES 1
#define TRACE_MAX_FRAMES     CHUNK_FRAMES /* what the heap gives in one piece */

/*
 * What 2005 recorded, without the class that it defined and gave no events. A dom0_op
 * has two here: nobody shall pay for them who has not asked.
 */
#define TRACE_DEFAULT_EVENTS TRC_SCHED

static struct {
	struct t_buf *head; /* NULL: there is none */
	struct t_rec *rec;
	u32 rec_num;
	u32 next; /* the record that is written next */
	u64 first_frame, frames;
} buffer;

static u64 cpu_mask;
static u32 event_mask;
u32 trace_classes;

#define SUBCLASSES(mask) ((mask) >> TRC_SUBCLS_SHIFT & 0xf)

static void masks_changed(void)
{
	if (buffer.head && (cpu_mask & 1ULL << TRACE_CPU) && SUBCLASSES(event_mask))
		trace_classes = event_mask & TRC_CLASS_BITS;
	else
		trace_classes = 0;
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

/* As the readers of 2005 expect it: the head, and right behind it the records. */
static void lay_out(struct t_buf *head, u64 frames)
{
	buffer.head = head;
	buffer.rec = (struct t_rec *)(head + 1);
	buffer.rec_num =
		(u32)((frames * FRAME_SIZE - sizeof(*head)) / sizeof(struct t_rec));
	buffer.next = 0;
	buffer.first_frame = ptr_to_maddr(head) >> FRAME_SHIFT;
	buffer.frames = frames;
	head->rec_num = buffer.rec_num;
	head->rec = buffer.rec;
	head->rec_addr = ptr_to_maddr(buffer.rec);
}

void trace_init(const char *cmdline)
{
	u64 frames = wanted_frames(cmdline);
	struct t_buf *head = heap_alloc(frames * FRAME_SIZE, FRAME_SIZE);

	if (head)
		lay_out(head, frames);
	else
		buffer = (__typeof__(buffer)){ 0 };
	if (!head && frames)
		pr_warn("no memory for %llu frames of trace buffer\n", frames);
	cpu_mask = ~0ULL;
	event_mask = TRACE_DEFAULT_EVENTS;
	masks_changed();
}

bool trace_owns_frame(u64 mfn)
{
	return mfn - buffer.first_frame < buffer.frames;
}

void trace_record(u32 event, u64 data1, u64 data2, u64 data3, u64 data4, u64 data5)
{
	struct t_rec *rec = &buffer.rec[buffer.next];

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
	if (++buffer.next == buffer.rec_num)
		buffer.next = 0;
	/* Who sees the new index shall see the record, too. */
	__atomic_store_n(&buffer.head->rec_idx.counter, (int)buffer.next,
			 __ATOMIC_RELEASE);
}

/* Without a buffer there is nothing to control: abi.tsv, "DOM0_TBUFCONTROL". */
long op_tbufcontrol(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_tbufcontrol_t *arg = &op->u.tbufcontrol;
	dom0_tbufcontrol_t *out = &reply->u.tbufcontrol;

	if (!buffer.head)
		return -EINVAL;
	switch (arg->op) {
	case DOM0_TBUF_GET_INFO:
		out->cpu_mask = cpu_mask;
		out->evt_mask = event_mask;
		out->mach_addr = buffer.first_frame << FRAME_SHIFT;
		out->size = (u32)(buffer.frames << FRAME_SHIFT);
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
