// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xenstored: forks first, then opens the interface and the event channel
 * device, and shares a page with a ring in each half with the kernel of domain 0. A
 * second process plays the kernel: it gets a line through one ring and sends it back, in
 * capitals, through the other.
 */
#include <stdio.h>
#include <linux/ioctl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ctype.h>

#include <xc.h>
#include <xen/linux/privcmd.h>

#include "evtchn.h"

struct ringbuf_head {
	u32 write;
	u32 read;
	u8 flags;
	char buf[0];
} __attribute__((packed));

/* One end of the page. */
struct end {
	int xc, eventchn_fd, port;
	struct ringbuf_head *input, *output;
	u32 datasize;
};

static void die(const char *what)
{
	fprintf(stderr, "store: %s: %m\n", what);
	exit(1);
}

static void connect_end(struct end *end, unsigned long mfn, int port, bool server)
{
	char *page;

	end->xc = xc_interface_open();
	if (end->xc < 0)
		die("no interface");
	end->eventchn_fd = evtchn_open(0);
	if (end->eventchn_fd < 0)
		die("no event channel device");
	page = xc_map_foreign_range(end->xc, 0, getpagesize(), PROT_READ | PROT_WRITE,
				    mfn);
	if (!page)
		die("cannot map the page");
	end->datasize = getpagesize() / 2 - sizeof(struct ringbuf_head);
	end->input = (void *)(page + (server ? 0 : getpagesize() / 2));
	end->output = (void *)(page + (server ? getpagesize() / 2 : 0));
	if (ioctl(end->eventchn_fd, EVTCHN_BIND, port) != 0)
		die("cannot bind the port");
	end->port = port;
}

static void writechn(struct end *end, const char *text, u32 len)
{
	struct ringbuf_head h = *end->output;

	mb();
	if (h.write >= end->datasize || len > end->datasize - h.write)
		die("the ring is damaged");
	memcpy(end->output->buf + h.write, text, len);
	mb();
	end->output->write += len;
	mb();
	if (xc_evtchn_send(end->xc, end->port) != 0)
		die("cannot send an event");
}

static u32 readchn(struct end *end, char *text, u32 room)
{
	struct ringbuf_head h;
	u32 len;

	do {
		if (evtchn_wait(end->eventchn_fd) != end->port)
			die("no event");
		h = *end->input;
		mb();
	} while (h.read == h.write);
	len = h.write - h.read;
	if (len > room)
		die("the ring is damaged");
	memcpy(text, end->input->buf + h.read, len);
	mb();
	end->input->read += len;
	mb();
	return len;
}

static void kernel(unsigned long mfn, int port)
{
	struct end end;
	char text[64];
	u32 i, len;

	connect_end(&end, mfn, port, false);
	len = readchn(&end, text, sizeof(text));
	for (i = 0; i < len; i++)
		text[i] = toupper(text[i]);
	writechn(&end, text, len);
}

static int server(const char *line)
{
	int h = xc_interface_open(), local = 0, remote = 0, status = -1;
	struct end end;
	char text[65];
	long mfn;
	pid_t pid;

	if (h < 0)
		die("no interface");
	if (xc_evtchn_bind_interdomain(h, DOMID_SELF, 0, &local, &remote) != 0)
		die("cannot connect two ports");
	mfn = ioctl(h, IOCTL_PRIVCMD_INITDOMAIN_STORE, remote);
	if (mfn <= 0)
		die("no page for the store");
	connect_end(&end, mfn, local, true);
	memset(end.input, 0, sizeof(*end.input));
	memset(end.output, 0, sizeof(*end.output));
	mb();
	pid = fork();
	if (!pid) {
		kernel(mfn, remote);
		_exit(0);
	}
	writechn(&end, line, strlen(line));
	text[readchn(&end, text, sizeof(text) - 1)] = 0;
	if (waitpid(pid, &status, 0) != pid || status != 0)
		die("the other end failed");
	printf("ports %s, page %s: %s\n", local > 0 && remote > 0 ? "two" : "wrong",
	       mfn > 0 ? "shared" : "none", text);
	return 0;
}

int main(int argc, char **argv)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid)
		return server(argc > 1 ? argv[1] : "hello");
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : 1;
}
