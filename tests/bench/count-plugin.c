// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * count-plugin.so: counts exactly the instructions that a machine executes, and
 * prints the counts of marked regions (marker.h).
 *
 *   -plugin count-plugin.so,out=FILE[,hv=START-END]...[,fw=START-END]...[,from=ADDRESS]
 *           [,first=ADDRESS:ID][,order=be][,profile=ID][,stay=ADDRESS]...
 *           [,notes=FILE]
 *
 * out=    output file: one JSON object per line, as soon as it is known
 * hv=     machine addresses (hexadecimal, END excluded) of the hypervisor's code;
 *         without it everything below the kernel is counted as kernel
 * fw=     the same for the firmware's code, which is counted separately
 * from=   machine address of an instruction: before its first execution nothing
 *         counts, and markers are ignored
 * first=  effective address (hexadecimal) of an instruction of a kernel: region ID
 *         begins before its first execution
 * order=  byte order of the marked code, default le
 * profile=  also count each instruction of that region by its address, in all
 *         repetitions together, and print the counts at the end (slower)
 * stay=   effective address (hexadecimal) of an instruction of the hypervisor, executed
 *         whenever it lets others run: print the most instructions between two
 * notes=  addresses and names of functions: print those called in each long stay
 *
 * There is a counter per instruction instead of an addition per translated block,
 * since a block is left early when an instruction in it raises an exception, as in
 * every page fault, decrementer and hypercall. Adding the block's length at its
 * start would count instructions that were never reached. Additions in the
 * generated code cost three host instructions each, a callback costs a call; so a
 * whole boot is counted in seconds. An instruction that faults and is executed
 * again counts once for each attempt, as on the processor.
 *
 * The owner of an instruction: the hypervisor works in real mode at low addresses,
 * and so does a guest kernel before it turns translation on. Their effective
 * addresses cannot be distinguished, but their machine addresses can: chunks of the
 * hypervisor never belong to a guest. QEMU reports an instruction's address in its
 * own memory, in which guest memory is one block. The block's start follows from
 * the first instruction after reset, which is fetched in real mode from its machine
 * address.
 *
 * Counters are not atomic: with -icount (single-threaded TCG) they are exact for
 * any number of CPUs, and without it figures are not reproducible anyway.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "count-hits.h"
#include "count-stay.h"
#include "marker.h"
#include "qemu-plugin-api.h"

#define MAX_REGIONS 64
#define MAX_RANGES  8

/* User programs of dom0 are linked from 256 MiB up (ELF ABI) or mapped higher. */
#define USER_BASE      0x10000000ul
#define TOP_NIBBLE(x)  ((x) >> 60)
#define KERNEL_NIBBLE  0xc

#define INSN_SC	       0x44000002u /* system call */
#define INSN_SC_1      0x44000022u /* hypercall: sc with LEV = 1 */
#define INSN_SCV_0     0x44000001u /* system call, vectored (ISA 3.0) */
#define INSN_TDI_NEVER 0x08000000u /* tdi 0,0,0 */
#define INSN_OR(n)     (0x7c000378u | (n) << 21 | (n) << 16 | (n) << 11)

enum who { USER, KERNEL, HYPERVISOR, FIRMWARE, WHO_COUNT };

static const char *const who_name[WHO_COUNT] = { "user", "kernel", "hypervisor",
						 "firmware" };

struct tally {
	uint64_t insns;
	uint64_t sc;  /* sc and scv: system calls */
	uint64_t sc1; /* sc 1: hypercalls */
};

struct tallies {
	struct tally of[WHO_COUNT];
};

struct region {
	struct tallies start;
	uint64_t repetitions;
	bool open;
};

/* Machine addresses, and the owner of the code there. */
struct range {
	enum who who;
	uint64_t start, end;
};

int qemu_plugin_version = QEMU_PLUGIN_API;

static FILE *out;
static bool big_endian;
static struct range ranges[MAX_RANGES];
static unsigned int range_count;
static uintptr_t ram_start; /* guest memory in QEMU's address space, 0: not yet known */

static bool counting = true;
static uint64_t counting_from; /* machine address; 0: counting begins at reset */
static struct tallies before;  /* counts before counting_from, to subtract */

/* The region that begins there; 0: none, or it has begun. */
static unsigned int first_id;
static uint64_t first_ea;
static struct region regions[MAX_REGIONS];

static bool profiling;
static unsigned int profiled; /* region */

/* The last `or N,N,N` without its `tdi` yet, and the counts at it. */
static unsigned int pending_kind;
static struct tallies pending;

static void print_tallies(const char *event, unsigned int id, uint64_t repetition,
			  const struct tallies *t)
{
	fprintf(out, "{\"event\":\"%s\",\"id\":%u,\"repetition\":%" PRIu64, event, id,
		repetition);
	for (int who = 0; who < WHO_COUNT; who++) {
		const struct tally *of = &t->of[who];

		fprintf(out,
			",\"%s\":{\"insns\":%" PRIu64 ",\"sc\":%" PRIu64
			",\"sc1\":%" PRIu64 "}",
			who_name[who], of->insns, of->sc, of->sc1);
	}
	fprintf(out, "}\n");
	fflush(out);
}

static void print_error(unsigned int id, const char *text)
{
	fprintf(out, "{\"event\":\"error\",\"id\":%u,\"text\":\"%s\"}\n", id, text);
	fflush(out);
}

static struct tallies difference(const struct tallies *a, const struct tallies *b)
{
	struct tallies d;

	for (int who = 0; who < WHO_COUNT; who++) {
		d.of[who].insns = a->of[who].insns - b->of[who].insns;
		d.of[who].sc = a->of[who].sc - b->of[who].sc;
		d.of[who].sc1 = a->of[who].sc1 - b->of[who].sc1;
	}
	return d;
}

/* The counters have the layout of struct tallies too. */
#define TALLY(who, member) \
	(offsetof(struct tallies, of[who]) + offsetof(struct tally, member))

static struct tallies all_tallies(void)
{
	struct tallies t;

	for (int who = 0; who < WHO_COUNT; who++) {
		t.of[who].insns = counter_value(TALLY(who, insns));
		t.of[who].sc = counter_value(TALLY(who, sc));
		t.of[who].sc1 = counter_value(TALLY(who, sc1));
	}
	return t;
}

static struct tallies tallies_now(void)
{
	struct tallies all = all_tallies();

	return difference(&all, &before);
}

/* Called before the instruction of from= is executed; it counts. */
static void start_counting(unsigned int vcpu, void *userdata)
{
	(void)vcpu;
	(void)userdata;
	if (counting)
		return;
	counting = true;
	before = all_tallies();
}

/* Called before an instruction of stay= is executed. */
static void stay_ends(unsigned int vcpu, void *userdata)
{
	(void)vcpu;
	(void)userdata;
	stay_end(counter_value(TALLY(HYPERVISOR, insns)) +
			 counter_value(TALLY(FIRMWARE, insns)),
		 counting, out);
}

static void note_call(unsigned int vcpu, void *userdata)
{
	(void)vcpu;
	stay_called(userdata);
}

/*
 * The first half of a marker. The end of a region takes the counts here, a beginning at
 * the second half: an interrupt between the halves is then outside of the region.
 */
static void marker_kind(unsigned int vcpu, void *userdata)
{
	(void)vcpu;
	if (!counting)
		return;
	pending_kind = (uintptr_t)userdata;
	pending = tallies_now();
}

static void region_begin(unsigned int id)
{
	if (regions[id].open)
		print_error(id, "region began twice");
	regions[id].open = true;
	regions[id].start = tallies_now();
}

/* Called before the instruction of first= is executed. */
static void first_execution(unsigned int vcpu, void *userdata)
{
	(void)vcpu;
	(void)userdata;
	if (counting && first_id)
		region_begin(first_id);
	first_id = counting ? 0 : first_id;
}

static void region_end(unsigned int id, struct region *r)
{
	struct tallies d;

	if (!r->open) {
		print_error(id, "region ended that had not begun");
		return;
	}
	r->open = false;
	d = difference(&pending, &r->start);
	print_tallies("region", id, r->repetitions++, &d);
}

/* The second half: the name. */
static void marker_id(unsigned int vcpu, void *userdata)
{
	unsigned int id = (uintptr_t)userdata;
	unsigned int kind = pending_kind;

	(void)vcpu;
	pending_kind = 0;
	if (!kind)
		return;
	if (id >= MAX_REGIONS) {
		print_error(id, "no such region");
		return;
	}
	switch (kind) {
	case MARK_BEGIN:
		region_begin(id);
		break;
	case MARK_END:
		region_end(id, &regions[id]);
		break;
	case MARK_POINT:
		print_tallies("point", id, regions[id].repetitions++, &pending);
		break;
	}
}

static uint64_t machine_address(const struct qemu_plugin_insn *insn)
{
	return (uintptr_t)qemu_plugin_insn_haddr(insn) - ram_start;
}

static enum who executed_by(const struct qemu_plugin_insn *insn)
{
	uint64_t ea = qemu_plugin_insn_vaddr(insn);
	uint64_t machine = machine_address(insn);

	for (unsigned int i = 0; i < range_count; i++)
		if (machine >= ranges[i].start && machine < ranges[i].end)
			return ranges[i].who;
	/* Real-mode code of a guest kernel, and its firmware, counts as kernel. */
	if (TOP_NIBBLE(ea) == KERNEL_NIBBLE || ea < USER_BASE)
		return KERNEL;
	return USER;
}

static uint32_t instruction_word(const struct qemu_plugin_insn *insn)
{
	uint8_t b[4];

	insn_bytes(insn, b);
	if (big_endian)
		return (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
	return (uint32_t)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];
}

/* Register the callback of a marker's half; false if the word is not one. */
static bool hook_marker(struct qemu_plugin_insn *insn, uint32_t word)
{
	for (unsigned int kind = MARK_BEGIN; kind <= MARK_POINT; kind++)
		if (word == INSN_OR(kind)) {
			qemu_plugin_register_vcpu_insn_exec_cb(insn, marker_kind,
							       QEMU_PLUGIN_CB_NO_REGS,
							       (void *)(uintptr_t)kind);
			return true;
		}
	/*
	 * The hypervisor's first word is a tdi too, but without an `or` before it:
	 * marker_id() then does nothing.
	 */
	if ((word & ~0xffffu) == INSN_TDI_NEVER) {
		qemu_plugin_register_vcpu_insn_exec_cb(
			insn, marker_id, QEMU_PLUGIN_CB_NO_REGS,
			(void *)(uintptr_t)(word & 0xffff));
		return true;
	}
	return false;
}

static void hit_insn(unsigned int vcpu, void *userdata)
{
	struct hit *hit = userdata;

	(void)vcpu;
	if (regions[profiled].open)
		hit->count++;
}

static void hook_stay(struct qemu_plugin_insn *insn, uint64_t ea)
{
	char *name = stay_note(ea);

	if (stay_is_boundary(ea))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, stay_ends,
						       QEMU_PLUGIN_CB_NO_REGS, NULL);
	if (name)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, note_call,
						       QEMU_PLUGIN_CB_NO_REGS, name);
}

static void translate_insn(struct qemu_plugin_insn *insn)
{
	enum who who = executed_by(insn);
	uint32_t word = 0;

	/* Before the markers: the first instruction may look like half of one. */
	if (counting_from && machine_address(insn) == counting_from)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, start_counting,
						       QEMU_PLUGIN_CB_NO_REGS, NULL);
	if (first_id && who == KERNEL && qemu_plugin_insn_vaddr(insn) == first_ea)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, first_execution,
						       QEMU_PLUGIN_CB_NO_REGS, NULL);
	if (who == HYPERVISOR)
		hook_stay(insn, qemu_plugin_insn_vaddr(insn));
	/* Prefixed instructions of POWER10 have 8 bytes; none of them matters here. */
	if (qemu_plugin_insn_size(insn) == 4)
		word = instruction_word(insn);
	if (hook_marker(insn, word))
		return;
	if (profiling)
		qemu_plugin_register_vcpu_insn_exec_cb(
			insn, hit_insn, QEMU_PLUGIN_CB_NO_REGS,
			hit_at(qemu_plugin_insn_vaddr(insn), who_name[who]));
	count_insn(insn, TALLY(who, insns));
	if (word == INSN_SC || word == INSN_SCV_0)
		count_insn(insn, TALLY(who, sc));
	else if (word == INSN_SC_1)
		count_insn(insn, TALLY(who, sc1));
}

static void translate_block(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	if (!ram_start && n) {
		struct qemu_plugin_insn *first = qemu_plugin_tb_get_insn(tb, 0);

		ram_start = (uintptr_t)qemu_plugin_insn_haddr(first) -
			    qemu_plugin_insn_vaddr(first);
	}
	for (size_t i = 0; i < n; i++)
		translate_insn(qemu_plugin_tb_get_insn(tb, i));
}

static void finish(qemu_plugin_id_t id, void *userdata)
{
	struct tallies now = tallies_now();

	(void)id;
	(void)userdata;
	if (!counting)
		print_error(0, "the instruction to count from was never executed");
	for (unsigned int i = 0; i < MAX_REGIONS; i++)
		if (regions[i].open)
			print_error(i, "region not ended");
	hits_print(out);
	stay_print(out);
	print_tallies("exit", 0, 0, &now);
	if (fclose(out))
		perror("count-plugin: closing the result");
}

static bool parse_range(enum who who, const char *value)
{
	struct range *r = &ranges[range_count];
	char *rest;

	if (range_count == MAX_RANGES)
		return false;
	r->who = who;
	r->start = strtoull(value, &rest, 16);
	if (rest == value || *rest != '-')
		return false;
	r->end = strtoull(rest + 1, &rest, 16);
	if (*rest || r->end <= r->start)
		return false;
	range_count++;
	return true;
}

static bool parse_from(const char *value)
{
	char *rest;

	counting = false;
	counting_from = strtoull(value, &rest, 16);
	return counting_from && !*rest;
}

static bool parse_first(const char *value)
{
	char *rest;

	first_ea = strtoull(value, &rest, 16);
	first_id = *rest == ':' ? strtoul(rest + 1, NULL, 10) : 0;
	return first_id > 0 && first_id < MAX_REGIONS;
}

static bool parse_argument(const char *arg)
{
	if (!strncmp(arg, "out=", 4)) {
		out = fopen(arg + 4, "w");
		if (!out)
			perror(arg + 4);
		return out;
	}
	if (!strncmp(arg, "hv=", 3))
		return parse_range(HYPERVISOR, arg + 3);
	if (!strncmp(arg, "fw=", 3))
		return parse_range(FIRMWARE, arg + 3);
	if (!strncmp(arg, "from=", 5))
		return parse_from(arg + 5);
	if (!strncmp(arg, "first=", 6))
		return parse_first(arg + 6);
	if (!strncmp(arg, "stay=", 5))
		return stay_add_boundary(arg + 5);
	if (!strncmp(arg, "notes=", 6))
		return stay_read_notes(arg + 6);
	if (!strncmp(arg, "profile=", 8)) {
		profiling = true;
		profiled = strtoul(arg + 8, NULL, 10);
		return profiled > 0 && profiled < MAX_REGIONS;
	}
	if (!strcmp(arg, "order=be") || !strcmp(arg, "order=le")) {
		big_endian = arg[6] == 'b';
		return true;
	}
	return false;
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
			char **argv)
{
	if (!info->system_emulation || strcmp(info->target_name, "ppc64") != 0) {
		fprintf(stderr, "count-plugin: for qemu-system-ppc64 only\n");
		return -1;
	}
	for (int i = 0; i < argc; i++)
		if (!parse_argument(argv[i])) {
			fprintf(stderr, "count-plugin: bad argument %s\n", argv[i]);
			return -1;
		}
	if (!out) {
		fprintf(stderr, "count-plugin: out=FILE is missing\n");
		return -1;
	}
	if (!counters_init(sizeof(struct tallies)))
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_block);
	qemu_plugin_register_atexit_cb(id, finish, NULL);
	return 0;
}
