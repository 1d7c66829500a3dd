// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The magic page in the life of a process: fork at any moment, exec, closed descriptors,
 * threads, signals, and the cost of a call.
 */
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "cunit-main.h"
#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"

/* Make a call with a known answer, through any handle. */
static bool call_works(int with)
{
	xc_dominfo_t info;

	return xc_domain_getinfo(with, 0, 1, &info) == 1 && info.domid == 0 &&
	       info.nr_pages == 64 && info.vcpu_to_cpu[0] == 40 &&
	       info.cpumap[MAX_VIRT_CPUS - 1] == 1ULL << (MAX_VIRT_CPUS - 1);
}

/* ---- fork ---- */

static void use_handle(void)
{
	fake.translates = 0;
	CHECK(call_works(handle));
	CHECK(call_works(handle));
	CHECK(fake.translates == PINNED(1)); /* a page of its own */
	CHECK(fake_pins() == PINNED(1));
}

static void fork_after_use(void)
{
	unsigned int pins;

	CU_ASSERT_TRUE(call_works(handle));
	pins = fake_pins();
	CU_ASSERT_TRUE(in_child(use_handle));
	/* The parent still has the page that it had. */
	CU_ASSERT_TRUE(call_works(handle));
	CU_ASSERT_EQUAL(fake_pins(), pins);
}

static void open_and_fork(void)
{
	handle = xc_interface_open();
	CHECK(in_child(use_handle));
	CHECK(fake_pins() == 0);
}

static void fork_before_use(void)
{
	int kept = handle;

	CU_ASSERT_TRUE(in_child(open_and_fork));
	handle = kept;
}

static void generations(void)
{
	CHECK(call_works(handle));
	CHECK(in_child(use_handle));
	CHECK(call_works(handle));
	CHECK(in_child(use_handle));
}

static void fork_of_a_child(void)
{
	CU_ASSERT_TRUE(in_child(generations));
}

static int report[2]; /* pipe */
static pid_t daemon_parent;

/* A daemon: the process that opened the handle is gone when it is used. */
static void outlive_parent(void)
{
	char result;

	while (getppid() == daemon_parent)
		usleep(1000);
	fake.check_liveness = true;
	result = call_works(handle) && call_works(handle) && fake.violations == 0;
	CHECK(write(report[1], &result, 1) == 1);
}

static void become_daemon(void)
{
	CHECK(call_works(handle));
	daemon_parent = getpid();
	CHECK(child_start(outlive_parent) > 0);
}

static void daemon_process(void)
{
	char result = 0;

	CU_ASSERT_EQUAL_FATAL(pipe(report), 0);
	CU_ASSERT_TRUE(in_child(become_daemon));
	CU_ASSERT_EQUAL(read(report[0], &result, 1), 1);
	CU_ASSERT_TRUE(result);
	close(report[0]);
	close(report[1]);
}

/* ---- fork while another thread is in a hypercall ---- */

static pthread_barrier_t entered, forked;
static _Atomic bool blocked_thread_worked;

static void block_pfn_list(const privcmd_hypercall_t *h)
{
	const dom0_op_t *op = fake_guest(h->arg[0], sizeof(*op));

	if (op->cmd != DOM0_PPC_GETMEMLIST)
		return;
	pthread_barrier_wait(&entered);
	pthread_barrier_wait(&forked);
}

static void *get_list(void *unused)
{
	unsigned long list[64];

	(void)unused;
	blocked_thread_worked = xc_get_pfn_list(handle, 0, list, 64) == 64 &&
				list[0] == FAKE_MFN(0, 0) && list[63] == FAKE_MFN(0, 63);
	return NULL;
}

static void use_handle_meanwhile(void)
{
	fake.hook = NULL;
	use_handle();
}

static void fork_during_a_call(void)
{
	pthread_t thread;

	pthread_barrier_init(&entered, NULL, 2);
	pthread_barrier_init(&forked, NULL, 2);
	fake.hook = block_pfn_list;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, get_list, NULL), 0);
	pthread_barrier_wait(&entered);
	CU_ASSERT_TRUE(in_child(use_handle_meanwhile));
	CU_ASSERT_TRUE(call_works(handle));
	pthread_barrier_wait(&forked);
	pthread_join(thread, NULL);
	fake.hook = NULL;
	CU_ASSERT_TRUE(blocked_thread_worked);
	pthread_barrier_destroy(&entered);
	pthread_barrier_destroy(&forked);
}

static _Atomic bool stop;
static _Atomic unsigned int wrong;

static void *keep_calling(void *unused)
{
	(void)unused;
	while (!stop)
		wrong += !call_works(handle);
	return NULL;
}

static void forks_among_calls(void)
{
	pthread_t thread[4];

	stop = false;
	wrong = 0;
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&thread[i], NULL, keep_calling, NULL), 0);
	for (int i = 0; i < 30; i++)
		CU_ASSERT_TRUE(in_child(use_handle));
	stop = true;
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	CU_ASSERT_EQUAL(wrong, 0);
}

/* ---- exec ---- */

int libxc_after_exec(const char *fd)
{
	fake_xen_reset();
	handle = atoi(fd);
	fake_adopt(handle);
	/* The handle was not opened by this program. */
	return call_works(handle) && call_works(handle) && fake_pins() == PINNED(1) &&
			       fake.violations == 0
		       ? 0
		       : 1;
}

static void exec_self(void)
{
	char number[20];

	CHECK(call_works(handle));
	snprintf(number, sizeof(number), "%d", handle);
	execl("/proc/self/exe", "libxc-test", "--after-exec", number, (char *)NULL);
	CHECK(!"exec failed");
}

static void handle_over_exec(void)
{
	CU_ASSERT_TRUE(in_child(exec_self));
}

/* ---- descriptors ---- */

static void close_everything(void)
{
	fake.check_liveness = true;
	CHECK(call_works(handle));
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	fake.translates = 0;
	handle = xc_interface_open();
	CHECK(call_works(handle));
	/* The same page, which has kept its pin. */
	CHECK(fake.translates == 0);
}

static void all_descriptors_closed(void)
{
	CU_ASSERT_TRUE(in_child(close_everything));
}

static void open_call_close(void)
{
	fake.check_liveness = true;
	fake.translates = 0;
	for (int i = 0; i < 20; i++) {
		int h = xc_interface_open();

		CHECK(h >= 0 && call_works(h));
		CHECK(xc_interface_close(h) == 0);
	}
	CHECK(fake.translates == PINNED(1));
}

static void open_and_close_per_call(void)
{
	CU_ASSERT_TRUE(in_child(open_call_close));
}

static void reuse_number(void)
{
	int null = open("/dev/null", O_RDWR), other = fake_open();

	fake.check_liveness = true;
	CHECK(call_works(handle));
	close(handle);
	CHECK(dup2(null, handle) == handle);
	errno = 0;
	CHECK(!call_works(handle) && errno == ENOTTY);
	CHECK(call_works(other));
}

static void number_reused_for_another_file(void)
{
	CU_ASSERT_TRUE(in_child(reuse_number));
}

/* ---- threads ---- */

#define THREADS 16

static void *list_own_domain(void *arg)
{
	unsigned int d = (unsigned long)arg;
	static __thread unsigned long list[4000];
	xc_dominfo_t info;
	u32 domid;

	for (int i = 0; i < 200; i++) {
		int n = xc_get_pfn_list(handle, d, list, 4000);

		wrong += n != 1000 + (int)d;
		for (int k = 0; k < n; k++)
			wrong += list[k] != FAKE_MFN(d, k);
		wrong += xc_domain_getinfo(handle, d, 1, &info) != 1 || info.domid != d ||
			 info.ssidref != 0x1000 + d;
		domid = d;
		errno = 0;
		wrong += xc_domain_create(handle, 0, &domid) != -1 || errno != EINVAL;
	}
	return NULL;
}

static void sixteen_threads(void)
{
	pthread_t thread[THREADS];

	wrong = 0;
	for (unsigned long d = 1; d <= THREADS; d++)
		fake_domain(d, 1000 + d, 0);
	for (unsigned long i = 0; i < THREADS; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&thread[i], NULL, list_own_domain,
						     (void *)(i + 1)),
				      0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	CU_ASSERT_EQUAL(wrong, 0);
}

#define CROWD 80
#define PAGES 64

static _Atomic unsigned int inside;
static _Atomic bool open_gate;

static void gather(const privcmd_hypercall_t *h)
{
	(void)h;
	inside++;
	while (!open_gate)
		usleep(1000);
}

static void *call_once(void *unused)
{
	(void)unused;
	errno = 0;
	wrong += !call_works(handle);
	return NULL;
}

/* In a child, so that the others do not inherit the pages. */
static void crowd(void)
{
	pthread_t thread[CROWD];

	fake.hook = gather;
	for (int i = 0; i < CROWD; i++)
		CHECK(pthread_create(&thread[i], NULL, call_once, NULL) == 0);
	while (inside < PAGES || fake.sleeps < CROWD - PAGES)
		usleep(1000);
	usleep(20000);
	/* PAGES threads are in the hypervisor; the others sleep and do not spin. */
	CHECK(inside == PAGES);
	CHECK(fake.sleeps == CROWD - PAGES);
	CHECK(fake_pins() == PAGES);
	open_gate = true;
	for (int i = 0; i < CROWD; i++)
		pthread_join(thread[i], NULL);
	CHECK(inside == CROWD);
	CHECK(wrong == 0);
}

static void more_threads_than_pages(void)
{
	CU_ASSERT_TRUE(in_child(crowd));
}

/* ---- signals ---- */

static volatile sig_atomic_t handled;

static void call_in_handler(int signal)
{
	(void)signal;
	fake.hook = NULL;
	handled = call_works(handle);
}

static void raise_signal(const privcmd_hypercall_t *h)
{
	(void)h;
	raise(SIGUSR1);
}

static void call_from_a_signal_handler(void)
{
	signal(SIGUSR1, call_in_handler);
	fake.hook = raise_signal;
	CU_ASSERT_TRUE(call_works(handle));
	CU_ASSERT_TRUE(handled);
	signal(SIGUSR1, SIG_DFL);
}

/* ---- cost ---- */

static void system_calls(void)
{
	unsigned long list[64];
	char text[100], *at = text;
	unsigned int n = sizeof(text), before;
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };

	CU_ASSERT_TRUE(call_works(handle));
	before = fake.system_calls;
	CU_ASSERT_TRUE(call_works(handle));
	CU_ASSERT_EQUAL(fake.system_calls - before, 1);
	xc_get_pfn_list(handle, 0, list, 64);
	CU_ASSERT_EQUAL(fake.system_calls - before, 2);
	xc_readconsolering(handle, &at, &n, 0);
	CU_ASSERT_EQUAL(fake.system_calls - before, 3);
	xc_dom0_op(handle, &op);
	CU_ASSERT_EQUAL(fake.system_calls - before, 4);
	xc_domain_destroy(handle, 300);
	CU_ASSERT_EQUAL(fake.system_calls - before, 5);
}

/*
 * The same, checked by the kernel: it kills this process at any system call but exit.
 * (The ioctl is the fake's.)
 */
static void call_in_a_cage(void)
{
	unsigned long list[64];
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };
	bool works;

	CHECK(call_works(handle));
	fflush(stdout);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == 0);
	works = call_works(handle) && xc_get_pfn_list(handle, 0, list, 64) == 64 &&
		xc_dom0_op(handle, &op) == 0 && xc_domain_destroy(handle, 300) == -1;
	syscall(SYS_exit, !works, 0, 0, 0, 0, 0);
}

static void no_other_system_call(void)
{
	CU_ASSERT_TRUE(in_child(call_in_a_cage));
}

CU_TestInfo libxc_process_tests[] = {
	{ "fork after use", fork_after_use },
	{ "fork between open and use", fork_before_use },
	{ "fork of a child", fork_of_a_child },
	{ "use after the parent's exit", daemon_process },
	{ "fork while another thread is in a hypercall", fork_during_a_call },
	{ "forks among the calls of four threads", forks_among_calls },
	{ "a handle inherited over exec", handle_over_exec },
	{ "all descriptors closed and opened again", all_descriptors_closed },
	{ "open and close for each call", open_and_close_per_call },
	{ "a handle's number reused", number_reused_for_another_file },
	{ "16 threads", sixteen_threads },
	{ "more threads than pages", more_threads_than_pages },
	{ "a call from a signal handler", call_from_a_signal_handler },
	{ "one system call each", system_calls },
	{ "no other system call, by force", no_other_system_call },
	CU_TEST_INFO_NULL,
};
