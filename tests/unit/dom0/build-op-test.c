// SPDX-License-Identifier: GPL-2.0-or-later
/* BUILDDOMAIN: what makes a domain of memory with a kernel in it. */
#include <string.h>

#include <libfdt.h>
#include <xen/errno.h>
#include <asm/papr/device_tree.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "state.h"

#define CHUNKS	4
#define END	(CHUNKS * CHUNK_SIZE) /* of the domain's memory */
#define ENTRY	0x20000ULL
#define FDT	0x1000000ULL
#define RTAS	0x1010000ULL
#define INITRD	0x1100000ULL
#define CMDLINE "console=hvc0 quiet"

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(CHUNKS);
	dom0_write(BUF_GPA, CMDLINE, sizeof(CMDLINE));
}

static dom0_ppc_builddomain_t good(void)
{
	return (dom0_ppc_builddomain_t){ .domain = d->id,
					 .vcpus = 2,
					 .cmdline_size = sizeof(CMDLINE),
					 .entry = ENTRY,
					 .fdt = FDT,
					 .rtas = RTAS,
					 .initrd_start = INITRD,
					 .initrd_end = INITRD + 1000,
					 .cmdline = guest_pointer(BUF_GPA) };
}

static long build(const dom0_ppc_builddomain_t *arg)
{
	dom0_op_t op = { .u.ppc_builddomain = *arg };

	return op_call(DOM0_PPC_BUILDDOMAIN, &op);
}

/* Whether nothing has been written to the places, nor to a neighbour of them. */
static bool untouched(const dom0_ppc_builddomain_t *arg)
{
	for (u64 i = 0; i < 2 * XEN_PPC_FDT_SIZE; i++) {
		u64 at[] = { arg->fdt - 64 + i, arg->rtas - 64 + i };

		for (size_t k = 0; k < ARRAY_SIZE(at); k++)
			if (at[k] < END && *domain_byte(d, at[k]))
				return false;
	}
	return true;
}

/* That it is refused and all is as before. */
static void refused(const dom0_ppc_builddomain_t *arg, long error)
{
	u32 vcpus = d->nr_vcpus;
	u64 heap = heap_free_bytes();

	CU_ASSERT_EQUAL(build(arg), error);
	CU_ASSERT_TRUE(domain_is_new(d));
	CU_ASSERT_TRUE(d->vcpu[0]->run_state & VCPU_NO_CONTEXT);
	CU_ASSERT_EQUAL(d->nr_vcpus, vcpus);
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
	CU_ASSERT_TRUE(untouched(arg));
}

/* The tree as the domain has it. */
static const void *read_tree(u64 gpa)
{
	static u8 fdt[XEN_PPC_FDT_SIZE];

	for (u64 i = 0; i < sizeof(fdt); i++)
		fdt[i] = *domain_byte(d, gpa + i);
	CU_ASSERT_EQUAL_FATAL(fdt_check_full(fdt, sizeof(fdt)), 0);
	return fdt;
}

static const char *bootargs(const void *fdt)
{
	return fdt_getprop(fdt, fdt_path_offset(fdt, "/chosen"), "bootargs", NULL);
}

static u32 cpus_in_tree(const void *fdt)
{
	int node, cpus = fdt_path_offset(fdt, "/cpus");
	u32 nr = 0;

	fdt_for_each_subnode (node, fdt, cpus)
		nr++;
	return nr;
}

static void building(void)
{
	dom0_ppc_builddomain_t arg = good();
	u8 code[PAPR_RTAS_SIZE];
	const fdt64_t *initrd;
	const void *fdt;
	int chosen;

	CU_ASSERT_EQUAL(build(&arg), 0);
	CU_ASSERT_TRUE(!domain_is_new(d) && domain_is_paused(d));
	CU_ASSERT_EQUAL(d->nr_vcpus, 2);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, ENTRY);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.gpr[3], FDT);
	CU_ASSERT_TRUE(!(d->vcpu[0]->run_state & VCPU_NO_CONTEXT) &&
		       !(d->vcpu[0]->run_state & VCPU_DOWN));
	CU_ASSERT_TRUE((d->vcpu[1]->run_state & VCPU_NO_CONTEXT) &&
		       (d->vcpu[1]->run_state & VCPU_DOWN));
	fdt = read_tree(FDT);
	CU_ASSERT_EQUAL(cpus_in_tree(fdt), 2);
	CU_ASSERT_STRING_EQUAL(bootargs(fdt), CMDLINE);
	chosen = fdt_path_offset(fdt, "/chosen");
	initrd = fdt_getprop(fdt, chosen, "linux,initrd-end", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(initrd);
	CU_ASSERT_EQUAL(fdt64_ld(initrd), INITRD + 1000);
	/* The console's interrupt, and the power button's. */
	CU_ASSERT_PTR_NOT_NULL(fdt_getprop(
		fdt, fdt_path_offset(fdt, "/vdevice/vty@30000000"), "interrupts", NULL));
	CU_ASSERT_PTR_NOT_NULL(
		fdt_getprop(fdt, fdt_path_offset(fdt, "/event-sources/epow-events"),
			    "interrupts", NULL));
	papr_rtas_code(code);
	for (u32 i = 0; i < sizeof(code); i++)
		CU_ASSERT_EQUAL(*domain_byte(d, RTAS + i), code[i]);
	/* Once only, also when its vCPU has been given a context instead. */
	CU_ASSERT_EQUAL(build(&arg), -EINVAL);
}

/* Up to the last byte of its memory, and across chunks that lie apart. */
static void borders(void)
{
	static const struct {
		u64 fdt, rtas, initrd, initrd_end;
	} cases[] = {
		{ END - XEN_PPC_FDT_SIZE, RTAS, 0, END - XEN_PPC_FDT_SIZE - 65536 },
		{ 0, END - XEN_PPC_RTAS_SIZE, XEN_PPC_FDT_SIZE, END - XEN_PPC_RTAS_SIZE },
		{ CHUNK_SIZE - 4096, CHUNK_SIZE - 4096 - XEN_PPC_RTAS_SIZE,
		  CHUNK_SIZE - 4096 + XEN_PPC_FDT_SIZE, END },
		{ 2 * CHUNK_SIZE - 8, 3 * CHUNK_SIZE - 8, 1, 2 },
		/* No initrd at all, wherever it is not. */
		{ FDT, RTAS, 0, 0 },
		{ FDT, RTAS, FDT + 8, FDT + 8 },
		{ FDT, RTAS, TOP, TOP },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		dom0_ppc_builddomain_t arg;

		d = make_domain(CHUNKS);
		arg = good();
		arg.entry = END - 4;
		arg.fdt = cases[i].fdt;
		arg.rtas = cases[i].rtas;
		arg.initrd_start = cases[i].initrd;
		arg.initrd_end = cases[i].initrd_end;
		if (i == 0) { /* the RTAS code lies in it */
			refused(&arg, -EINVAL);
			arg.initrd_start = RTAS + XEN_PPC_RTAS_SIZE;
		}
		CU_ASSERT_EQUAL(build(&arg), 0);
		CU_ASSERT_STRING_EQUAL(bootargs(read_tree(arg.fdt)), CMDLINE);
		CU_ASSERT_EQUAL(*domain_byte(d, arg.rtas), 0x7c);
		destroy_domain(d);
	}
	d = make_domain(CHUNKS);
}

static void bad_places(void)
{
	static const u64 nowhere[] = { END,	   TOP,	    TOP - 3,	NOWHERE,
				       1ULL << 63, TOP - 7, TOP - 4095, TOP - 65535 };
	dom0_ppc_builddomain_t arg;

	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		arg = good();
		arg.entry = nowhere[i] & ~3ULL;
		refused(&arg, -EINVAL);
		arg = good();
		arg.fdt = nowhere[i] & ~7ULL;
		refused(&arg, -EINVAL);
		arg = good();
		arg.rtas = nowhere[i] & ~7ULL;
		refused(&arg, -EINVAL);
		arg = good();
		arg.initrd_end = nowhere[i] + 1;
		refused(&arg, -EINVAL);
		arg = good();
		arg.initrd_start = nowhere[i];
		arg.initrd_end = nowhere[i] + 8; /* wraps, of some */
		refused(&arg, -EINVAL);
	}
	/* The last bytes count. */
	arg = good();
	arg.fdt = END - XEN_PPC_FDT_SIZE + 8;
	refused(&arg, -EINVAL);
	arg = good();
	arg.rtas = END - XEN_PPC_RTAS_SIZE + 8;
	refused(&arg, -EINVAL);
	arg = good();
	arg.initrd_end = arg.initrd_start - 1;
	refused(&arg, -EINVAL);
	arg = good();
	arg.initrd_start = TOP;
	arg.initrd_end = 5;
	refused(&arg, -EINVAL);
}

static void alignment(void)
{
	for (u64 bits = 1; bits < 8; bits++) {
		dom0_ppc_builddomain_t arg = good();

		arg.fdt += bits;
		refused(&arg, -EINVAL);
		arg = good();
		arg.rtas += bits;
		refused(&arg, -EINVAL);
		arg = good();
		arg.entry += bits;
		if (bits != 4)
			refused(&arg, -EINVAL);
	}
}

static void overlapping_places(void)
{
	static const s64 distance[] = { 0, 8, -8, 4096 - 8, 8 - 4096, 65536 - 8 };

	for (size_t i = 0; i < ARRAY_SIZE(distance); i++) {
		dom0_ppc_builddomain_t arg = good();

		arg.rtas = FDT + (u64)distance[i];
		refused(&arg, -EINVAL);
		arg = good();
		arg.initrd_start = FDT + (u64)distance[i];
		arg.initrd_end = arg.initrd_start + 4096;
		refused(&arg, -EINVAL);
		arg.rtas = 0x2000000;
		arg.initrd_start = arg.rtas - 4095;
		arg.initrd_end = arg.rtas + 1;
		refused(&arg, -EINVAL);
		arg.initrd_start = arg.rtas + 4095;
		arg.initrd_end = arg.rtas + 5000;
		refused(&arg, -EINVAL);
		/* One within the other. */
		arg.initrd_start = FDT - 100;
		arg.initrd_end = FDT + 100000;
		refused(&arg, -EINVAL);
	}
}

static void which_domain(void)
{
	dom0_ppc_builddomain_t arg = good();

	arg.domain = 999;
	CU_ASSERT_EQUAL(build(&arg), -ESRCH);
	arg.domain = DOMID_SELF;
	CU_ASSERT_EQUAL(build(&arg), -ESRCH);
	arg.domain = 0;
	CU_ASSERT_EQUAL(build(&arg), -EINVAL);
	arg = good();
	domain_get(d);
	end_domain(d);
	CU_ASSERT_EQUAL(build(&arg), -EINVAL);
	CU_ASSERT_TRUE(domain_is_new(d));
	domain_put(d);
	/* One that has no memory. */
	d = make_domain(0);
	arg = good();
	CU_ASSERT_EQUAL(build(&arg), -EINVAL);
}

static void how_many_vcpus(void)
{
	static const u16 bad[] = { 0, MAX_VIRT_CPUS + 1, 0x8000, 0xffff };
	dom0_ppc_builddomain_t arg = good();

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		arg.vcpus = bad[i];
		refused(&arg, -EINVAL);
	}
	/* Fewer than it has already. */
	CU_ASSERT_EQUAL(domain_set_vcpus(d, 3), 0);
	arg.vcpus = 2;
	refused(&arg, -EINVAL);
	arg.vcpus = MAX_VIRT_CPUS;
	CU_ASSERT_EQUAL(build(&arg), 0);
	CU_ASSERT_EQUAL(cpus_in_tree(read_tree(FDT)), MAX_VIRT_CPUS);
	CU_ASSERT_TRUE(d->vcpu[MAX_VIRT_CPUS - 1]->run_state & VCPU_DOWN);
}

static void command_lines(void)
{
	static const u64 nowhere[] = { 0, DOM0_END, TOP, 1ULL << 63, DOM0_END - 18 };
	dom0_ppc_builddomain_t arg = good();

	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		arg.cmdline = guest_pointer(nowhere[i]);
		refused(&arg, -EFAULT);
	}
	/* It has no end; it is not there; it is longer than any kernel reads. */
	arg = good();
	arg.cmdline_size = sizeof(CMDLINE) - 1;
	refused(&arg, -ENOSPC);
	arg.cmdline_size = 0;
	refused(&arg, -ENOSPC);
	arg.cmdline_size = 4097;
	refused(&arg, -ENOSPC);
	arg.cmdline_size = 0xffffffff;
	refused(&arg, -ENOSPC);
	dom0_fill(BUF_GPA, 'x', 4096);
	arg.cmdline_size = 4096;
	refused(&arg, -ENOSPC);
	/* The longest, in two chunks, with as many vCPUs as there can be. */
	dom0_fill(CHUNK_SIZE - 1000, 'x', 4095);
	dom0_fill(CHUNK_SIZE + 3095, 0, 1);
	arg.cmdline = guest_pointer(CHUNK_SIZE - 1000);
	arg.vcpus = MAX_VIRT_CPUS;
	CU_ASSERT_EQUAL(build(&arg), 0);
	CU_ASSERT_EQUAL(strspn(bootargs(read_tree(FDT)), "x"), 4095);
}

/* The tree, then a vCPU, then the command line finds none; then there is some again. */
static void without_memory(void)
{
	static const size_t least[] = { KB(32), 2048, 64 };
	dom0_ppc_builddomain_t arg = good();

	for (size_t i = 0; i < ARRAY_SIZE(least); i++) {
		arg.vcpus = 3;
		heap_take(least[i]);
		refused(&arg, -ENOMEM);
		heap_give_back();
	}
	CU_ASSERT_EQUAL(build(&arg), 0);
}

/* ---- after other ops ---- */

static void after_a_context(void)
{
	vcpu_guest_context_t context = { .user_regs.msr = 1ULL << 63 };
	dom0_op_t op = { .u.setdomaininfo = { .domain = d->id,
					      .ctxt = guest_pointer(BUF_GPA + 4096) } };
	dom0_ppc_builddomain_t arg = good();

	dom0_write(BUF_GPA + 4096, &context, sizeof(context));
	CU_ASSERT_EQUAL(op_call(DOM0_SETDOMAININFO, &op), 0);
	CU_ASSERT_EQUAL(build(&arg), -EINVAL);
	CU_ASSERT_TRUE(untouched(&arg));
}

/* Which vCPUs run is for the domain to say, that begins with its first. */
static void after_a_state(void)
{
	struct state state = some_state(3);
	dom0_ppc_builddomain_t arg = good();

	state.vcpu[0].flags = XEN_PPC_VCPU_STOPPED;
	state.vcpu[1].flags = 0;
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	dom0_write(BUF_GPA, CMDLINE, sizeof(CMDLINE));
	CU_ASSERT_TRUE((d->vcpu[0]->run_state & VCPU_DOWN) &&
		       !(d->vcpu[1]->run_state & VCPU_DOWN));
	refused(&arg, -EINVAL); /* two vCPUs: it has three */
	arg.vcpus = 4;
	CU_ASSERT_EQUAL(build(&arg), 0);
	CU_ASSERT_FALSE(d->vcpu[0]->run_state & VCPU_DOWN);
	for (u32 i = 1; i < 4; i++)
		CU_ASSERT_TRUE(d->vcpu[i]->run_state & VCPU_DOWN);
}

/* What is written counts as dirty. */
static void while_writes_are_logged(void)
{
	dom0_op_t op = { .u.shadow_control = {
				 .domain = d->id,
				 .op = DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY } };
	dom0_ppc_builddomain_t arg = good();
	u64 bitmap[CHUNK_FRAMES / 64];

	CU_ASSERT_EQUAL(op_call(DOM0_SHADOW_CONTROL, &op), 0);
	op.u.shadow_control = (dom0_shadow_control_t){
		.domain = d->id,
		.op = DOM0_SHADOW_CONTROL_OP_CLEAN,
		.dirty_bitmap = guest_pointer(BUF_GPA + 4096),
		.pages = CHUNK_FRAMES,
	};
	CU_ASSERT_EQUAL(op_call(DOM0_SHADOW_CONTROL, &op), 0);
	CU_ASSERT_EQUAL(build(&arg), 0);
	op.u.shadow_control.op = DOM0_SHADOW_CONTROL_OP_PEEK;
	CU_ASSERT_EQUAL(op_call(DOM0_SHADOW_CONTROL, &op), 0);
	dom0_read(BUF_GPA + 4096, bitmap, sizeof(bitmap));
	for (u64 frame = 0; frame < CHUNK_FRAMES; frame++)
		CU_ASSERT_EQUAL(bitmap[frame / 64] >> frame % 64 & 1,
				frame == FDT / FRAME_SIZE || frame == RTAS / FRAME_SIZE);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "building", building },
		{ "borders", borders },
		{ "bad places", bad_places },
		{ "alignment", alignment },
		{ "overlapping places", overlapping_places },
		{ "which domain", which_domain },
		{ "how many vCPUs", how_many_vcpus },
		{ "command lines", command_lines },
		{ "without memory", without_memory },
		{ "after a context", after_a_context },
		{ "after a state", after_a_state },
		{ "while writes are logged", while_writes_are_logged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "build op",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-build-op", suites);
}
