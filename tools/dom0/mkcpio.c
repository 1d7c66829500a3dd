/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mkcpio OUTPUT MEMBER...: writes a cpio archive in the "newc" format that Linux
 * takes as an initramfs. It need not be root. MEMBER is one of
 *
 *   dir GUEST MODE                  a directory
 *   file GUEST MODE HOST            a file; MODE "-" keeps the mode of HOST
 *   link GUEST TARGET               a symbolic link
 *   char GUEST MODE MAJOR MINOR     a character device
 *   tree GUEST HOST                 HOST with all below it; modes are kept
 *
 * Missing directories above a member are created. Owners and times are zero, so
 * that the same input gives the same bytes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Members are padded to 4 bytes, archives by convention to 512. */
#define ALIGN_MEMBER  4
#define ALIGN_ARCHIVE 512

struct archive {
	FILE *file;
	const char *path;
	uint64_t size;	  /* bytes written */
	uint32_t inode;	  /* the last one used */
	char **dirs;	  /* its directories, without leading slash */
	size_t dir_count; /* entries of dirs */
};

static void put(struct archive *ar, const void *data, size_t size)
{
	if (fwrite(data, 1, size, ar->file) != size)
		err(EXIT_FAILURE, "%s", ar->path);
	ar->size += size;
}

static void pad(struct archive *ar, unsigned int align)
{
	static const char zeros[ALIGN_ARCHIVE];

	put(ar, zeros, (align - ar->size % align) % align);
}

static void put_header(struct archive *ar, const char *name, unsigned int mode,
		       uint64_t size, unsigned int major, unsigned int minor)
{
	char header[111];

	if (size > UINT32_MAX)
		errx(EXIT_FAILURE, "%s: too large for a cpio archive", name);
	/* inode mode uid gid nlink mtime size device(2) rdevice(2) name-size check */
	snprintf(header, sizeof(header),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 ++ar->inode, mode, 0, 0, S_ISDIR(mode) ? 2 : 1, 0, (unsigned int)size, 0,
		 0, major, minor, (unsigned int)strlen(name) + 1, 0);
	put(ar, header, sizeof(header) - 1);
	put(ar, name, strlen(name) + 1);
	pad(ar, ALIGN_MEMBER);
}

static void put_dir(struct archive *ar, const char *name, unsigned int mode)
{
	for (size_t i = 0; i < ar->dir_count; i++)
		if (!strcmp(ar->dirs[i], name))
			return;
	ar->dirs = reallocarray(ar->dirs, ar->dir_count + 1, sizeof(*ar->dirs));
	if (!ar->dirs || !(ar->dirs[ar->dir_count++] = strdup(name)))
		err(EXIT_FAILURE, NULL);
	put_header(ar, name, S_IFDIR | (mode & 07777), 0, 0, 0);
}

/* Linux does not create missing directories while it unpacks. */
static void put_parents(struct archive *ar, const char *name)
{
	char *path = strdup(name);

	if (!path)
		err(EXIT_FAILURE, NULL);
	for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		put_dir(ar, path, 0755);
		*slash = '/';
	}
	free(path);
}

static void put_file(struct archive *ar, const char *name, int mode, const char *host)
{
	static char buffer[1 << 16];
	FILE *file = fopen(host, "re");
	struct stat status;
	uint64_t left;

	if (!file || fstat(fileno(file), &status))
		err(EXIT_FAILURE, "%s", host);
	if (!S_ISREG(status.st_mode))
		errx(EXIT_FAILURE, "%s: not a regular file", host);
	left = (uint64_t)status.st_size;
	put_header(ar, name,
		   S_IFREG | (mode < 0 ? status.st_mode & 07777 : (unsigned int)mode),
		   left, 0, 0);
	while (left > 0) {
		size_t part = left < sizeof(buffer) ? left : sizeof(buffer);

		if (fread(buffer, 1, part, file) != part)
			errx(EXIT_FAILURE, "%s: shrank while it was read", host);
		put(ar, buffer, part);
		left -= part;
	}
	fclose(file);
	pad(ar, ALIGN_MEMBER);
}

static void put_link(struct archive *ar, const char *name, const char *target)
{
	put_header(ar, name, S_IFLNK | 0777, strlen(target), 0, 0);
	put(ar, target, strlen(target));
	pad(ar, ALIGN_MEMBER);
}

static char *join(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s%s%s", dir, *dir ? "/" : "", name) < 0)
		err(EXIT_FAILURE, NULL);
	return path;
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the directories of this machine */
static void put_tree(struct archive *ar, const char *name, const char *host, bool follow)
{
	char target[PATH_MAX];
	struct dirent **entries;
	struct stat status;
	ssize_t length;
	int count;

	if (follow ? stat(host, &status) : lstat(host, &status))
		err(EXIT_FAILURE, "%s", host);
	switch (status.st_mode & S_IFMT) {
	case S_IFREG:
		put_file(ar, name, -1, host);
		return;
	case S_IFLNK:
		length = readlink(host, target, sizeof(target) - 1);
		if (length < 0)
			err(EXIT_FAILURE, "%s", host);
		target[length] = '\0';
		put_link(ar, name, target);
		return;
	case S_IFDIR:
		break;
	default:
		errx(EXIT_FAILURE, "%s: neither file, directory nor link", host);
	}
	if (*name)
		put_dir(ar, name, status.st_mode);
	count = scandir(host, &entries, not_dots, alphasort);
	if (count < 0)
		err(EXIT_FAILURE, "%s", host);
	for (int i = 0; i < count; i++) {
		char *below = join(name, entries[i]->d_name);
		char *source = join(host, entries[i]->d_name);

		put_tree(ar, below, source, false);
		free(below);
		free(source);
		free(entries[i]);
	}
	free(entries);
}

static unsigned int number(const char *text, int base, unsigned long max)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, base);
	if (errno || end == text || *end || value > max)
		errx(EXIT_FAILURE, "'%s' is not a number up to %lu", text, max);
	return (unsigned int)value;
}

/* Add the member at the start of ARGS[COUNT]; returns the number of ARGS it took. */
static int put_member(struct archive *ar, char **args, int count)
{
	static const struct {
		const char *name;
		int args;
	} kinds[] = {
		{ "dir", 3 }, { "file", 4 }, { "link", 3 }, { "char", 5 }, { "tree", 3 },
	};
	size_t kind = 0;
	const char *name;

	while (kind < 5 && strcmp(args[0], kinds[kind].name))
		kind++;
	if (kind == 5)
		errx(EXIT_FAILURE, "'%s' is not a kind of member", args[0]);
	if (count < kinds[kind].args)
		errx(EXIT_FAILURE, "'%s' needs %d arguments", args[0],
		     kinds[kind].args - 1);
	name = args[1] + strspn(args[1], "/");
	put_parents(ar, name);
	switch (args[0][0]) {
	case 'd':
		put_dir(ar, name, number(args[2], 8, 07777));
		break;
	case 'f':
		put_file(ar, name,
			 strcmp(args[2], "-") ? (int)number(args[2], 8, 07777) : -1,
			 args[3]);
		break;
	case 'l':
		put_link(ar, name, args[2]);
		break;
	case 'c':
		put_header(ar, name, S_IFCHR | number(args[2], 8, 07777), 0,
			   number(args[3], 10, 4095), number(args[4], 10, 1048575));
		break;
	default:
		put_tree(ar, name, args[2], true);
		break;
	}
	return kinds[kind].args;
}

int main(int argc, char **argv)
{
	struct archive ar = { 0 };
	int i = 2;

	if (argc < 3)
		errx(EXIT_FAILURE, "usage: mkcpio OUTPUT MEMBER...");
	ar.path = argv[1];
	ar.file = fopen(ar.path, "we");
	if (!ar.file)
		err(EXIT_FAILURE, "%s", ar.path);
	while (i < argc)
		i += put_member(&ar, argv + i, argc - i);
	put_header(&ar, "TRAILER!!!", 0, 0, 0, 0);
	pad(&ar, ALIGN_ARCHIVE);
	if (fclose(ar.file))
		err(EXIT_FAILURE, "%s", ar.path);
	for (size_t d = 0; d < ar.dir_count; d++)
		free(ar.dirs[d]);
	free(ar.dirs);
	return EXIT_SUCCESS;
}
