// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * errno is the reason after every function that fails. Each exported function is called
 * while one kind of system call fails with an errno that nothing else has. Clean-up
 * changes errno (libxc-fake-kernel.c), and so does writing to stderr.
 */
#include <ctype.h>
#include <sys/wait.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

#define REASON EXDEV

#define DOMAIN 3
#define OTHER  4 /* to be destroyed */
#define FRAMES 1024

static unsigned long word[FRAMES], number = FRAMES;
static unsigned int narrow[4], size = 64;
static int port, null, status;
static u64 wide[3];
static u16 half[2];
static s16 small;
static s32 value;
static u32 created;
static long long limits[2];
static char text[64], *text_at = text;
static memory_t *frames = word, bus;
static vcpu_guest_context_t context;
static cpumap_t cpus = 1;
static xc_dominfo_t info[2];
static xc_domaininfo_t listed[2];
static xc_physinfo_t machine;
static xc_perfc_desc_t counters[FAKE_COUNTERS];
static xc_evtchn_status_t channel;
static dom0_op_t op;
static privcmd_hypercall_t version = { .op = __HYPERVISOR_xen_version };
static struct mmuext_op mmuext;
static mmu_t updates;

static bool list_fails(void)
{
	xc_pfn_list_t list;
	const unsigned long *pfns;
	bool failed = xc_pfn_list_begin(&list, handle, DOMAIN) < 0;

	if (!failed) {
		failed = xc_pfn_list_next(&list, &pfns) < 0;
		xc_pfn_list_end(&list);
	}
	return failed;
}

static bool unmapped(void *map, size_t bytes)
{
	if (map)
		munmap(map, bytes);
	return !map;
}

static bool closed(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd < 0;
}

static bool freed(void *memory)
{
	free(memory);
	return !memory;
}

/* A list that the next update fills is carried out. */
static bool update_fails(void)
{
	updates.idx = MAX_MMU_UPDATES - 1;
	return add_mmu_update(handle, &updates, 0, 0) != 0;
}

static bool finish_fails(void)
{
	updates.idx = 1;
	return finish_mmu_updates(handle, &updates) != 0;
}

static bool version_fails(void)
{
	op.cmd = DOM0_PHYSINFO;
	return xc_dom0_op(handle, &op) < 0;
}

/* Each function, and whether a call of it failed. */
#define CALLS(X)                                                                         \
	X(add_mmu_update, update_fails())                                                \
	X(finish_mmu_updates, finish_fails())                                            \
	X(get_pfn_type, get_pfn_type(handle, FAKE_MFN(DOMAIN, 0), DOMAIN) == ~0U)        \
	X(get_pfn_type_batch, get_pfn_type_batch(handle, DOMAIN, 4, word) < 0)           \
	X(init_mmu_updates, freed(init_mmu_updates(handle, DOMAIN)))                     \
	X(pin_table, pin_table(handle, 0, 1, DOMAIN) != 0)                               \
	X(xc_bvtsched_domain_get,                                                        \
	  xc_bvtsched_domain_get(handle, DOMAIN, &created, &port, &value, limits,        \
				 limits) < 0)                                            \
	X(xc_bvtsched_domain_set,                                                        \
	  xc_bvtsched_domain_set(handle, DOMAIN, 10, 0, 0, 0, 0) < 0)                    \
	X(xc_bvtsched_global_get, xc_bvtsched_global_get(handle, &number) < 0)           \
	X(xc_bvtsched_global_set, xc_bvtsched_global_set(handle, 5000) < 0)              \
	X(xc_dom0_op, version_fails())                                                   \
	X(xc_dom_mem_op,                                                                 \
	  xc_dom_mem_op(handle, MEMOP_increase_reservation, NULL, 1, 0, DOMAIN) < 0)     \
	X(xc_dom_mem_op_int, xc_dom_mem_op_int(handle, MEMOP_increase_reservation,       \
					       narrow, 4, 0, DOMAIN) < 0)                \
	X(xc_domain_create, xc_domain_create(handle, 0, &(u32){ 0 }) < 0)                \
	X(xc_domain_destroy, xc_domain_destroy(handle, OTHER) < 0)                       \
	X(xc_domain_dumpcore, xc_domain_dumpcore(handle, DOMAIN, "/dev/null") < 0)       \
	X(xc_domain_get_cpu_usage, xc_domain_get_cpu_usage(handle, DOMAIN, 0) < 0)       \
	X(xc_domain_get_vcpu_context,                                                    \
	  xc_domain_get_vcpu_context(handle, DOMAIN, 0, &context) != 0)                  \
	X(xc_domain_getinfo, xc_domain_getinfo(handle, 0, 1, info) < 0)                  \
	X(xc_domain_getinfolist, xc_domain_getinfolist(handle, 0, 2, listed) < 0)        \
	X(xc_domain_memory_increase_reservation,                                         \
	  xc_domain_memory_increase_reservation(handle, DOMAIN, 64) < 0)                 \
	X(xc_domain_pause, xc_domain_pause(handle, DOMAIN) < 0)                          \
	X(xc_domain_pincpu, xc_domain_pincpu(handle, DOMAIN, 0, &cpus) < 0)              \
	X(xc_domain_setcpuweight, xc_domain_setcpuweight(handle, DOMAIN, 1) < 0)         \
	X(xc_domain_setmaxmem, xc_domain_setmaxmem(handle, DOMAIN, 1 << 20) < 0)         \
	X(xc_domain_unpause, xc_domain_unpause(handle, DOMAIN) < 0)                      \
	X(xc_evtchn_alloc_unbound, xc_evtchn_alloc_unbound(handle, DOMAIN, &port) < 0)   \
	X(xc_evtchn_bind_interdomain,                                                    \
	  xc_evtchn_bind_interdomain(handle, DOMID_SELF, DOMAIN, NULL, NULL) < 0)        \
	X(xc_evtchn_bind_virq, xc_evtchn_bind_virq(handle, 0, &port) < 0)                \
	X(xc_evtchn_close, xc_evtchn_close(handle, DOMAIN, 1) < 0)                       \
	X(xc_evtchn_send, xc_evtchn_send(handle, 1) < 0)                                 \
	X(xc_evtchn_status, xc_evtchn_status(handle, DOMAIN, 1, &channel) < 0)           \
	X(xc_get_m2p_start_mfn, !xc_get_m2p_start_mfn(handle))                           \
	X(xc_get_pfn_list, xc_get_pfn_list(handle, DOMAIN, word, FRAMES) < 0)            \
	X(xc_get_tot_pages, xc_get_tot_pages(handle, DOMAIN) < 0)                        \
	X(xc_gnttab_dump_table, xc_gnttab_dump_table(handle, DOMAIN, &small) < 0)        \
	X(xc_gnttab_map_grant_ref,                                                       \
	  xc_gnttab_map_grant_ref(handle, 0, DOMAIN, 1, 0, &small, &bus) < 0)            \
	X(xc_gnttab_setup_table,                                                         \
	  xc_gnttab_setup_table(handle, DOMAIN, 4, &small, &frames) < 0)                 \
	X(xc_gnttab_unmap_grant_ref,                                                     \
	  xc_gnttab_unmap_grant_ref(handle, 0, 0, 1, &small) < 0)                        \
	X(xc_grant_interface_close, xc_grant_interface_close(fake_open()) < 0)           \
	X(xc_grant_interface_open, closed(xc_grant_interface_open()))                    \
	X(xc_hypercall, xc_hypercall(handle, &version) < 0)                              \
	X(xc_ia64_get_pfn_list, xc_ia64_get_pfn_list(handle, DOMAIN, word, 0, 1) < 0)    \
	X(xc_init_store, xc_init_store(handle, 1) < 0)                                   \
	X(xc_interface_close, xc_interface_close(fake_open()) < 0)                       \
	X(xc_interface_open, closed(xc_interface_open()))                                \
	X(xc_linux_build, xc_linux_build(handle, DOMAIN, "/proc/self/none", NULL, NULL,  \
					 0, 0, 1, 0, NULL) < 0)                          \
	X(xc_linux_restore, xc_linux_restore(handle, null, OTHER, 1024, 0, NULL) < 0)    \
	X(xc_linux_save, xc_linux_save(handle, null, DOMAIN) < 0)                        \
	X(xc_map_foreign_batch,                                                          \
	  unmapped(xc_map_foreign_batch(handle, DOMAIN, PROT_READ,                       \
					(unsigned long[]){ FAKE_MFN(DOMAIN, 0) }, 1),    \
		   XC_PAGE_SIZE))                                                        \
	X(xc_map_foreign_range,                                                          \
	  unmapped(xc_map_foreign_range(handle, DOMAIN, XC_PAGE_SIZE, PROT_READ,         \
					FAKE_MFN(DOMAIN, 0)),                            \
		   XC_PAGE_SIZE))                                                        \
	X(xc_mmuext_op, xc_mmuext_op(handle, &mmuext, 1, DOMAIN) < 0)                    \
	X(xc_msr_read, xc_msr_read(handle, 1, 1) < 0)                                    \
	X(xc_msr_write, xc_msr_write(handle, 1, 1, 0, 0) < 0)                            \
	X(xc_perfc_control,                                                              \
	  xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, counters) < 0)            \
	X(xc_pfn_list_begin, list_fails())                                               \
	X(xc_pfn_list_next, list_fails())                                                \
	X(xc_physdev_pci_access_modify,                                                  \
	  xc_physdev_pci_access_modify(handle, DOMAIN, 0, 0, 0, 1) < 0)                  \
	X(xc_physinfo, xc_physinfo(handle, &machine) < 0)                                \
	X(xc_ppc_console_read,                                                           \
	  xc_ppc_console_read(handle, DOMAIN, wide, text, sizeof(text)) < 0)             \
	X(xc_ppc_console_write, xc_ppc_console_write(handle, DOMAIN, text, 1) < 0)       \
	X(xc_ppc_debug_key, xc_ppc_debug_key(handle, 'd') < 0)                           \
	X(xc_ppc_domain_is_built, xc_ppc_domain_is_built(handle, DOMAIN) < 0)            \
	X(xc_ppc_get_domain_state,                                                       \
	  xc_ppc_get_domain_state(handle, DOMAIN, word, sizeof(word)) < 0)               \
	X(xc_ppc_linux_build,                                                            \
	  xc_ppc_linux_build(handle, DOMAIN, "/proc/self/none", NULL, NULL, 1) < 0)      \
	X(xc_ppc_linux_restore,                                                          \
	  xc_ppc_linux_restore(handle, null, OTHER, 0, NULL, NULL) < 0)                  \
	X(xc_ppc_dumpcore, xc_ppc_dumpcore(handle, DOMAIN, null) < 0)                    \
	X(xc_ppc_linux_save, xc_ppc_linux_save(handle, null, DOMAIN, 0, NULL, NULL) < 0) \
	X(xc_ppc_power_button, xc_ppc_power_button(handle, DOMAIN) < 0)                  \
	X(xc_ppc_set_domain_state, xc_ppc_set_domain_state(handle, DOMAIN, word, 8) < 0) \
	X(xc_ppc_watch, xc_ppc_watch(handle, DOMAIN, 1, 1) < 0)                          \
	X(xc_ptrace, xc_ptrace(PTRACE_TRACEME, DOMAIN, 0, 0) < 0)                        \
	X(xc_ptrace_core, xc_ptrace_core(PTRACE_TRACEME, DOMAIN, 0, 0) < 0)              \
	X(xc_readconsolering, xc_readconsolering(handle, &text_at, &size, 0) < 0)        \
	X(xc_sched_id, xc_sched_id(handle, &port) < 0)                                   \
	X(xc_sedf_domain_get, xc_sedf_domain_get(handle, DOMAIN, &wide[0], &wide[1],     \
						 &wide[2], &half[0], &half[1]) < 0)      \
	X(xc_sedf_domain_set, xc_sedf_domain_set(handle, DOMAIN, 2, 1, 0, 0, 0) < 0)     \
	X(xc_shadow_control,                                                             \
	  xc_shadow_control(handle, DOMAIN, DOM0_SHADOW_CONTROL_OP_PEEK, word, FRAMES,   \
			    NULL) < 0)                                                   \
	X(xc_vmx_build,                                                                  \
	  xc_vmx_build(handle, DOMAIN, 64, "", NULL, "", "", 0, 0, 1, 0, NULL) < 0)      \
	X(xc_waitdomain, xc_waitdomain(DOMAIN, &status, WNOHANG) < 0)                    \
	X(xc_waitdomain_core, xc_waitdomain_core(DOMAIN, &status, WNOHANG) < 0)

/* These cannot fail. */
#define NEVER_FAIL(X) X(print_ctx) X(xc_pfn_list_end) X(xc_ppc_fault)

#define FUNCTION(name, ...)             \
	static bool name##_failed(void) \
	{                               \
		return __VA_ARGS__;     \
	}
CALLS(FUNCTION)

#define LINE(name, ...)	 { #name, name##_failed },
#define NEVER_LINE(name) { #name, NULL },
static const struct call {
	const char *name;
	bool (*failed)(void);
} calls[] = { CALLS(LINE) NEVER_FAIL(NEVER_LINE) };

#define NR_CALLS (sizeof(calls) / sizeof(calls[0]))

/* Each symbol of the library's map is in the table, and nothing else. */
static void all_of_them(void)
{
	FILE *map = fopen("tools/libxc/libxc.map", "r");
	char line[128], name[128];
	unsigned int found = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	while (fgets(line, sizeof(line), map)) {
		size_t i = 0;
		char end;

		if (sscanf(line, "\t\t%127[a-z0-9_]%c", name, &end) != 2 || end != ';')
			continue;
		while (i < NR_CALLS && strcmp(calls[i].name, name) != 0)
			i++;
		if (i == NR_CALLS)
			printf("    %s is not called\n", name);
		CU_ASSERT_TRUE(i < NR_CALLS);
		found++;
	}
	fclose(map);
	CU_ASSERT_EQUAL(found, NR_CALLS);
}

static enum fake_call seam;
static unsigned int reached;

static void one_call(const struct call *call)
{
	unsigned int before = fake.failures;
	bool failed, reached_it;

	errno = 0;
	failed = call->failed();
	reached_it = fake.failures != before;
	/* Only a handle that was closed anyway may fail to close. */
	check(failed || !reached_it || seam == FAKE_CLOSE, call->name, "succeeded", seam);
	if (failed)
		check(errno == REASON || (!reached_it && errno), call->name, "errno",
		      seam);
	reached += reached_it && failed;
}

/* Writing to stderr fails, and changes errno. */
static void each_function(void)
{
	int full = open("/dev/full", O_WRONLY);

	CHECK(dup2(full, STDERR_FILENO) == STDERR_FILENO);
	null = open("/dev/null", O_RDWR);
	fake.fail = seam;
	fake.fail_errno = REASON;
	for (size_t i = 0; i < NR_CALLS; i++)
		if (calls[i].failed)
			one_call(&calls[i]);
	/* Nearly all make hypercalls. */
	CHECK(seam != FAKE_HYPERCALL || reached > NR_CALLS / 2);
}

static void each_reason(void)
{
	fake_domain(DOMAIN, FRAMES, 0);
	fake_domain(OTHER, 0, 0);
	xen.sched_id = SCHED_BVT;
	for (seam = FAKE_NONE; seam < FAKE_CALLS; seam++)
		CU_ASSERT_TRUE(in_child(each_function));
}

/* The macros of 2005, with which programs write their own messages. */
static void macros(void)
{
	int full = open("/dev/full", O_WRONLY), out = dup(STDERR_FILENO);

	CU_ASSERT_EQUAL(dup2(full, STDERR_FILENO), STDERR_FILENO);
	errno = REASON;
	ERROR("domain %d", 1);
	CU_ASSERT_EQUAL(errno, REASON);
	if (out)
		PERROR("no arguments");
	else
		ERROR("one statement");
	CU_ASSERT_EQUAL(errno, REASON);
	dup2(out, STDERR_FILENO);
	close(full);
	close(out);
}

CU_TestInfo libxc_errno_tests[] = {
	{ "every function is called", all_of_them },
	{ "is the reason of each failure", each_reason },
	{ "survives ERROR and PERROR", macros },
	CU_TEST_INFO_NULL,
};
