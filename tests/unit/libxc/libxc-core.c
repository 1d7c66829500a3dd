// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: core files, debuggers. */
#include <sys/wait.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

static char name[] = "/tmp/libxc-core-XXXXXX";

/* Make a name that no file has. */
static void new_name(void)
{
	int fd;

	memcpy(name + sizeof(name) - 7, "XXXXXX", 6);
	fd = mkstemp(name);
	CU_ASSERT_FATAL(fd >= 0);
	close(fd);
	unlink(name);
}

static char *read_core(size_t *size)
{
	int fd = open(name, O_RDONLY);
	struct stat st;
	char *data;

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(fstat(fd, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	data = malloc(st.st_size);
	CU_ASSERT_EQUAL(read(fd, data, st.st_size), st.st_size);
	close(fd);
	*size = st.st_size;
	return data;
}

/* Check the whole file of domain d, which has nr frames and vcpus vCPUs. */
static void check_core(unsigned int d, unsigned long nr, unsigned int vcpus)
{
	const struct xc_core_header *h;
	const vcpu_guest_context_t *ctxt;
	const unsigned long *index, *page;
	unsigned long n = 0;
	size_t size;
	char *data = read_core(&size);

	h = (const struct xc_core_header *)data;
	CU_ASSERT_EQUAL(h->xch_magic, 0xF00FEBED);
	CU_ASSERT_EQUAL(h->xch_nr_vcpus, vcpus);
	CU_ASSERT_EQUAL(h->xch_nr_pages, nr);
	CU_ASSERT_EQUAL(h->xch_ctxt_offset, 24);
	CU_ASSERT_EQUAL(h->xch_index_offset, 24 + vcpus * sizeof(*ctxt));
	CU_ASSERT_EQUAL(h->xch_pages_offset % XC_PAGE_SIZE, 0);
	CU_ASSERT(h->xch_pages_offset >= h->xch_index_offset + nr * sizeof(long) &&
		  h->xch_pages_offset <
			  h->xch_index_offset + nr * sizeof(long) + XC_PAGE_SIZE);
	CU_ASSERT_EQUAL_FATAL(size, h->xch_pages_offset + nr * XC_PAGE_SIZE);
	for (unsigned int v = 0; v < vcpus; v++) {
		ctxt = (const void *)(data + h->xch_ctxt_offset + v * sizeof(*ctxt));
		CU_ASSERT_EQUAL(ctxt->sdr1, 0x5c5c5c5c5c5c5c5c);
	}
	index = (const void *)(data + h->xch_index_offset);
	for (unsigned long pfn = 0; pfn < xen.domain[d].nr_pfns; pfn++) {
		if (xen.domain[d].p2m[pfn] == FAKE_HOLE)
			continue;
		CU_ASSERT_EQUAL(index[n], xen.domain[d].p2m[pfn]);
		page = (const void *)(data + h->xch_pages_offset + n++ * XC_PAGE_SIZE);
		CU_ASSERT_EQUAL(page[0], xen.domain[d].p2m[pfn]);
		CU_ASSERT_EQUAL(page[XC_PAGE_SIZE / 8 - 1], xen.domain[d].p2m[pfn]);
	}
	CU_ASSERT_EQUAL(n, nr);
	free(data);
}

static void dump(void)
{
	static const unsigned int sizes[] = { 0, 1, 63, 64, 65, 700 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		new_name();
		fake_domain(3, sizes[i], 5);
		CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 3, name), 0);
		check_core(3, sizes[i], 1);
		CU_ASSERT_EQUAL(xen.domain[3].paused, 0); /* it goes on */
		unlink(name);
	}
	/* Old contents are replaced; two vCPUs. */
	new_name();
	fake_domain(4, 100, 0);
	CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 4, name), 0);
	fake_domain(4, 10, 0);
	CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 4, name), 0);
	check_core(4, 10, 2);
	unlink(name);
}

static unsigned int pauses;

static void count_pauses(const privcmd_hypercall_t *h)
{
	const dom0_op_t *op = fake_guest(h->arg[0], sizeof(*op));

	if (op->cmd == DOM0_PAUSEDOMAIN)
		pauses++;
	else if (op->cmd == DOM0_PPC_GETMEMLIST || op->cmd == DOM0_GETMEMLIST)
		CU_ASSERT_EQUAL(pauses, 1); /* before anything is read */
}

static void paused_meanwhile(void)
{
	new_name();
	fake_domain(3, 5, 0);
	pauses = 0;
	fake.hook = count_pauses;
	CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 3, name), 0);
	fake.hook = NULL;
	CU_ASSERT_EQUAL(pauses, 1);
	/* A domain that was paused before stays paused. */
	fake_domain(3, 5, 0);
	xen.domain[3].flags = DOMFLAGS_PAUSED;
	CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 3, name), 0);
	CU_ASSERT_EQUAL(xen.domain[3].paused, 1);
	unlink(name);
}

/* Check that it fails, leaves no file, and the domain goes on. */
static void fails(u32 domid, int with)
{
	struct stat st;

	ASSERT_FAILS(xc_domain_dumpcore(handle, domid, name), with);
	CU_ASSERT_EQUAL(stat(name, &st), -1);
	CU_ASSERT_EQUAL(fake_maps(), 0);
	if (domid < FAKE_DOMAINS)
		CU_ASSERT_EQUAL(xen.domain[domid].paused, 0);
}

static void dump_failures(void)
{
	new_name();
	fake_domain(3, 200, 0);
	fails(2, ESRCH); /* not domain 3 */
	fails(9, ESRCH);
	fails(65539, ESRCH);
	fails(0, EINVAL); /* the caller cannot be paused */
	fake.bad_mfn = FAKE_MFN(3, 150);
	fails(3, EFAULT);
	fake.bad_mfn = 0;
	fake.fail = FAKE_FOREIGN;
	fake.fail_errno = ENOMEM;
	fails(3, ENOMEM);
	fake.fail = FAKE_FOREIGN_MAP;
	fails(3, ENOMEM);
	fake.fail = FAKE_NONE;
	xen.fail_cmd = DOM0_GETVCPUCONTEXT;
	xen.fail_errno = EINVAL;
	fails(3, EINVAL);
	xen.fail_cmd =
		fake.addressing == FAKE_IDENTITY ? DOM0_GETMEMLIST : DOM0_PPC_GETMEMLIST;
	xen.fail_errno = EPERM;
	fails(3, EPERM);
	xen.fail_errno = 0;
	ASSERT_FAILS(xc_domain_dumpcore(handle, 3, NULL), EFAULT);
	ASSERT_FAILS(xc_domain_dumpcore(handle, 3, "/nowhere/at/all"), ENOENT);
	CU_ASSERT_EQUAL(xen.domain[3].paused, 0);
}

/*
 * A write error is reported, and a device is not removed. Through a link, so that a
 * faulty library does not remove a device of this machine.
 */
static void full_device(void)
{
	struct stat st;

	fake_domain(3, 5, 0);
	new_name();
	CU_ASSERT_EQUAL_FATAL(symlink("/dev/full", name), 0);
	ASSERT_FAILS(xc_domain_dumpcore(handle, 3, name), ENOSPC);
	CU_ASSERT_EQUAL(lstat(name, &st), 0);
	unlink(name);
	CU_ASSERT_EQUAL_FATAL(symlink("/dev/null", name), 0);
	CU_ASSERT_EQUAL(xc_domain_dumpcore(handle, 3, name), 0);
	CU_ASSERT_EQUAL(lstat(name, &st), 0);
	unlink(name);
}

/* A pipe that does not block, with a slow reader, which copies it to the file `name`. */
static pid_t slow_reader(int *fd)
{
	static char buffer[10000];
	int pipes[2];
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(pipe2(pipes, O_NONBLOCK), 0);
	fcntl(pipes[0], F_SETFL, 0);
	*fd = pipes[1];
	child = fork();
	if (child == 0) {
		int copy = open(name, O_WRONLY | O_CREAT, 0600);
		ssize_t n;

		close(pipes[1]);
		usleep(50000);
		while ((n = read(pipes[0], buffer, sizeof(buffer))) > 0)
			if (write(copy, buffer, n) != n)
				break;
		_exit(n ? EXIT_FAILURE : EXIT_SUCCESS);
	}
	close(pipes[0]);
	return child;
}

static void dump_to_descriptor(void)
{
	int fd, status = -1;
	pid_t child;

	new_name();
	fake_domain(3, 65, 5);
	child = slow_reader(&fd);
	CU_ASSERT_EQUAL(xc_ppc_dumpcore(handle, 3, fd), 0);
	close(fd);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
	check_core(3, 65, 1);
	CU_ASSERT_EQUAL(xen.domain[3].paused, 0);
	unlink(name);
	ASSERT_FAILS(xc_ppc_dumpcore(handle, 3, -1), EBADF);
	CU_ASSERT_EQUAL(xen.domain[3].paused, 0);
	ASSERT_FAILS(xc_ppc_dumpcore(handle, 9, fd), ESRCH);
}

static void grow(const privcmd_hypercall_t *h)
{
	const dom0_op_t *op = fake_guest(h->arg[0], sizeof(*op));
	struct fake_domain *d = &xen.domain[3];

	if (op->cmd == DOM0_GETVCPUCONTEXT)
		d->p2m[d->nr_pfns++] = 12345;
}

static void memory_changes(void)
{
	new_name();
	fake_domain(3, 100, 0);
	fake.hook = grow;
	fails(3, EAGAIN);
	fake.hook = NULL;
}

/* ---- debuggers ---- */

static unsigned int looks;

static void stop_later(const privcmd_hypercall_t *h)
{
	(void)h;
	if (++looks == 3)
		xen.domain[3].flags = DOMFLAGS_SHUTDOWN | 1 << DOMFLAGS_SHUTDOWNSHIFT;
}

static void vanish_later(const privcmd_hypercall_t *h)
{
	(void)h;
	if (++looks == 3)
		xen.domain[3].exists = false;
}

static void waitdomain(void)
{
	int status = 0;

	fake_domain(3, 1, 0);
	fake_domain(5, 1, 0);
	CU_ASSERT_EQUAL(xc_waitdomain(3, &status, WNOHANG), 0);
	CU_ASSERT_EQUAL(status, DOMFLAGS_RUNNING);
	looks = 0;
	fake.hook = stop_later;
	CU_ASSERT_EQUAL(xc_waitdomain(3, &status, 0), 0);
	CU_ASSERT_EQUAL(looks, 3);
	CU_ASSERT_EQUAL(status, DOMFLAGS_SHUTDOWN | 1 << DOMFLAGS_SHUTDOWNSHIFT);
	xen.domain[3].flags = DOMFLAGS_PAUSED;
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(xc_waitdomain(3, &status, 0), 0)), 1);
	CU_ASSERT_EQUAL(status, DOMFLAGS_PAUSED);
	/* The answer describes domain 5, which it did not wait for. */
	xen.domain[3].flags = DOMFLAGS_BLOCKED;
	looks = 0;
	fake.hook = vanish_later;
	CU_ASSERT_EQUAL(xc_waitdomain(3, &status, 0), 0);
	CU_ASSERT_EQUAL(status, DOMFLAGS_BLOCKED | DOMFLAGS_DYING);
}

static void waitdomain_failures(void)
{
	int status = 77;

	fake_domain(5, 1, 0);
	ASSERT_FAILS(xc_waitdomain(4, &status, 0), ESRCH);
	ASSERT_FAILS(xc_waitdomain(6, &status, WNOHANG), ESRCH);
	CU_ASSERT_EQUAL(HYPERCALLS({
				ASSERT_FAILS(xc_waitdomain(65541, &status, 0), ESRCH);
				ASSERT_FAILS(xc_waitdomain(-1, &status, 0), ESRCH);
				ASSERT_FAILS(xc_waitdomain(5, NULL, 0), EFAULT);
			}),
			0);
	xen.fail_cmd = DOM0_GETDOMAININFO;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_waitdomain(5, &status, 0), EPERM);
	CU_ASSERT_EQUAL(status, 77);
}

/* They fail without a hypercall. */
static void not_served(void)
{
	unsigned long frame = 7;
	int status = 7;

	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_ptrace(PTRACE_PEEKTEXT, 0, 0, 0), ENOSYS);
			ASSERT_FAILS(xc_ptrace_core(PTRACE_PEEKDATA, 0, 0, 0), ENOSYS);
			ASSERT_FAILS(xc_waitdomain_core(0, &status, 0), ENOSYS);
			ASSERT_FAILS(xc_vmx_build(handle, 1, 64, "k", NULL, NULL, "", 0,
						  0, 1, 0, &frame),
				     ENOSYS);
			ASSERT_FAILS(xc_ia64_get_pfn_list(handle, 0, &frame, 0, 1),
				     ENOSYS);
		}),
		0);
	CU_ASSERT_EQUAL(frame, 7);
	CU_ASSERT_EQUAL(status, 7);
}

CU_TestInfo libxc_core_tests[] = {
	{ "dumpcore: the whole file", dump },
	{ "dumpcore pauses the domain", paused_meanwhile },
	{ "dumpcore: failures leave no file", dump_failures },
	{ "dumpcore to a device", full_device },
	{ "dumpcore to a descriptor", dump_to_descriptor },
	{ "dumpcore of a domain that grows", memory_changes },
	{ "waitdomain", waitdomain },
	{ "waitdomain: failures", waitdomain_failures },
	{ "what there is not", not_served },
	CU_TEST_INFO_NULL,
};
