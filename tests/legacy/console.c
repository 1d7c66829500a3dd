// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xenconsoled: becomes a daemon, then opens the interface, looks for
 * domains repeatedly, and makes messages for their consoles. It prints the domains that
 * it saw to the given file.
 */
#define _GNU_SOURCE

#include "xc.h"
#include "xen/io/domain_controller.h"

#include <malloc.h>
#include <stdlib.h>
#include <stdbool.h>
#include <errno.h>
#include <string.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

static int xc;

static void daemonize(void)
{
	int fd, i;
	pid_t pid = fork();

	if (pid > 0) {
		int status;

		/* Unlike the original, wait: the caller must know when it has ended. */
		exit(waitpid(pid, &status, 0) == pid && status == 0 ? 0 : 1);
	}
	setsid();
	fd = open("/dev/null", O_RDWR);
	for (i = 0; i <= 2; i++)
		dup2(fd, i);
	close(fd);
	umask(027);
	if (chdir("/") != 0)
		exit(1);
}

static bool domain_is_valid(int domid)
{
	xc_dominfo_t info;

	return xc_domain_getinfo(xc, domid, 1, &info) == 1 && info.domid == domid;
}

static int enum_domains(FILE *out)
{
	int domid = 0, found = 0;
	xc_dominfo_t dominfo;

	while (xc_domain_getinfo(xc, domid, 1, &dominfo) == 1) {
		control_msg_t msg = { CMSG_CONSOLE, CMSG_CONSOLE_DATA, 1, 0 };

		msg.length = snprintf((char *)msg.msg, sizeof(msg.msg), "to %u",
				      dominfo.domid);
		fprintf(out, "domain %u: %lu frames, message of %d bytes, %s\n",
			dominfo.domid, dominfo.nr_pages, msg.length,
			domain_is_valid(dominfo.domid) ? "valid" : "gone");
		domid = dominfo.domid + 1;
		found++;
	}
	return found;
}

int main(int argc, char **argv)
{
	FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
	int i, found = 0;

	if (!out)
		return 1;
	daemonize();
	xc = xc_interface_open();
	if (xc == -1)
		return 1;
	for (i = 0; i < 3; i++)
		found = enum_domains(out);
	fprintf(out, "domains: %d; 32750 is %s\n", found,
		domain_is_valid(32750) ? "valid" : "not there");
	return fclose(out);
}
