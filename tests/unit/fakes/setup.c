// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for everything that start_xen() starts, and a record of it (setup.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include <xen/console/console.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/setup.h>
#include <xen/trace/buffer.h>
#include <xen/wallclock.h>
#include <asm/memory.h>

#include "fakes.h"
#include "setup.h"

#ifdef UNIT_COVERAGE
#include <gcov.h>
#endif

struct boot_info firmware;
char steps[128], messages[2048];
const struct boot_registers registers = { 3, 4, 5, 6, 7, 8, 9 };
struct boot_registers handed_over;
u64 heap_at_build;

static domid_t owner_before[CHUNKS]; /* of each chunk when dom0 was built */

static void step(const char *name)
{
	strcat(steps, name);
	strcat(steps, " ");
}

void printk(enum loglevel level, const char *fmt, ...)
{
	size_t len = strlen(messages);
	va_list args;

	(void)level;
	va_start(args, fmt);
	vsnprintf(messages + len, sizeof(messages) - len, fmt, args);
	va_end(args);
}

void platform_probe(const struct boot_registers *r, struct boot_info *info)
{
	handed_over = *r;
	*info = firmware;
	step("probe");
}

const char *xen_banner(void)
{
	return "banner";
}

void console_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "console");
}

void scheduler_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "scheduler");
}

void trace_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "trace");
}

static void test_init(void)
{
	step("platform");
}

static void test_cpu_init(void)
{
	step("registers");
}

void boot_cpu_init(const struct boot_info *info)
{
	step(memcmp(info, &firmware, sizeof(*info)) ? "?" : "cpu");
}

void cpus_start(const struct boot_info *info)
{
	step(memcmp(info, &firmware, sizeof(*info)) ? "?" : "cpus");
}

static void test_irq_init(void)
{
	step("irq");
}

void wallclock_init(void)
{
	step("clock");
}

struct domain *dom0_build(const struct boot_info *info)
{
	step(memcmp(info, &firmware, sizeof(*info)) ? "?" : "dom0");
	for (u32 c = 0; c < CHUNKS; c++)
		owner_before[c] = chunk_owner(c);
	heap_at_build = heap_free_bytes();
	return NULL;
}

void console_serve_guests(void)
{
	step("serve");
}

void run_vcpus(void)
{
	step("run");
	panic("running");
}

/* ---- a process for each machine ---- */

static u32 wrong;

void check(bool holds, const char *what, const char *file, int line)
{
	if (!holds) {
		printf("    %s:%d: %s\n", file, line, what);
		wrong++;
	}
}

static const struct irq_ops test_irq = { .init = test_irq_init };
static const struct platform test_platform = {
	.name = "unit test",
	.irq = &test_irq,
	.init = test_init,
	.cpu_init = test_cpu_init,
};

void on_machine(void (*describe)(void), void (*look)(void))
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	CU_ASSERT_FATAL(child >= 0);
	if (!child) {
		machine_start(CHUNKS);
		chunk_init(NULL, 0); /* no chunk is known yet */
		platform = &test_platform;
		firmware.image = (struct memory_range){ MB(4), MB(5) };
		describe();
		EXPECT_END(start_xen(&registers));
		look();
#ifdef UNIT_COVERAGE
		__gcov_dump(); /* _exit() does not do it */
#endif
		fflush(stdout);
		_exit(wrong ? EXIT_FAILURE : EXIT_SUCCESS);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
}

void add_ram(u64 start, u64 end)
{
	firmware.ram[firmware.ram_count++] = (struct memory_range){ start, end };
}

void add_reserved(u64 start, u64 end)
{
	firmware.reserved[firmware.reserved_count++] =
		(struct memory_range){ start, end };
}

/* ---- checks of the result ---- */

void check_owners(const char *at_build, const char *afterwards)
{
	char before[CHUNKS + 1] = "", after[CHUNKS + 1] = "";

	for (u32 c = 0; c < CHUNKS; c++) {
		domid_t now = chunk_owner(c), then = owner_before[c];

		before[c] = then == DOMID_XEN ? 'x' : then == CHUNK_FREE ? 'f' : '-';
		after[c] = now == DOMID_XEN ? 'x' : now == CHUNK_FREE ? 'f' : '-';
	}
	CHECK(!strcmp(machine.panic, "running"));
	CHECK(!strcmp(before, at_build));
	CHECK(!strcmp(after, afterwards));
	if (wrong)
		printf("    owners are %s, then %s\n", before, after);
}

u64 table_bytes(u32 chunks)
{
	return ROUND_UP(chunk_table_size(chunks), 64);
}

static bool overlap(u64 start, u64 end, const struct memory_range *r)
{
	return start < r->end && r->start < end;
}

static bool in_ram(u64 start, u64 end)
{
	for (u32 i = 0; i < firmware.ram_count; i++)
		if (firmware.ram[i].start <= start && end <= firmware.ram[i].end)
			return true;
	return false;
}

/* The vectors are below 64 KiB. */
static bool is_free(u64 start, u64 end)
{
	for (u32 i = 0; i < firmware.reserved_count; i++)
		if (overlap(start, end, &firmware.reserved[i]))
			return false;
	return start >= KB(64) && in_ram(start, end) &&
	       !overlap(start, end, &firmware.image) &&
	       !overlap(start, end, &firmware.bundle);
}

void check_heap(void)
{
	u64 chunk = ROUND_DOWN(firmware.image.start, CHUNK_SIZE), size = KB(4);
	u64 taken = 0, wanted = heap_at_build;

	for (;;) {
		const void *block = heap_alloc(size, 64);
		u64 at = block ? ptr_to_maddr(block) : 0;

		if (!block || ROUND_DOWN(at, CHUNK_SIZE) != chunk)
			break;
		taken += size;
		if (!is_free(at, at + size)) {
			CHECK(!"the heap has what is in use");
			printf("    it is at %llx\n", at);
			break;
		}
	}
	/* Each free piece leaves less than a block unused. */
	CHECK(taken <= wanted && taken + 16 * size > wanted);
}

void check_panic_at_once(const char *text)
{
	CHECK(strstr(machine.panic, text) != NULL);
	CHECK(!strcmp(steps, "probe cpu "));
	CHECK(heap_free_bytes() == 0);
}
