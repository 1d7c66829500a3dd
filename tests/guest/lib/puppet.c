// SPDX-License-Identifier: GPL-2.0-or-later
/* The domain that makes hypercalls for a test (puppet.h). */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "puppet.h"

#define CODE	0x1000
#define MAILBOX 0x8000
#define MSR_SF	(1UL << 63)
#define MSR_ME	0x1000UL
#define MSR_LE	0x1UL

/* State of the mailbox: the puppet must make a call, or the test read its result. */
#define IDLE   0
#define ASKED  1
#define ANSWER 2

struct mailbox {
	unsigned long state;
	unsigned long r3;
	unsigned long arg[5];
	unsigned long result;
};

/*
 * r31: the mailbox. Without a request it yields (sched_op 6, SCHEDOP_yield 0), so that it
 * costs others no time. Offsets are those of struct mailbox.
 */
__asm__("	.pushsection .rodata\n"
	"	.balign 8\n"
	"puppet_code:\n"
	"	lis	31, 0\n"
	"	ori	31, 31, 0x8000\n"
	"1:	ld	9, 0(31)\n"
	"	cmpdi	9, 1\n"
	"	beq	2f\n"
	"	li	3, -1\n"
	"	sldi	3, 3, 16\n"
	"	ori	3, 3, 6\n"
	"	li	4, 0\n"
	"	.long	0x44000022\n" /* sc 1 */
	"	b	1b\n"
	"2:	lwsync\n"
	"	ld	3, 8(31)\n"
	"	ld	4, 16(31)\n"
	"	ld	5, 24(31)\n"
	"	ld	6, 32(31)\n"
	"	ld	7, 40(31)\n"
	"	ld	8, 48(31)\n"
	"	.long	0x44000022\n"
	"	std	3, 56(31)\n"
	"	lwsync\n"
	"	li	9, 2\n"
	"	std	9, 0(31)\n"
	"	b	1b\n"
	"puppet_code_end:\n"
	"	.popsection\n");

extern const char puppet_code[], puppet_code_end[];

static bool map_memory(struct puppet *p)
{
	unsigned long frames[CHUNK_FRAMES];
	privcmd_mmap_entry_t entry = { .npages = 1 };
	privcmd_mmap_t map = { .num = 1, .dom = (domid_t)p->id, .entry = &entry };

	if (domain_frames(p->id, frames, CHUNK_FRAMES) != CHUNK_FRAMES)
		return false;
	p->mfn = frames[0];
	p->memory =
		mmap(NULL, FRAME_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, hcall_fd, 0);
	if (p->memory == MAP_FAILED)
		return false;
	entry.va = (unsigned long)p->memory;
	entry.mfn = p->mfn;
	if (!privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&map))
		return true;
	munmap(p->memory, FRAME_SIZE);
	return false;
}

static bool set_running(const struct puppet *p)
{
	dom0_op_t *op = op_new(DOM0_SETDOMAININFO);
	vcpu_guest_context_t *context = buffer();

	memset(context, 0, sizeof(*context));
	context->user_regs.pc = CODE;
	context->user_regs.msr = MSR_SF | MSR_ME | MSR_LE;
	op->u.setdomaininfo.domain = (domid_t)p->id;
	op->u.setdomaininfo.ctxt = buffer_gpa();
	return !op_do() && !domain_control(DOM0_UNPAUSEDOMAIN, p->id);
}

bool puppet_start(struct puppet *p)
{
	*p = (struct puppet){ 0 };
	if (domain_create(0, &p->id)) {
		fputs("puppet: no domain\n", stderr);
		return false;
	}
	if (domain_give_chunks(p->id, 1) != 1 || !map_memory(p)) {
		fputs("puppet: no memory, or it cannot be mapped\n", stderr);
		domain_destroy(p->id);
		return false;
	}
	memset(p->memory, 0, FRAME_SIZE);
	/* cppcheck-suppress comparePointers ; both are labels of one piece of code */
	memcpy(p->memory + CODE, puppet_code, puppet_code_end - puppet_code);
	if (set_running(p))
		return true;
	fputs("puppet: it cannot be started\n", stderr);
	puppet_stop(p);
	return false;
}

void puppet_stop(struct puppet *p)
{
	munmap(p->memory, FRAME_SIZE);
	domain_destroy(p->id);
}

static struct mailbox *ask(struct puppet *p, unsigned long r3, const unsigned long arg[5])
{
	struct mailbox *box = (struct mailbox *)(p->memory + MAILBOX);

	box->r3 = r3;
	memcpy(box->arg, arg, sizeof(box->arg));
	__atomic_store_n(&box->state, ASKED, __ATOMIC_RELEASE);
	return box;
}

void puppet_last_call(struct puppet *p, unsigned long r3, unsigned long arg)
{
	ask(p, r3, (const unsigned long[5]){ arg });
}

void puppet_spin(struct puppet *p)
{
	/* Replace the load at 1:, after two instructions, by "b ." */
	__atomic_store_n((unsigned int *)(p->memory + CODE + 8), 0x48000000,
			 __ATOMIC_RELEASE);
}

long puppet_call_args(struct puppet *p, unsigned long r3, const unsigned long arg[5])
{
	struct mailbox *box = ask(p, r3, arg);
	const struct timespec wait = { .tv_nsec = 1000000 };

	for (int i = 0; i < 60000; i++) {
		if (__atomic_load_n(&box->state, __ATOMIC_ACQUIRE) == ANSWER) {
			box->state = IDLE;
			return (long)box->result;
		}
		nanosleep(&wait, NULL);
	}
	return LONG_MIN;
}
