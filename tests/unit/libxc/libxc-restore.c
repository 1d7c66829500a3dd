// SPDX-License-Identifier: GPL-2.0-or-later
/* Restore a domain from any kind of file; after a failure it cannot run. */
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"

/* The other end of a pipe or socket, which reads and writes odd amounts. */
struct end {
	int fd;
	struct saved data;
	size_t moved;
};

static void *drain(void *arg)
{
	struct end *e = arg;
	ssize_t n;

	while (e->moved < e->data.size &&
	       (n = read(e->fd, e->data.bytes + e->moved,
			 e->data.size - e->moved < 4999 ? e->data.size - e->moved
							: 4999)) != 0)
		e->moved += n > 0 ? n : 0;
	return NULL;
}

static void *supply(void *arg)
{
	struct end *e = arg;
	ssize_t n;

	while (e->moved < e->data.size) {
		n = write(e->fd, e->data.bytes + e->moved,
			  e->data.size - e->moved < 4999 ? e->data.size - e->moved
							 : 4999);
		e->moved += n > 0 ? n : 0;
	}
	close(e->fd);
	return NULL;
}

static void nothing(int signal)
{
	(void)signal;
}

/* Start or stop interrupting system calls all the time. */
static void interrupt(bool on)
{
	const struct itimerval often = { { 0, on ? 300 : 0 }, { 0, on ? 300 : 0 } };
	struct sigaction action = { .sa_handler = nothing };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

/* Save into one end and restore from the other, with a thread in between. */
static void through(int from, int to, struct end *e)
{
	pthread_t thread;
	char after[4];

	old_domain(2);
	e->data.size = 64 << 20; /* more than there is */
	e->data.bytes = malloc(e->data.size);
	e->moved = 0;
	e->fd = from;
	interrupt(true);
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, drain, e), 0);
	CU_ASSERT_EQUAL(xc_ppc_linux_save(handle, to, OLD, 0, NULL, NULL), 0);
	close(to);
	pthread_join(thread, NULL);
	interrupt(false);
	close(from);
	e->data.size = e->moved;
	memcpy(e->data.bytes + e->data.size, "next", 4);
	e->data.size += sizeof(after);
}

static void back(int from, int to, struct end *e)
{
	pthread_t thread;
	char after[5] = "";

	new_domain();
	e->moved = 0;
	e->fd = to;
	interrupt(true);
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, supply, e), 0);
	CU_ASSERT_EQUAL(xc_ppc_linux_restore(handle, from, NEW, 0, NULL, NULL), 0);
	interrupt(false);
	CU_ASSERT_TRUE(is_restored());
	/* Nothing after the end was read. */
	for (size_t n = 0; n < 4;) {
		ssize_t got = read(from, after + n, 4 - n);

		if (got == 0 || (got < 0 && errno != EAGAIN))
			break;
		n += got > 0 ? got : 0;
	}
	CU_ASSERT_STRING_EQUAL(after, "next");
	pthread_join(thread, NULL);
	close(from);
	free(e->data.bytes);
}

static void pipes(void)
{
	struct end e;
	int fd[2];

	CU_ASSERT_EQUAL_FATAL(pipe(fd), 0);
	through(fd[0], fd[1], &e);
	CU_ASSERT_EQUAL_FATAL(pipe(fd), 0);
	back(fd[0], fd[1], &e);
}

/* Non-blocking reads and writes. */
static void sockets(void)
{
	struct end e;
	int fd[2];

	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	fcntl(fd[1], F_SETFL, O_NONBLOCK);
	through(fd[0], fd[1], &e);
	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	fcntl(fd[1], F_SETFL, O_NONBLOCK);
	back(fd[1], fd[0], &e);
}

static void watch(void *data, unsigned int round, u64 done, u64 total)
{
	unsigned int *rounds = data;

	CU_ASSERT_EQUAL(total, CHUNK * XC_PAGE_SIZE);
	CU_ASSERT_TRUE(done <= total);
	if (done == total)
		++*rounds;
	CU_ASSERT_EQUAL(round, 0);
}

/* The limit of frames, and progress. */
static void arguments(void)
{
	unsigned int rounds = 0;
	struct saved saved;
	int fd;

	old_domain(1);
	CU_ASSERT_EQUAL(save_old(&saved, 0, NULL, NULL), 0);
	fd = file_with(saved.bytes, saved.size);
	new_domain();
	ASSERT_FAULT(xc_ppc_linux_restore(handle, fd, NEW, CHUNK - 1, NULL, NULL), ENOMEM,
		     "has 1024 frames, more than 1023");
	CU_ASSERT_EQUAL(xen.domain[NEW].nr_pfns, 0);
	lseek(fd, 0, SEEK_SET);
	CU_ASSERT_EQUAL(xc_ppc_linux_restore(handle, fd, NEW, CHUNK, NULL, NULL), 0);
	CU_ASSERT_TRUE(is_restored());
	/* Restore once more into the same domain. */
	lseek(fd, 0, SEEK_SET);
	ASSERT_FAULT(xc_ppc_linux_restore(handle, fd, NEW, 0, NULL, NULL), EINVAL,
		     "has memory");
	CU_ASSERT_EQUAL(lseek(fd, 0, SEEK_CUR), 0);
	new_domain();
	CU_ASSERT_EQUAL(xc_ppc_linux_restore(handle, fd, NEW, 0, watch, &rounds), 0);
	CU_ASSERT_EQUAL(rounds, 1);
	close(fd);
	free(saved.bytes);
}

static void no_domain(void)
{
	new_domain();
	ASSERT_FAULT(xc_ppc_linux_restore(handle, -1, 65536 + NEW, 0, NULL, NULL), ESRCH,
		     "no domain");
	ASSERT_FAULT(xc_ppc_linux_restore(handle, -1, NEW - 1, 0, NULL, NULL), ESRCH,
		     "no domain");
	ASSERT_FAULT(xc_ppc_linux_restore(handle, -1, 399, 0, NULL, NULL), ESRCH,
		     "domain 399");
	ASSERT_FAULT(xc_ppc_linux_restore(handle, -1, NEW, 0, NULL, NULL), EBADF,
		     "cannot read at byte 0");
}

static void too_little_memory(void)
{
	struct saved saved;
	int fd;

	old_domain(2);
	CU_ASSERT_EQUAL(save_old(&saved, 0, NULL, NULL), 0);
	fd = file_with(saved.bytes, saved.size);
	new_domain();
	xen.free_frames = 2 * CHUNK - 1;
	ASSERT_FAULT(xc_ppc_linux_restore(handle, fd, NEW, 0, NULL, NULL), ENOMEM,
		     "takes 8 MiB, 7 MiB are free");
	CU_ASSERT_EQUAL(xen.domain[NEW].nr_pfns, 0);
	CU_ASSERT_TRUE(cannot_run());
	close(fd);
	free(saved.bytes);
}

/* Each of the hypervisor's operations fails in turn. */
static void operations_fail(void)
{
	static const int cmd[] = { DOM0_GETDOMAININFO, DOM0_PHYSINFO, DOM0_PPC_GETMEMLIST,
				   DOM0_PPC_SETDOMAINSTATE, DOM0_SETDOMAININFO };
	struct saved saved;
	int failed;

	old_domain(1);
	CU_ASSERT_EQUAL(save_old(&saved, 0, NULL, NULL), 0);
	for (size_t i = 0; i < sizeof(cmd) / sizeof(cmd[0]); i++) {
		for (unsigned int n = 0; n < 30; n++) {
			xen.fail_cmd = cmd[i];
			xen.fail_in = n;
			xen.fail_errno = EPERM;
			failed = restore_new(&saved, saved.size);
			xen.fail_errno = 0;
			if (failed == 0)
				break;
			CU_ASSERT_EQUAL(errno, EPERM);
			CU_ASSERT_PTR_NOT_NULL(strstr(xc_ppc_fault(), strerror(EPERM)));
			CU_ASSERT_EQUAL(xen.domain[NEW].inside->contexts,
					cmd[i] == DOM0_SETDOMAININFO ? n : 0);
		}
		CU_ASSERT_EQUAL(failed, 0);
	}
	xen.fail_call = __HYPERVISOR_dom_mem_op;
	xen.fail_errno = EPERM;
	ASSERT_FAULT(restore_new(&saved, saved.size), EPERM,
		     "cannot give domain 6 memory");
	xen.fail_call = 0;
	fake.bad_mfn = FAKE_MFN(NEW, 0);
	ASSERT_FAULT(restore_new(&saved, saved.size), EAGAIN, "changed");
	CU_ASSERT_TRUE(cannot_run());
	free(saved.bytes);
}

CU_TestInfo libxc_restore_tests[] = {
	{ "through pipes, with signals", pipes },
	{ "through sockets that do not wait", sockets },
	{ "limit, progress", arguments },
	{ "no domain, no file", no_domain },
	{ "too little memory", too_little_memory },
	{ "each operation fails", operations_fail },
	CU_TEST_INFO_NULL,
};
