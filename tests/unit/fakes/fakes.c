// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine of the unit tests (fakes.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <xen/boot_info.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <xen/cpu.h>
#include <asm/cpu/icache.h>
#include <asm/domain.h>
#include <asm/instructions.h>
#include <asm/memory.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>

#include "fakes.h"

struct machine machine = { .typed = "" };

/* Weak: the sources under test may define the real one. */
__attribute__((weak)) struct boot_info boot_info = {
	.cpu = { .timebase_frequency = 512000000, .clock_frequency = 2000000000 },
};

__attribute__((weak)) struct cpu boot_cpu;
struct cpu *running_cpu = &boot_cpu;

jmp_buf end_return;
bool end_expected;

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(machine.panic, sizeof(machine.panic), fmt, args);
	va_end(args);
	if (machine.on_panic)
		machine.on_panic(machine.panic);
	if (end_expected)
		longjmp(end_return, 1);
	printf("\nunexpected panic: %s\n", machine.panic);
	fflush(stdout);
	abort();
}

__attribute__((weak)) void printk(enum loglevel level, const char *fmt, ...)
{
	va_list args;

	(void)level;
	va_start(args, fmt);
	vsnprintf(machine.message, sizeof(machine.message), fmt, args);
	va_end(args);
}

void *maddr_to_ptr(u64 maddr)
{
	if (maddr >= machine.size)
		panic("%#llx is no address of this machine", maddr);
	return machine.memory + maddr;
}

u64 ptr_to_maddr(const void *ptr)
{
	u64 maddr = (u64)((const u8 *)ptr - machine.memory);

	if (maddr >= machine.size)
		panic("%p does not point into this machine", ptr);
	return maddr;
}

/* Fresh anonymous memory is zero, and costs nothing until it is used. */
void clear_machine_memory(u64 maddr, u64 size)
{
	if (maddr >= machine.size || size > machine.size - maddr)
		panic("cleared beyond the machine: %#llx, %#llx", maddr, size);
	/* Anything else is a block of the heap. */
	if (maddr % CHUNK_PIECE || size != CHUNK_PIECE) {
		memset(machine.memory + maddr, 0, size);
		return;
	}
	machine.clears++;
	machine.last_cleared = maddr;
	if (madvise(machine.memory + maddr, size, MADV_DONTNEED))
		panic("madvise failed");
}

u8 *chunk_memory(u32 chunk)
{
	return maddr_to_ptr((u64)chunk << CHUNK_SHIFT);
}

void machine_start(u32 nr_chunks)
{
	static struct chunk table[4096];
	void *memory;

	if (machine.memory)
		munmap(machine.memory, machine.size);
	machine.size = (u64)nr_chunks << CHUNK_SHIFT;
	memory = mmap(NULL, machine.size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED || nr_chunks > ARRAY_SIZE(table))
		panic("no memory for a machine of %u chunks", nr_chunks);
	machine.memory = memory;
	chunk_init(table, nr_chunks);
	for (u32 c = 0; c < nr_chunks; c++)
		chunk_add(c, c ? CHUNK_FREE : DOMID_XEN);
}

void machine_start_identical(void)
{
	machine.memory = NULL;
	machine.size = UINT64_MAX;
	chunk_init(NULL, 0);
}

u64 mfmsr(void)
{
	return machine.msr;
}

u64 random_number(void)
{
	if (machine.random_failures) {
		machine.random_failures--;
		return RANDOM_FAILED;
	}
	return machine.random;
}

/* The decrementer counts on while the CPU is stopped behind its access. */
static void stop_at_decrementer(unsigned int spr)
{
	if (spr != SPR_DEC)
		return;
	machine.timebase += machine.dec_takes;
	machine.spr[SPR_DEC] -= machine.dec_takes;
	machine.dec_takes = 0;
}

/* A missing register leaves the target register unchanged. */
u64 mfspr(unsigned int spr)
{
	if (machine.absent_spr && spr == machine.absent_spr)
		return 0xdeadbeefdeadbeef;
	stop_at_decrementer(spr);
	return spr == SPR_TB ? machine.timebase : machine.spr[spr];
}

u64 mfspr_optional(unsigned int spr)
{
	return spr == machine.absent_spr ? 0 : mfspr(spr);
}

/* CTRL has different numbers for reading and writing. */
#define SPR_CTRL_READ  136
#define SPR_CTRL_WRITE 152

/* The lower 24 bits count on, without a carry into the written bits. */
static void write_timebase(u64 value)
{
	const u64 lower = (1 << 24) - 1;

	machine.timebase += machine.write_takes;
	machine.timebase = (value & ~lower) | (machine.timebase & lower);
	machine.timebase_writes++;
}

void mtspr(unsigned int spr, u64 value)
{
	if (spr == SPR_TB || spr == SPR_CTRL_READ)
		panic("SPR %u is written", spr);
	stop_at_decrementer(spr);
	if (spr == SPR_TBU40) {
		write_timebase(value);
		return;
	}
	machine.spr[spr == SPR_CTRL_WRITE ? SPR_CTRL_READ : spr] = value;
}

static void vector_state_save(struct extended_state *state)
{
	machine.vector_saves++;
	memcpy(state->vsr, machine.vectors.vsr, sizeof(state->vsr));
	memcpy(state->vscr, machine.vectors.vscr, sizeof(state->vscr));
	state->fpscr = machine.vectors.fpscr;
}

static void vector_state_load(const struct extended_state *state)
{
	machine.vector_loads++;
	memcpy(machine.vectors.vsr, state->vsr, sizeof(state->vsr));
	memcpy(machine.vectors.vscr, state->vscr, sizeof(state->vscr));
	machine.vectors.fpscr = state->fpscr;
}

void vector_state_switch(struct extended_state *from, const struct extended_state *to)
{
	if (from)
		vector_state_save(from);
	if (to)
		vector_state_load(to);
}

void abort_copy(void)
{
	machine.copy_aborts++;
}

void clear_slb(void)
{
	machine.slb_clears++;
}

void icache_update(const void *start, u64 size)
{
	(void)size;
	machine.icache_updates++;
	machine.icache_updated = ptr_to_maddr(start);
}

void check_stack(void)
{
}

static bool fake_cpu_characteristics(u64 *character, u64 *behaviour)
{
	*character = machine.cpu_character;
	*behaviour = machine.cpu_behaviour;
	return machine.cpu_character != 0;
}

static int fake_time_of_day(struct calendar_time *time)
{
	machine.clock_reads++;
	*time = (struct calendar_time){ 2005, 8, 17, 12, 34, 56, 789 };
	return machine.has_no_clock ? -1 : 0;
}

static int fake_set_time_of_day(const struct calendar_time *time)
{
	if (machine.has_no_clock)
		return -1;
	machine.clock_sets++;
	machine.clock_set = *time;
	return 0;
}

/* Only programs that run vCPUs define it. */
__attribute__((weak)) bool vcpu_exit(struct vcpu *v, u64 reason)
{
	panic("no handler of exits");
}

static void fake_run(struct vcpu *v)
{
	while (vcpu_exit(v, machine.enter(v)))
		;
}

static void fake_state_save(struct vcpu *v)
{
	machine.state_saves++;
	machine.state_saved = v;
}

static void fake_state_load(const struct vcpu *v)
{
	machine.state_loads++;
	machine.state_loaded = v;
}

static size_t fake_console_put(const char *text, size_t len)
{
	if (!len || len > 16)
		panic("console_put with %zu characters", len);
	if (machine.console_busy) {
		machine.console_busy--;
		return 0;
	}
	if (machine.console_room && len > machine.console_room)
		len = machine.console_room;
	if (machine.console_len + len >= sizeof(machine.console))
		panic("the test's console is full");
	memcpy(machine.console + machine.console_len, text, len);
	machine.console_len += len;
	machine.timebase += machine.console_takes;
	machine.console[machine.console_len] = '\0';
	return len;
}

static size_t fake_console_get(char *buf, size_t size)
{
	size_t n = strnlen(machine.typed, size);

	memcpy(buf, machine.typed, n);
	machine.typed += n;
	return n;
}

static void fake_partition_flush(u32 lpid)
{
	if (!lpid || lpid >= NR_LPIDS)
		panic("partition %u flushed", lpid);
	machine.flushes++;
	if (machine.flush)
		machine.flush(lpid);
}

static void fake_cpu_init(void)
{
	machine.cpu_inits++;
}

static bool fake_start_cpu(u32 server)
{
	return machine.start_cpu && machine.start_cpu(server);
}

static void fake_spare_cpu(u32 server)
{
	machine.spare_cpu(server);
}

static void fake_kick(const struct cpu *cpu)
{
	if (cpu == this_cpu())
		panic("a CPU kicks itself");
	machine.kicks++;
}

/* A millisecond. */
void pause_thread(void)
{
	machine.timebase += boot_info.cpu.timebase_frequency / 1000;
	if (machine.while_waiting)
		machine.while_waiting();
}

static void fake_idle(u64 until)
{
	machine.idle(until);
}

static void fake_irq_handle(void)
{
	machine.external_interrupts++;
}

static const struct irq_ops fake_irq = { .handle = fake_irq_handle };

static void __noreturn fake_halt(void)
{
	machine.ended_by = "halt";
	panic("the CPU was halted");
}

static void __noreturn fake_power_off(void)
{
	machine.ended_by = "power off";
	panic("the machine was powered off");
}

static void __noreturn fake_reboot(void)
{
	machine.ended_by = "reboot";
	panic("the machine was rebooted");
}

static struct platform fake_platform = {
	.name = "unit test",
	.guest_ail = true,
	.cpu_init = fake_cpu_init,
	.start_cpu = fake_start_cpu,
	.spare_cpu = fake_spare_cpu,
	.kick = fake_kick,
	.halt = fake_halt,
	.run = fake_run,
	.state_save = fake_state_save,
	.state_load = fake_state_load,
	.cpu_characteristics = fake_cpu_characteristics,
	.time_of_day = fake_time_of_day,
	.set_time_of_day = fake_set_time_of_day,
	.console_put = fake_console_put,
	.console_get = fake_console_get,
	.partition_flush = fake_partition_flush,
	.idle = fake_idle,
	.irq = &fake_irq,
	.power_off = fake_power_off,
	.reboot = fake_reboot,
};

/* Weak: the source that detects the platform defines the real one. */
__attribute__((weak)) const struct platform *platform = &fake_platform;

void without_guest_ail(bool without)
{
	fake_platform.guest_ail = !without;
}
