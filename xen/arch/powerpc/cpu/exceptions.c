// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The hypervisor's own exceptions, which are bugs, and the end of the machine: prints
 * what happened, where, for which vCPU, the registers, the stack.
 */
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu/exception.h>
#include <asm/platform.h>
#include <asm/processor.h>

#define MAX_STACK_FRAMES 16

void check_stack(void)
{
	if (unlikely(this_cpu()->arch.stack_guard != STACK_GUARD))
		panic("the stack has overflowed");
}

static bool on_stack(u64 sp)
{
	u64 start = (uintptr_t)this_cpu()->arch.stack, end = start + STACK_SIZE;

	return sp >= start && sp < end - 32 && IS_ALIGNED(sp, 16);
}

/* Frame: back chain at 0, LR save word at 16 (64-bit ELF V2 ABI, 2.2.2). */
static void dump_stack(u64 sp)
{
	for (int i = 0; i < MAX_STACK_FRAMES && on_stack(sp); i++) {
		const u64 *frame = (const u64 *)sp;

		if (on_stack(frame[0]) && frame[0] > sp)
			pr_err("  called from %016llx\n", ((const u64 *)frame[0])[2]);
		if (frame[0] <= sp)
			break;
		sp = frame[0];
	}
}

/* Nothing else happens any more, and the console sends at once. */
static void begin_panic(void)
{
	cpus_halt_others();
	console_force_sync();
}

static void __noreturn machine_stop(u64 sp)
{
	static bool again;
	bool none = true;
	struct cpu *cpu;
	u32 i;

	/* What follows has caused it. */
	if (again)
		platform->power_off();
	again = true;
	pr_err("  on CPU %u of %u\n", this_cpu()->id, nr_cpus);
	dump_stack(sp);
	for_each_cpu (cpu, i)
		if (cpu->current) {
			arch_vcpu_dump(cpu->current, LOG_ERR);
			none = false;
		}
	if (none)
		pr_err("no vCPU has run yet\n");
	pr_err("the machine stops here\n");
	platform->power_off();
}

void panic(const char *fmt, ...)
{
	char text[224];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	begin_panic();
	pr_err("panic: %s\n", text);
	machine_stop((uintptr_t)__builtin_frame_address(0));
}

void __stack_chk_fail(void);

void __stack_chk_fail(void)
{
	panic("a function has written beyond its stack frame");
}

void exception_panic(const struct cpu_regs *f)
{
	begin_panic();
	pr_err("panic: exception %llx in the hypervisor\n", f->trap);
	pr_err("  nip %016llx msr %016llx lr %016llx ctr %016llx\n", f->nip, f->msr,
	       f->link, f->ctr);
	pr_err("  cr %08llx xer %08llx dar %016llx dsisr %08llx\n", f->ccr, f->xer,
	       mfspr(SPR_DAR), mfspr(SPR_DSISR));
	for (u32 i = 0; i < 32; i += 4)
		pr_err("  r%-2u %016llx %016llx %016llx %016llx\n", i, f->gpr[i],
		       f->gpr[i + 1], f->gpr[i + 2], f->gpr[i + 3]);
	machine_stop(f->gpr[1]);
}
