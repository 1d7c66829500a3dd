// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process-test: memory that callers pass. It may be unaligned, on the stack, across two
 * pages, at the start or the end of mapped memory, and read-only if the hypervisor only
 * reads it. No byte around it is changed.
 */
#include "process-test.h"
#include "xc_private.h"

static int handle;
static u32 victim; /* a domain without memory, with vCPU 0 */

/* A use of the caller's memory: its size, whether it is only read, and the call. */
struct use {
	const char *name;
	size_t size;
	bool input;
	int (*prepare)(void *mem); /* before it may become read-only; or NULL */
	int (*call)(void *mem);	   /* 0 if the answer is right */
};

#define LIST_ENTRIES 33

/* ---- written by the hypervisor ---- */

static int frame_list(void *mem)
{
	unsigned long frame;

	MUST(xc_get_pfn_list(handle, 0, mem, LIST_ENTRIES) == LIST_ENTRIES);
	for (int i = 0; i < LIST_ENTRIES; i++) {
		memcpy(&frame, (char *)mem + (size_t)i * sizeof(frame), sizeof(frame));
		MUST(frame == dom0_frames[i]);
	}
	return 0;
}

static int domain_info_out(void *mem)
{
	xc_dominfo_t info[2];

	MUST(xc_domain_getinfo(handle, 0, 2, mem) == 2);
	memcpy(info, mem, sizeof(info));
	MUST(info[0].domid == 0 && info[0].nr_pages == (unsigned long)dom0_frame_count);
	MUST(info[1].domid == victim && info[1].ssidref == 1);
	return 0;
}

static int domain_list(void *mem)
{
	xc_domaininfo_t info[2];

	MUST(xc_domain_getinfolist(handle, 0, 2, mem) == 2);
	memcpy(info, mem, sizeof(info));
	MUST(info[0].domain == 0 && info[1].domain == victim && info[1].ssidref == 1);
	return 0;
}

#define CONSOLE_BYTES 333

static int console_text(void *mem)
{
	char *text = mem;
	unsigned int count = CONSOLE_BYTES;

	MUST(xc_ppc_debug_key(handle, 'm') == 0);
	MUST(xc_readconsolering(handle, &text, &count, 0) == 0);
	MUST(text == mem && count == CONSOLE_BYTES);
	MUST(!memcmp(text + count - 12, "chunks: end\n", 12));
	return 0;
}

static int machine_info(void *mem)
{
	xc_physinfo_t info;

	MUST(xc_physinfo(handle, mem) == 0);
	memcpy(&info, mem, sizeof(info));
	MUST(info.nr_nodes == 1 && info.total_pages > (unsigned long)dom0_frame_count);
	return 0;
}

static int compile_info(void *mem)
{
	privcmd_hypercall_t call = { .op = __HYPERVISOR_xen_version,
				     .arg = { XENVER_compile_info, (unsigned long)mem } };
	xen_compile_info_t info;

	MUST(do_xen_hypercall(handle, &call) == 0);
	memcpy(&info, mem, sizeof(info));
	MUST(info.compiler[0] && strnlen(info.compiler, sizeof(info.compiler)) > 2);
	return 0;
}

static int context_out(void *mem)
{
	vcpu_guest_context_t again;

	MUST(xc_domain_get_vcpu_context(handle, victim, 0, mem) == 0);
	MUST(xc_domain_get_vcpu_context(handle, victim, 0, &again) == 0);
	MUST(!memcmp(mem, &again, sizeof(again.user_regs)));
	return 0;
}

/* ---- read and written ---- */

static int frame_types_prepare(void *mem)
{
	memcpy(mem, dom0_frames, LIST_ENTRIES * sizeof(unsigned long));
	return 0;
}

static int frame_types(void *mem)
{
	unsigned long frame;

	MUST(get_pfn_type_batch(handle, 0, LIST_ENTRIES, mem) == 0);
	for (int i = 0; i < LIST_ENTRIES; i++) {
		memcpy(&frame, (char *)mem + (size_t)i * sizeof(frame), sizeof(frame));
		MUST(frame == (dom0_frames[i] | NOTAB));
	}
	return 0;
}

static int whole_op_prepare(void *mem)
{
	dom0_op_t op = { .cmd = DOM0_GETDOMAININFO };

	op.u.getdomaininfo.domain = (domid_t)victim;
	memcpy(mem, &op, sizeof(op));
	return 0;
}

static int whole_op(void *mem)
{
	dom0_op_t op;

	MUST(xc_dom0_op(handle, mem) == 0);
	memcpy(&op, mem, sizeof(op));
	MUST(op.cmd == DOM0_GETDOMAININFO && op.u.getdomaininfo.domain == victim);
	MUST(op.u.getdomaininfo.ssidref == 1);
	return 0;
}

/* ---- only read ---- */

static int cpumap_prepare(void *mem)
{
	cpumap_t map = 1;

	memcpy(mem, &map, sizeof(map));
	return 0;
}

static int cpumap_in(void *mem)
{
	xc_dominfo_t info;

	MUST(xc_domain_pincpu(handle, victim, 0, mem) == 0);
	MUST(xc_domain_getinfo(handle, victim, 1, &info) == 1 && info.cpumap[0] == 1);
	return 0;
}

/* Different registers each time. */
static int context_prepare(void *mem)
{
	static u64 value;
	vcpu_guest_context_t context;

	MUST(xc_domain_get_vcpu_context(handle, victim, 0, &context) == 0);
	for (int i = 0; i < 32; i++)
		context.user_regs.gprs[i] = ++value;
	memcpy(mem, &context, sizeof(context));
	return 0;
}

static int context_in(void *mem)
{
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };
	vcpu_guest_context_t now;

	op.u.setdomaininfo.domain = (domid_t)victim;
	op.u.setdomaininfo.ctxt = mem;
	MUST(xc_dom0_op(handle, &op) == 0);
	MUST(op.u.setdomaininfo.ctxt == mem);
	MUST(xc_domain_get_vcpu_context(handle, victim, 0, &now) == 0);
	MUST(!memcmp(now.user_regs.gprs, mem, sizeof(now.user_regs.gprs)));
	return 0;
}

static const char message[] = "(process-test: written from memory of a caller)\n";

static int message_prepare(void *mem)
{
	memcpy(mem, message, sizeof(message) - 1);
	return 0;
}

static int message_in(void *mem)
{
	privcmd_hypercall_t call = { .op = __HYPERVISOR_console_io,
				     .arg = { CONSOLEIO_write, sizeof(message) - 1,
					      (unsigned long)mem } };

	MUST(do_xen_hypercall(handle, &call) >= 0);
	return 0;
}

static const struct use uses[] = {
	{ "frame list", LIST_ENTRIES * sizeof(long), false, NULL, frame_list },
	{ "domain info", 2 * sizeof(xc_dominfo_t), false, NULL, domain_info_out },
	{ "domain list", 2 * sizeof(xc_domaininfo_t), false, NULL, domain_list },
	{ "console", CONSOLE_BYTES, false, NULL, console_text },
	{ "machine", sizeof(xc_physinfo_t), false, NULL, machine_info },
	{ "version", sizeof(xen_compile_info_t), false, NULL, compile_info },
	{ "context", sizeof(vcpu_guest_context_t), false, NULL, context_out },
	{ "frame types", LIST_ENTRIES * sizeof(long), false, frame_types_prepare,
	  frame_types },
	{ "op", sizeof(dom0_op_t), false, whole_op_prepare, whole_op },
	{ "cpumap", sizeof(cpumap_t), true, cpumap_prepare, cpumap_in },
	{ "context to set", sizeof(vcpu_guest_context_t), true, context_prepare,
	  context_in },
	{ "message", sizeof(message) - 1, true, message_prepare, message_in },
};

#define FILL 0xa5

static bool all_fill(const unsigned char *from, const unsigned char *to)
{
	if (from >= to)
		return true;
	return *from == FILL && !memcmp(from, from + 1, (size_t)(to - from) - 1);
}

/* Use the memory at mem, inside a larger area filled with FILL. */
static int use_at(const struct use *use, unsigned char *mem, unsigned char *area,
		  size_t size)
{
	memset(area, FILL, size);
	if (use->prepare && use->prepare(mem))
		return 1;
	if (use->call(mem))
		return 1;
	MUST(all_fill(area, mem) && all_fill(mem + use->size, area + size));
	return 0;
}

/* Two pages between inaccessible pages. */
static unsigned char *island(void)
{
	const size_t page = (size_t)getpagesize();
	char *area = mmap(NULL, 4 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* An inaccessible page faults like an unmapped one. */
	if (area == MAP_FAILED || mprotect(area + page, 2 * page, PROT_READ | PROT_WRITE))
		return NULL;
	return (unsigned char *)area + page;
}

static void island_end(unsigned char *area)
{
	const size_t page = (size_t)getpagesize();

	munmap(area - page, 4 * page);
}

static int use_everywhere(const struct use *use)
{
	const size_t page = (size_t)getpagesize();
	unsigned char *area = island();

	MUST(area);
	for (size_t shift = 0; shift < 17; shift++) {
		/* At the end of the pages, and at their start. */
		if (use_at(use, area + 2 * page - use->size - shift, area, 2 * page) ||
		    use_at(use, area + shift, area, 2 * page) ||
		    use_at(use, area + page - shift, area, 2 * page))
			return 1;
	}
	island_end(area);
	return 0;
}

static int use_on_stack(const struct use *use)
{
	unsigned char area[8192] __attribute__((aligned(16)));

	if (use->size > sizeof(area) - 64)
		return 0;
	for (size_t shift = 0; shift < 17; shift++)
		if (use_at(use, area + 20 + shift, area, sizeof(area)))
			return 1;
	return 0;
}

/* Across two pages, at the end of mapped memory. */
static int use_read_only(const struct use *use)
{
	const size_t page = (size_t)getpagesize();
	unsigned char *area = island(), *mem;

	MUST(area);
	for (int where = 0; where < 3; where++) {
		mem = where == 0   ? area + 2 * page - use->size
		      : where == 1 ? area + page - 3
				   : area;
		MUST(!mprotect(area, 2 * page, PROT_READ | PROT_WRITE));
		if (use->prepare(mem))
			return 1;
		MUST(!mprotect(area, 2 * page, PROT_READ));
		if (use->call(mem))
			return 1;
	}
	island_end(area);
	return 0;
}

static int for_each_use(int (*way)(const struct use *), bool input_only)
{
	int failed = 0;

	handle = xc_interface_open();
	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		if (input_only && !uses[i].input)
			continue;
		if (way(&uses[i])) {
			printf("\n    %s", uses[i].name);
			failed++;
		}
	}
	return failed;
}

static int everywhere(void)
{
	return for_each_use(use_everywhere, false);
}

static int on_stack(void)
{
	return for_each_use(use_on_stack, false);
}

static int read_only(void)
{
	return for_each_use(use_read_only, true);
}

static void with_victim(int (*function)(void))
{
	unsigned int id;
	dom0_op_t *op = op_new(DOM0_CREATEDOMAIN);

	op->u.createdomain.ssidref = 1;
	CU_ASSERT_EQUAL_FATAL(op_do(), 0);
	id = op->u.createdomain.domain;
	victim = id;
	check_child(function);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void unaligned_and_at_the_edge(void)
{
	with_victim(everywhere);
}

static void on_the_stack(void)
{
	with_victim(on_stack);
}

static void read_only_input(void)
{
	with_victim(read_only);
}

/* An answer that cannot be stored causes a fault in the program, as usual. */
static int no_memory(void)
{
	const size_t page = (size_t)getpagesize();
	char *area = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	xc_get_pfn_list(xc_interface_open(), 0, (unsigned long *)area, 8);
	return 1;
}

static void read_only_output_is_sigsegv(void)
{
	int status = 0;
	pid_t pid = fork();

	CU_ASSERT_FATAL(pid >= 0);
	if (!pid)
		_exit(no_memory());
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

CU_TestInfo memory_tests[] = {
	TEST(unaligned_and_at_the_edge),   TEST(on_the_stack), TEST(read_only_input),
	TEST(read_only_output_is_sigsegv), CU_TEST_INFO_NULL,
};
