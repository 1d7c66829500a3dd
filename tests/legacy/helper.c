// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xc_save and xc_restore: called with `open COMMAND...` it opens the
 * interface and runs the command with the handle's number as one more argument, as xend
 * does; the others use the handle without having opened it.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xc.h>

static int report(const char *what, int result)
{
	printf("%s: %d %s\n", what, result, result ? strerror(errno) : "done");
	return result != 0;
}

static int open_and_run(char **argv, int argc)
{
	char number[16], *args[16];
	int i, xc_fd = xc_interface_open();

	if (xc_fd < 0)
		err(1, "no interface");
	if (argc > 14)
		errx(1, "too many arguments");
	snprintf(number, sizeof(number), "%d", xc_fd);
	for (i = 0; i < argc; i++)
		args[i] = argv[i];
	args[i++] = number;
	args[i] = NULL;
	execv(args[0], args);
	err(1, "%s", args[0]);
}

int main(int argc, char **argv)
{
	unsigned int xc_fd;
	unsigned long mfn = 0;
	xc_dominfo_t info;

	if (argc > 2 && !strcmp(argv[1], "open"))
		return open_and_run(argv + 2, argc - 2);
	if (argc != 3)
		errx(1, "usage: %s open PROGRAM info|save|restore", argv[0]);
	xc_fd = atoi(argv[2]);
	errno = 0;
	if (!strcmp(argv[1], "save"))
		return report("save", xc_linux_save(xc_fd, STDOUT_FILENO, 0));
	if (!strcmp(argv[1], "restore"))
		return report("restore",
			      xc_linux_restore(xc_fd, STDIN_FILENO, 0, 1024, 1, &mfn));
	if (xc_domain_getinfo(xc_fd, 0, 1, &info) != 1)
		return report("info", -1);
	printf("handle %s, domain %u\n", xc_fd > 2 ? "inherited" : "strange", info.domid);
	return 0;
}
