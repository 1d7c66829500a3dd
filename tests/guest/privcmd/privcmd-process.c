// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: rights to use the driver; processes that share a file or die. */
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "privcmd-test.h"

#define NOBODY 65534

static void node_modes(void)
{
	struct stat st;

	CU_ASSERT_EQUAL(stat(PRIVCMD_DEV, &st), 0);
	CU_ASSERT(S_ISCHR(st.st_mode));
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	CU_ASSERT_EQUAL(st.st_uid, 0);
	CU_ASSERT_EQUAL(stat(PRIVCMD_PROC, &st), 0);
	CU_ASSERT(S_ISREG(st.st_mode));
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	CU_ASSERT_EQUAL(st.st_uid, 0);
}

static int refused(const char *path, int flags)
{
	int fd = open(path, flags);

	if (fd == -1)
		return errno != EACCES;
	close(fd);
	return 1;
}

static int open_as_nobody(void)
{
	if (setgid(NOBODY) || setuid(NOBODY))
		return 1;
	return refused(PRIVCMD_DEV, O_RDWR) || refused(PRIVCMD_DEV, O_RDONLY) ||
	       refused(PRIVCMD_PROC, O_RDWR) || refused(PRIVCMD_PROC, O_RDONLY);
}

static void other_users_are_refused(void)
{
	check_child(open_as_nobody);
}

static void proc_node_works(void)
{
	privcmd_hypercall_t call = { .op = __HYPERVISOR_xen_version };
	int fd = open(PRIVCMD_PROC, O_RDWR | O_CLOEXEC);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&call),
			XEN_3_0);
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_PRIVCMD_HYPERCALL, KERNEL_ADDRESS), -EFAULT);
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_PRIVCMD_MMAP, 0), -EFAULT);
	close(fd);
}

/* Only the kernel may make the call: in a program the instruction is illegal. */
static void sc1_in_user_space(void)
{
	register unsigned long r3 asm("r3") = XEN_MARK(__HYPERVISOR_xen_version);

	asm volatile("sc 1"
		     : "+r"(r3)
		     :
		     : "r0", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12",
		       "ctr", "xer", "cr0", "memory");
	_exit((int)r3 ? 2 : 3);
}

static volatile sig_atomic_t expected_code;

static void on_sigill(int sig, siginfo_t *info, void *context)
{
	(void)context;
	_exit(sig == SIGILL && info->si_code == expected_code ? 0 : 4);
}

static int sc1_with_handler(void)
{
	struct sigaction action = { .sa_sigaction = on_sigill, .sa_flags = SA_SIGINFO };

	expected_code = ILL_PRVOPC;
	sigaction(SIGILL, &action, NULL);
	sc1_in_user_space();
	return 1;
}

static void sc1_is_sigill(void)
{
	pid_t pid;
	int status = 0;

	check_child(sc1_with_handler);
	pid = fork();
	CU_ASSERT_FATAL(pid >= 0);
	if (!pid)
		sc1_in_user_space();
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFSIGNALED(status));
	CU_ASSERT_EQUAL(WTERMSIG(status), SIGILL);
	check_alive();
}

/* The same address in another process is another page with its own pin. */
static char *shared_va;
static unsigned long parent_gpa;

static int child_has_own_pins(void)
{
	unsigned long gpa;

	if (release(hcall_fd, shared_va) != -ENOENT)
		return 1;
	if (translate(hcall_fd, shared_va, &gpa) || gpa == parent_gpa)
		return 2;
	if (release(hcall_fd, shared_va) || release(hcall_fd, shared_va) != -ENOENT)
		return 3;
	return 0;
}

static void child_on_parents_file(void)
{
	unsigned long again;

	shared_va = map_pages(1, PROT_READ | PROT_WRITE);
	CU_ASSERT_EQUAL(translate(hcall_fd, shared_va, &parent_gpa), 0);
	check_child(child_has_own_pins);
	CU_ASSERT_EQUAL(translate(hcall_fd, shared_va, &again), 0);
	CU_ASSERT_EQUAL(again, parent_gpa);
	CU_ASSERT_EQUAL(release(hcall_fd, shared_va), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, shared_va), 0);
	unmap_pages(shared_va, 1);
}

static int child_leaves_pins(void)
{
	char *va = map_pages(8, PROT_READ | PROT_WRITE);
	unsigned long gpa;

	for (int i = 0; i < 8; i++)
		if (translate(hcall_fd, va + i * getpagesize(), &gpa))
			return 1;
	return 0;
}

/* The next TRANSLATE frees a dead process's pins on a file that is still open. */
static void dead_child_leaves_nothing(void)
{
	const unsigned long pins = system_pins();
	char *va = map_pages(1, PROT_READ | PROT_WRITE);
	unsigned long gpa;

	for (int i = 0; i < 200; i++)
		check_child(child_leaves_pins);
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(system_pins(), pins + 1);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	unmap_pages(va, 1);
}

/* Open, pin, call and close repeatedly, until killed. */
static void work_for_ever(void)
{
	for (;;) {
		int fd = open(PRIVCMD_DEV, O_RDWR | O_CLOEXEC);
		struct hpage page;

		if (fd < 0 || hpage_get(fd, &page))
			_exit(1);
		for (int i = 0; i < 20; i++) {
			dom0_op_t *op = (dom0_op_t *)page.va;

			memset(op, 0, sizeof(*op));
			op->cmd = DOM0_GETDOMAININFO;
			op->interface_version = DOM0_INTERFACE_VERSION;
			if (op_do_at(page.gpa))
				_exit(2);
		}
		close(fd);
		munmap(page.va, (size_t)getpagesize());
	}
}

static void killed_in_the_middle(void)
{
	enum { KILLS = 200 };
	const unsigned long pins = system_pins();

	for (unsigned int i = 0; i < KILLS; i++) {
		int status = 0;
		pid_t pid = fork();

		CU_ASSERT_FATAL(pid >= 0);
		if (!pid)
			work_for_ever();
		/* Kill it at a time from before its first call on. */
		usleep(i * 37 % 5000);
		kill(pid, SIGKILL);
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT(WIFSIGNALED(status));
	}
	CU_ASSERT_EQUAL(system_pins(), pins);
}

CU_TestInfo process_tests[] = {
	TEST(node_modes),
	TEST(other_users_are_refused),
	TEST(proc_node_works),
	TEST(sc1_is_sigill),
	TEST(child_on_parents_file),
	TEST(dead_child_leaves_nothing),
	TEST(killed_in_the_middle),
	CU_TEST_INFO_NULL,
};
