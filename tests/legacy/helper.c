// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xc_save and xc_restore, and for the part of xend that runs them. xend
 * opens the interface, and passes the numbers of both descriptors to the helper, which
 * uses a handle that it has not opened. Before the helper writes to the file or reads
 * from it, xend has done so: its own header comes first, and when a domain is restored,
 * the number of frames too.
 *
 *	helper info
 *	helper xend-save FD DOMAIN	write the domain to the descriptor
 *	helper xend-restore FD		print the number of the restored domain
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xc.h>

static const char signature[] = "a domain, saved by a stand-in for xend\n";
static int xc;

/* Run this program as name, with the numbers as its arguments. Returns its status. */
static int run(char *program, char *name, const unsigned long *number, int count)
{
	char text[8][24], *args[12] = { program, name };
	int i, status;
	pid_t pid;

	for (i = 0; i < count; i++) {
		snprintf(text[i], sizeof(text[i]), "%lu", number[i]);
		args[2 + i] = text[i];
	}
	args[2 + i] = NULL;
	pid = fork();
	if (pid == 0) {
		execv(program, args);
		err(1, "%s", program);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		err(1, "%s", name);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void read_exact(int fd, void *to, size_t size)
{
	char *at = to;

	while (size) {
		ssize_t n = read(fd, at, size);

		if (n <= 0)
			errx(1, "not a saved domain");
		at += n;
		size -= n;
	}
}

static int info(int xc_fd)
{
	xc_dominfo_t dominfo;

	if (xc_domain_getinfo(xc_fd, 0, 1, &dominfo) != 1)
		err(1, "info");
	printf("handle %s, domain %u\n", xc_fd > 2 ? "inherited" : "strange",
	       dominfo.domid);
	return 0;
}

static int xend_save(char *program, int fd, unsigned long domain)
{
	const unsigned long number[] = { xc, fd, domain };

	if (write(fd, signature, sizeof(signature) - 1) != sizeof(signature) - 1)
		warn("cannot write the header"); /* so that xc_save says so too */
	return run(program, "xc_save", number, 3);
}

static int xend_restore(char *program, int fd)
{
	unsigned long number[] = { xc, fd, 0, 0, 1 };
	char head[sizeof(signature) - 1];
	u32 domain = 0;
	int status;

	read_exact(fd, head, sizeof(head));
	if (memcmp(head, signature, sizeof(head)) != 0)
		errx(1, "not a saved domain");
	if (xc_domain_create(xc, 0, &domain) != 0)
		err(1, "cannot create a domain");
	read_exact(fd, &number[3], sizeof(number[3]));
	if (number[3] > 1024 * 1024)
		errx(1, "number of frames out of range: %lu", number[3]);
	number[2] = domain;
	status = run(program, "xc_restore", number, 5);
	if (status == 0)
		printf("domain %u, %lu frames\n", domain, number[3]);
	return status;
}

static int xc_restore(char **argv)
{
	unsigned int xc_fd = atoi(argv[2]), io_fd = atoi(argv[3]), domid = atoi(argv[4]),
		     nr_pfns = atoi(argv[5]), evtchn = atoi(argv[6]);
	unsigned long mfn = 1;
	int ret = xc_linux_restore(xc_fd, io_fd, domid, nr_pfns, evtchn, &mfn);

	if (ret == 0) {
		printf("store-mfn %lu\n", mfn);
		fflush(stdout);
	}
	return ret;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	if (!strcmp(name, "xc_save") && argc == 5)
		return xc_linux_save(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
	if (!strcmp(name, "xc_restore") && argc == 7)
		return xc_restore(argv);
	if (!strcmp(name, "xc_info") && argc == 3)
		return info(atoi(argv[2]));
	xc = xc_interface_open();
	if (xc < 0)
		err(1, "no interface");
	if (!strcmp(name, "info")) {
		const unsigned long number[] = { xc };

		return run(argv[0], "xc_info", number, 1);
	}
	if (!strcmp(name, "xend-save") && argc == 4)
		return xend_save(argv[0], atoi(argv[2]), atoi(argv[3]));
	if (!strcmp(name, "xend-restore") && argc == 3)
		return xend_restore(argv[0], atoi(argv[2]));
	errx(1, "usage: %s info|xend-save FD DOMAIN|xend-restore FD", argv[0]);
}
