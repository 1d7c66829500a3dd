// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: /dev/xen/evtchn as a file: waiting, signals, processes, bad input. */
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "privcmd-evtchn.h"

/* Capacity of an open file in events. */
#define RING_SIZE 2048

static void bad_ports(void)
{
	static const unsigned long bad[] = { 0,		NR_EVENT_CHANNELS, 0x10001,  ~0UL,
					     1UL << 32, (1UL << 32) + 1,   1UL << 63 };
	static const unsigned long unknown[] = { _IO('E', 0), _IO('E', 4), 0x4502,
						 _IO('P', 2), 0 };
	int fd = evtchn_open();

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, bad[i]), -EINVAL);
		CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_UNBIND, bad[i]), -EINVAL);
		CU_ASSERT_EQUAL(evtchn_unmask(fd, (u32)bad[i]), 0); /* passed over */
	}
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_UNBIND, NR_EVENT_CHANNELS - 1),
			-EINVAL);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		CU_ASSERT_EQUAL(evtchn_control(fd, unknown[i], 1), -ENOSYS);
	close(fd);
}

/* Events that cannot be copied stay in the ring. */
static void bad_buffers(void)
{
	u32 port = port_ipi();
	int fd = evtchn_open();
	char bytes[3] = { 0 };
	char *bad = map_pages(1, PROT_NONE);
	void *mapping;

	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_wait(fd, EVENT_MS), POLLIN | POLLRDNORM);
	CU_ASSERT(read(fd, bytes, 0) == -1 && errno == EINVAL);
	CU_ASSERT(read(fd, bytes, 1) == -1 && errno == EINVAL);
	CU_ASSERT(read(fd, bad, 2) == -1 && errno == EFAULT);
	CU_ASSERT(read(fd, (void *)KERNEL_ADDRESS, 2) == -1 && errno == EFAULT);
	CU_ASSERT_EQUAL(read(fd, bytes, 3), 2); /* whole numbers */
	CU_ASSERT_EQUAL(bytes[0] | bytes[1] << 8, (int)port);
	CU_ASSERT(write(fd, bytes, 0) == -1 && errno == EINVAL);
	CU_ASSERT(write(fd, bytes, 1) == -1 && errno == EINVAL);
	CU_ASSERT(write(fd, bad, 2) == -1 && errno == EFAULT);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(write(fd, bytes, 3), 2);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT(pread(fd, bytes, 2, 0) == -1 && errno == ESPIPE);
	mapping = mmap(NULL, (size_t)getpagesize(), PROT_READ, MAP_SHARED, fd, 0);
	CU_ASSERT_PTR_EQUAL(mapping, MAP_FAILED);
	unmap_pages(bad, 1);
	close(fd);
	port_close(port);
}

/* Only unmasking without reading can produce more events than there are ports. */
static void fill(int fd, u32 port)
{
	int i;

	for (i = 0; i < 4 * RING_SIZE && evtchn_wait(fd, 0) != POLLERR; i++) {
		port_send(port);
		evtchn_unmask(fd, port);
	}
	CU_ASSERT(i >= RING_SIZE);
}

static void overflow(void)
{
	u16 *ports = calloc(RING_SIZE + 1, sizeof(*ports));
	u32 port = port_ipi();
	int fd = evtchn_open();

	CU_ASSERT_PTR_NOT_NULL_FATAL(ports);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	/* Make the entries wrap around in the ring. */
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	evtchn_unmask(fd, port);
	fill(fd, port);
	/* The entries can be read; then reading fails with EFBIG until the reset. */
	CU_ASSERT_EQUAL(read(fd, ports, (RING_SIZE + 1) * sizeof(u16)),
			RING_SIZE * sizeof(u16));
	for (int i = 0; i < RING_SIZE; i++)
		CU_ASSERT_EQUAL(ports[i], port);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT(read(fd, ports, 2) == -1 && errno == EFBIG);
		CU_ASSERT_EQUAL(evtchn_wait(fd, 0), POLLERR);
	}
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_RESET, 0), 0);
	/* The event that waited for the port to be unmasked. */
	CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	if (evtchn_wait(fd, NO_EVENT_MS)) {
		CU_ASSERT_EQUAL(evtchn_next(fd), port);
		CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	}
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	close(fd);
	port_close(port);
	free(ports);
}

/* A reset discards unread entries and keeps the binding. */
static void reset(void)
{
	u32 port = port_ipi();
	int fd = evtchn_open();

	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_wait(fd, EVENT_MS), POLLIN | POLLRDNORM);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_RESET, 0), 0);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	close(fd);
	port_close(port);
}

static void can_always_be_written(void)
{
	int fd = evtchn_open();
	struct pollfd wait = { .fd = fd, .events = POLLIN | POLLOUT | POLLWRNORM };

	CU_ASSERT_EQUAL(poll(&wait, 1, 0), 1);
	CU_ASSERT_EQUAL(wait.revents, POLLOUT | POLLWRNORM);
	close(fd);
}

static volatile sig_atomic_t signals;

static void count_signal(int sig)
{
	signals += sig == SIGIO;
}

static void signal_on_event(void)
{
	struct sigaction action = { .sa_handler = count_signal }, old;
	u32 port = port_ipi();
	int fd = evtchn_open();

	signals = 0;
	sigaction(SIGIO, &action, &old);
	CU_ASSERT_EQUAL(fcntl(fd, F_SETOWN, getpid()), 0);
	CU_ASSERT_EQUAL(fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK), 0);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(signals, 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	for (int i = 0; i < EVENT_MS / 10 && !signals; i++)
		usleep(10000);
	CU_ASSERT_EQUAL(signals, 1);
	close(fd);
	sigaction(SIGIO, &old, NULL);
	port_close(port);
}

struct sender {
	u32 port;
	unsigned int delay_us;
};

static void *send_later(void *arg)
{
	const struct sender *sender = arg;

	usleep(sender->delay_us);
	port_send(sender->port);
	return NULL;
}

static void read_waits(void)
{
	struct sender sender = { .port = port_ipi(), .delay_us = 100000 };
	int fd = open(EVTCHN_DEV, O_RDWR | O_CLOEXEC);
	struct timespec before, after;
	pthread_t thread;
	u16 port = 0;

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, sender.port), 0);
	clock_gettime(CLOCK_MONOTONIC, &before);
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, send_later, &sender), 0);
	CU_ASSERT_EQUAL(read(fd, &port, sizeof(port)), sizeof(port));
	clock_gettime(CLOCK_MONOTONIC, &after);
	CU_ASSERT_EQUAL(port, sender.port);
	CU_ASSERT((after.tv_sec - before.tv_sec) * 1000 +
			  (after.tv_nsec - before.tv_nsec) / 1000000 >=
		  90);
	pthread_join(thread, NULL);
	close(fd);
	port_close(sender.port);
}

static void do_nothing(int sig)
{
	(void)sig;
}

/*
 * A signal ends the wait; the file can be read again. It comes again and again, since the
 * first one comes before the wait if the host is busy.
 */
static void read_is_interrupted(void)
{
	struct sigaction action = { .sa_handler = do_nothing }, old;
	int fd = open(EVTCHN_DEV, O_RDWR | O_CLOEXEC);
	u16 port;

	CU_ASSERT_FATAL(fd >= 0);
	sigaction(SIGALRM, &action, &old);
	ualarm(20000, 20000);
	CU_ASSERT(read(fd, &port, sizeof(port)) == -1 && errno == EINTR);
	ualarm(0, 0);
	sigaction(SIGALRM, &old, NULL);
	close(fd);
}

enum { ROUNDS = 500 };

static u32 childs_port;

/* Answer each event with an event. */
static int answer(void)
{
	int fd = open(EVTCHN_DEV, O_RDWR | O_CLOEXEC);
	u16 port;

	if (fd < 0 || !hcall_start() || evtchn_control(fd, EVTCHN_BIND, childs_port))
		return 1;
	for (int i = 0; i < ROUNDS; i++)
		if (read(fd, &port, sizeof(port)) != sizeof(port) ||
		    port != childs_port || evtchn_unmask(fd, port) || port_send(port))
			return 2;
	return 0;
}

static void two_processes(void)
{
	int fd = evtchn_open(), status = 0, answers = 0;
	u32 port;
	pid_t pid;

	port_pair(&port, &childs_port);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	pid = fork();
	CU_ASSERT_FATAL(pid >= 0);
	if (!pid)
		_exit(answer());
	for (; answers < ROUNDS; answers++)
		if (port_send(port) || evtchn_next(fd) != port || evtchn_unmask(fd, port))
			break;
	CU_ASSERT_EQUAL(answers, ROUNDS);
	if (answers < ROUNDS)
		kill(pid, SIGKILL);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFEXITED(status));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 0);
	CU_ASSERT(evtchn_quiet(fd));
	close(fd);
	port_close(port);
	port_close(childs_port);
}

/* Bind as many ports as possible and wait to be killed. */
static int bind_all(void)
{
	int fd = open(EVTCHN_DEV, O_RDWR | O_CLOEXEC);

	for (unsigned long port = 1; port < NR_EVENT_CHANNELS; port++)
		if (evtchn_control(fd, EVTCHN_BIND, port))
			return 1;
	raise(SIGKILL);
	return 2;
}

static void death_unbinds(void)
{
	int status = 0;

	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();

		CU_ASSERT_FATAL(pid >= 0);
		if (!pid)
			_exit(bind_all());
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT(WIFSIGNALED(status));
	}
}

static void node_mode(void)
{
	struct stat st;

	CU_ASSERT_EQUAL(stat(EVTCHN_DEV, &st), 0);
	CU_ASSERT(S_ISCHR(st.st_mode));
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	CU_ASSERT_EQUAL(st.st_uid, 0);
}

CU_TestInfo evtchn_file_tests[] = {
	TEST(bad_ports),
	TEST(bad_buffers),
	TEST(overflow),
	TEST(reset),
	TEST(can_always_be_written),
	TEST(signal_on_event),
	TEST(read_waits),
	TEST(read_is_interrupted),
	TEST(two_processes),
	TEST(death_unbinds),
	TEST(node_mode),
	CU_TEST_INFO_NULL,
};
