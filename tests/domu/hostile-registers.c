// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Registers that one domain writes and the next could read: every SPR from 0 to 1023, and
 * the SLB. Each domain that runs this has patterns of its own in them. It finds nothing
 * of another at its start, and its own when it was away.
 */
#include "hostile.h"

#define SPRS		 1024
#define SLB_ENTRIES	 32
#define SEEDS		 9
#define PREEMPTED_TICKS	 (50 * 512000ULL)
#define WAITING_TICKS	 (400 * 512000ULL)
#define SCHED_OP	 6
#define SCHEDOP_BLOCK	 1
#define DEC		 22
#define SLBMTE		 INSTRUCTION(31, 3, 0, 4, 402)
#define SLBMFEV		 INSTRUCTION(31, 3, 0, 3, 851)
#define SLBMFEE		 INSTRUCTION(31, 3, 0, 3, 915)
#define SLB_ESID	 0xfffffffff0000000ULL
#define SLB_VSID	 0x0000fffffffff000ULL
#define MMCR0		 795
#define DSISR		 18
#define UMMCR0		 779
#define MMCR0_FC	 0x80000000ULL
#define MMCR0_FCH	 1ULL
#define MMCR0_EXCEPTIONS 0x04000080ULL /* PMAE, PMAO */
#define TBL		 268

/*
 * What may be seen in a register: 0 at the start and its own value later, unless there is
 * an exception here. Patterns of other domains never.
 */
enum allowed {
	ZERO,
	ANY,	   /* any value: this program changes it, or it counts */
	INITIAL,   /* any value at the start, its own value later */
	CLEARED,   /* 0 later, too: it is not kept for a domain */
	NOT_TRIED, /* any value, and it is not written */
};

/* All exceptions, each with its reason. */
static const struct {
	u32 number;
	enum allowed allowed;
	const char *reason;
} exceptions[] = {
	{ 1, ANY, "XER: arithmetic of this program" },
	{ 8, ANY, "LR: its calls" },
	{ 9, ANY, "CTR: its calls through a pointer" },
	{ 22, ANY, "DEC: counts" },
	{ 26, ANY, "SRR0: each interrupt, and after hypercalls of bare metal" },
	{ 27, ANY, "SRR1: the same" },
	{ 28, ANY, "CFAR: each branch, of the hypervisor as well" },
	{ 31, CLEARED, "ACOP: of POWER8, which QEMU's later CPUs keep" },
	{ 153, INITIAL, "FSCR: the cause of the last facility interrupt" },
	{ 259, INITIAL, "SPRG3, a name to read it by" },
	{ 268, ANY, "TB: counts" },
	{ 269, ANY, "TBU: counts" },
	{ 273, INITIAL, "SPRG1: interrupts of this program" },
	{ 274, INITIAL, "SPRG2: the same" },
	{ 275, INITIAL, "SPRG3: the same" },
	{ 282, CLEARED, "EAR: of early versions, which QEMU's CPUs keep" },
	{ 284, NOT_TRIED,
	  "TBL: QEMU lets a guest set the machine's time (book III, 7.2)" },
	{ 285, NOT_TRIED, "TBU: the same" },
	{ 287, INITIAL, "PVR: the CPU's version" },
	{ 308, ANY, "SPURR: counts" },
	{ 309, ANY, "PURR: counts" },
	{ 768, CLEARED, "SIER, a name to read it by, which QEMU's CPUs keep apart" },
	{ 775, INITIAL, "PMC5, a name to read it by" },
	{ 776, INITIAL, "PMC6, a name to read it by" },
	{ 779, INITIAL, "MMCR0, a name to use in problem state" },
	{ 791, INITIAL, "PMC5: counts until MMCR0 is written" },
	{ 792, INITIAL, "PMC6: the same" },
	{ 795, INITIAL, "MMCR0: FCH, the hypervisor's, is 1 on bare metal" },
	{ 800, CLEARED, "BESCR, a name to set bits by, which QEMU's CPUs keep apart" },
	{ 801, CLEARED, "the same" },
	{ 802, CLEARED, "BESCR, a name to reset bits by, which QEMU's CPUs keep apart" },
	{ 803, CLEARED, "the same" },
	{ 823, CLEARED, "PSSCR: of no use without `stop`, which guests do not have" },
	{ 849, ANY, "VTB: counts" },
	{ 888, CLEARED, "TACR: of POWER8, which QEMU's later CPUs keep" },
	{ 889, CLEARED, "TCSCR: the same" },
	{ 890, CLEARED, "CSIGR: the same" },
	{ 892, CLEARED, "SPMC1: the same" },
	{ 893, CLEARED, "SPMC2: the same" },
	{ 894, CLEARED, "MMCRS: the same" },
	{ 895, CLEARED, "WORT: the same" },
	{ 1023, INITIAL, "PIR: the CPU's number" },
};

static struct {
	bool readable, writable;
	u64 kept;
} sprs[SPRS];
static struct {
	u64 esid, vsid;
} slb[SLB_ENTRIES];

static enum allowed allowed(u32 number)
{
	for (size_t i = 0; i < LENGTH(exceptions); i++) {
		if (exceptions[i].number == number)
			return exceptions[i].allowed;
	}
	return ZERO;
}

static u64 pattern(u64 seed, u32 number)
{
	u64 value = (seed << 32 | (number + 1)) * 0x9e3779b97f4a7c15ULL;

	value ^= value >> 29;
	/* A register of 32 bits: QEMU keeps 64, a saved domain does not. */
	if (number == DSISR)
		value = (u32)value;
	/* Counters that count would change, and on QEMU use much time of the host. */
	if (number == MMCR0 || number == UMMCR0)
		value = (value | MMCR0_FC | MMCR0_FCH) & ~MMCR0_EXCEPTIONS;
	return value;
}

/* Whether value may come from another domain that writes patterns for this number. */
static bool foreign(u64 seed, u32 number, u64 value)
{
	for (u64 other = 1; other <= SEEDS; other++) {
		u64 theirs = pattern(other, number);

		if (other != seed && (value == theirs || (u32)value == (u32)theirs))
			return true;
	}
	return false;
}

static bool execute(u32 word, u64 a, u64 b)
{
	place(word, BLR);
	return !attempt(scratch(), a, b);
}

/* Two reads distinguish a register from a no-op, which leaves the target what it was. */
static bool read_spr(u32 number, u64 *value)
{
	if (!execute(mfspr(number), 0, 0))
		return false;
	*value = outcome.value;
	return *value || (execute(mfspr(number), 1, 0) && outcome.value != 1);
}

static void find_registers(void)
{
	u64 value;

	for (u32 n = 0; n < SPRS; n++)
		sprs[n].readable = read_spr(n, &value);
}

/* An entry of the SLB; 0 if the instruction is refused. */
static u64 read_slb(u32 word, u32 entry)
{
	return execute(word, entry, 0) ? outcome.value : 0;
}

static void check_start(u64 seed)
{
	u64 value;

	for (u32 n = 0; n < SPRS; n++) {
		enum allowed may = allowed(n);

		if (!sprs[n].readable || !read_spr(n, &value))
			tried(REFUSED, "SPR", n, 0);
		else if (foreign(seed, n, value) ||
			 (value && (may == ZERO || may == CLEARED)))
			tried(FAILED, "SPR", n, value);
		else
			tried(HARMLESS, "SPR", n, value);
	}
	for (u32 n = 0; n < SLB_ENTRIES; n++) {
		u64 value = read_slb(SLBMFEE, n) | read_slb(SLBMFEV, n);

		tried(value ? FAILED : HARMLESS, "SLB entry", n, value);
	}
}

/* Which writes are refused: interrupts would change some of what write_all() writes. */
static void find_writable(u64 seed)
{
	for (u32 n = 0; n < SPRS; n++)
		sprs[n].writable =
			allowed(n) != NOT_TRIED && execute(mtspr(n), pattern(seed, n), 0);
}

/*
 * Writes all, then notes what they hold: some have fewer bits, or are names for others.
 * What is cleared may be 0 by then.
 */
static void write_all(u64 seed)
{
	for (u32 n = 0; n < SPRS; n++) {
		if (sprs[n].writable)
			execute(mtspr(n), pattern(seed, n), 0);
	}
	for (u32 n = 0; n < SLB_ENTRIES; n++)
		execute(SLBMTE, pattern(seed, n) & SLB_VSID,
			(pattern(seed, n) & SLB_ESID) | n);
	for (u32 n = 0; n < SLB_ENTRIES; n++) {
		slb[n].esid = read_slb(SLBMFEE, n);
		slb[n].vsid = read_slb(SLBMFEV, n);
	}
	for (u32 n = 0; n < SPRS; n++) {
		if (sprs[n].readable)
			read_spr(n, &sprs[n].kept);
	}
}

/* Prints how many SPRs hold something that is to be kept. */
static void print_holding(void)
{
	u64 holding = 0;

	for (u32 n = 0; n < SPRS; n++) {
		if (sprs[n].readable && sprs[n].writable && sprs[n].kept)
			holding += allowed(n) == ZERO || allowed(n) == INITIAL;
	}
	print("hostile: registers that hold a pattern: ");
	print_number(holding);
	print("\n");
}

static void check_kept(u64 seed)
{
	u64 value;

	for (u32 n = 0; n < SPRS; n++) {
		enum allowed may = allowed(n);

		if (!sprs[n].readable || !read_spr(n, &value))
			tried(REFUSED, "SPR", n, 0);
		else if (may == ANY || may == NOT_TRIED
				 ? foreign(seed, n, value)
				 : value != sprs[n].kept && (value || may != CLEARED))
			tried(FAILED, "SPR", n, value);
		else
			tried(HARMLESS, "SPR", n, value);
	}
	for (u32 n = 0; n < SLB_ENTRIES; n++) {
		u64 esid = read_slb(SLBMFEE, n), vsid = read_slb(SLBMFEV, n);
		bool cleared = !esid && !vsid;

		tried(cleared || (esid == slb[n].esid && vsid == slb[n].vsid) ? HARMLESS
									      : FAILED,
		      "SLB entry", n, esid | vsid);
	}
}

static u64 timebase(void)
{
	u64 value;

	__asm__ __volatile__("mfspr %0,%1" : "=r"(value) : "i"(TBL));
	return value;
}

/* Is preempted for a while by others, then waits: both are ways to leave the CPU. */
static void be_away(void)
{
	u64 away = 0, last = timebase();

	while (away < PREEMPTED_TICKS) {
		u64 now = timebase();

		if (now - last > PREEMPTED_TICKS / 50)
			away += now - last;
		last = now;
	}
	__asm__ __volatile__("mtspr %0,%1" : : "i"(DEC), "r"(WAITING_TICKS));
	call(XEN_MARK | SCHED_OP, SCHEDOP_BLOCK, 0, 0, 0);
}

void write_patterns(u64 seed)
{
	find_registers();
	class_begin("registers at the start");
	check_start(seed);
	class_end();
	find_writable(seed);
	write_all(seed);
	print_holding();
	/* One class without end: its counts are sums, and so a failure stays visible. */
	class_begin("registers kept");
	for (;;) {
		be_away();
		check_kept(seed);
		class_end();
		write_all(seed);
	}
}
