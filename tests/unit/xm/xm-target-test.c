// SPDX-License-Identifier: GPL-2.0-or-later
/* The files that xm save and dump-core write: links, devices, temporary names. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cunit-main.h"
#include "xm-fake.h"

/* Copies of fake_path(), which has room for one. */
static char path[256], other[256];

static void put(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* Whether the file itself, no link, has the mode 0600 and begins like this. */
static bool is_written(const char *name, const char *start)
{
	char text[64] = "";
	struct stat st;
	int fd = open(name, O_RDONLY | O_NOFOLLOW);

	if (fd < 0)
		return false;
	CU_ASSERT(read(fd, text, sizeof(text) - 1) > 0);
	CU_ASSERT_EQUAL(fstat(fd, &st), 0);
	close(fd);
	return (st.st_mode & 07777) == 0600 && !strncmp(text, start, strlen(start));
}

/* Number of files in a directory besides run, log and dump. */
static unsigned int files_in(const char *name)
{
	DIR *dir = opendir(name);
	unsigned int count = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	/* cppcheck-suppress readdirCalled ; no other thread reads this directory */
	for (const struct dirent *file; (file = readdir(dir));)
		count += strcmp(file->d_name, ".") && strcmp(file->d_name, "..") &&
			 strcmp(file->d_name, "run") && strcmp(file->d_name, "log") &&
			 strcmp(file->d_name, "dump");
	closedir(dir);
	return count;
}

/* Both commands write to that name without a message, and so to the file. */
static void write_there(const char *name, const char *file)
{
	CU_ASSERT_EQUAL(XM("save", "-c", "x", name), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT(is_written(file, "xm saved domain 1\n"));
	CU_ASSERT_EQUAL(XM("dump-core", "x", name), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT(is_written(file, "core"));
}

static void set_up(void)
{
	fake_set_up();
	strcpy(path, fake_path("image"));
	strcpy(other, fake_path("other"));
	fake_create_x();
}

/* A prepared name does not lead anywhere, and an old file's mode is not kept. */
static void temporary_name(void)
{
	put(other, "precious");
	CU_ASSERT_EQUAL(symlink(other, fake_path("image.part")), 0);
	put(path, "old");
	write_there(path, path);
	CU_ASSERT(!is_written(other, ""));
	CU_ASSERT_EQUAL(files_in(fake_path("")), 3);
	/* A failure leaves the old file, and nothing else. */
	put(path, "old");
	fake_fail("xc_ppc_linux_save", EIO);
	CU_ASSERT_EQUAL(XM("save", "x", path), 1);
	fake_fail("xc_ppc_dumpcore", EIO);
	CU_ASSERT_EQUAL(XM("dump-core", "x", path), 1);
	CU_ASSERT(is_written(path, "old"));
	CU_ASSERT_EQUAL(files_in(fake_path("")), 3);
}

/* The link stays; what it names is replaced, or made. */
static void links(void)
{
	char inner[512], link[256];
	struct stat st;

	CU_ASSERT_EQUAL(mkdir(fake_path("dir"), 0755), 0);
	strcpy(link, fake_path("link"));
	snprintf(inner, sizeof(inner), "%s/inner", fake_path("dir"));
	/* Relative, in two steps, to a file that does not exist. */
	CU_ASSERT_EQUAL(symlink("dir/second", link), 0);
	CU_ASSERT_EQUAL(symlink("inner", fake_path("dir/second")), 0);
	for (int i = 0; i < 2; i++) {
		write_there(link, inner);
		CU_ASSERT_EQUAL(lstat(link, &st), 0);
		CU_ASSERT(S_ISLNK(st.st_mode));
		CU_ASSERT_EQUAL(files_in(fake_path("dir")), 2);
		put(inner, "old");
	}
	CU_ASSERT_EQUAL(files_in(fake_path("")), 2);
	/* Loops, and links to nowhere. */
	CU_ASSERT_EQUAL(symlink("loop", fake_path("loop")), 0);
	XM("save", "x", fake_path("loop"));
	fake_check_failure(1, "Too many levels of symbolic links");
	CU_ASSERT_EQUAL(symlink("nowhere/file", fake_path("dangling")), 0);
	XM("save", "x", fake_path("dangling"));
	fake_check_failure(1, "No such file or directory");
	CU_ASSERT_EQUAL(symlink("slash/", fake_path("to-slash")), 0);
	XM("save", "x", fake_path("to-slash"));
	fake_check_failure(1, "Is a directory");
}

/* /dev/shm is a file system of its own: rename() does not reach it. */
static void other_file_system(void)
{
	char name[] = "/dev/shm/xm-test.XXXXXX";
	int fd = mkstemp(name);

	CU_ASSERT_FATAL(fd >= 0);
	close(fd);
	CU_ASSERT_EQUAL(symlink(name, path), 0);
	write_there(path, name);
	CU_ASSERT_EQUAL(files_in(fake_path("")), 1);
	unlink(name);
}

static void wrong_names(void)
{
	char longest[300];

	XM("save", "x", "");
	fake_check_failure(1, "No such file or directory");
	XM("save", "x", fake_path(""));
	fake_check_failure(1, "Is a directory");
	XM("save", "x", fake_path("new/"));
	fake_check_failure(1, "Is a directory");
	XM("save", "x", fake_path("run/domains/1.json/file"));
	fake_check_failure(1, "Not a directory");
	snprintf(longest, sizeof(longest), "/tmp/%0240d", 0);
	XM("save", "-c", "x", longest);
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT(is_written(longest, "xm saved"));
	unlink(longest);
	CU_ASSERT(fake_find(1)->info.running);
	CU_ASSERT_EQUAL(files_in(fake_path("")), 0);
}

/* What is open is written to where it stands, and stays what it is. */
static void descriptors(void)
{
	static const char *const names[] = { "/dev/fd/1", "/proc/self/fd/1",
					     "/proc/thread-self/fd/1", "-" };
	struct stat before, now;

	CU_ASSERT_EQUAL(symlink("/proc/self/fd/1", path), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		XM("save", "-c", "x", names[i]);
		CU_ASSERT_EQUAL(result.status, 0);
		CU_ASSERT_STRING_EQUAL(result.err, "");
		CU_ASSERT_EQUAL(strncmp(result.out, "xm saved", 8), 0);
		XM("dump-core", "x", names[i]);
		fake_check_output("core");
	}
	XM("dump-core", "x", path);
	fake_check_output("core");
	CU_ASSERT_EQUAL(lstat(path, &now), 0);
	CU_ASSERT(S_ISLNK(now.st_mode));
	/* A file that the caller has begun: neither emptied nor replaced. */
	for (int i = 0; i < 2; i++) {
		int fd = open(other, O_RDWR | O_CREAT | O_TRUNC, 0644);
		char text[8] = "";

		CU_ASSERT_EQUAL(write(fd, "abc", 3), 3);
		CU_ASSERT_EQUAL(fstat(fd, &before), 0);
		CU_ASSERT_EQUAL(
			fake_end(START(-1, fd, "dump-core", "x", i ? path : "/dev/fd/1")),
			0);
		CU_ASSERT_EQUAL(pread(fd, text, 7, 0), 7);
		CU_ASSERT_STRING_EQUAL(text, "abccore");
		CU_ASSERT_EQUAL(stat(other, &now), 0);
		CU_ASSERT_EQUAL(now.st_ino, before.st_ino);
		close(fd);
	}
	XM("save", "x", "/proc/self/fd/77");
	CU_ASSERT_EQUAL(result.status, 1);
	CU_ASSERT_EQUAL(fake_lines(result.err), 1);
}

static void devices(void)
{
	int pipes[2], sockets[2];
	char text[8] = "", link[64];

	CU_ASSERT_EQUAL(XM("save", "-c", "x", "/dev/null"), 0);
	CU_ASSERT_EQUAL(XM("dump-core", "x", "/dev/null"), 0);
	XM("save", "x", "/dev/full");
	fake_check_failure(1, "No space left on device");
	XM("dump-core", "x", "/dev/full");
	fake_check_failure(1, "No space left on device");
	CU_ASSERT(!fake_find(1)->info.paused);
	CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
	pipes[0] = open(path, O_RDONLY | O_NONBLOCK);
	XM("dump-core", "x", path);
	CU_ASSERT_EQUAL(read(pipes[0], text, sizeof(text)), 4);
	CU_ASSERT_STRING_EQUAL(text, "core");
	close(pipes[0]);
	/* A socket cannot be opened again, but it is open. */
	CU_ASSERT_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	snprintf(link, sizeof(link), "/dev/fd/%d", sockets[1]);
	CU_ASSERT_EQUAL(XM("dump-core", "x", link), 0);
	CU_ASSERT_EQUAL(read(sockets[0], text, sizeof(text)), 4);
	close(sockets[0]);
	close(sockets[1]);
	/* A file that another process has open, and that has no name any more. */
	pipes[0] = memfd_create("f", 0);
	CU_ASSERT_EQUAL(write(pipes[0], "longer than core", 16), 16);
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)getpid(), pipes[0]);
	CU_ASSERT_EQUAL(XM("dump-core", "x", link), 0);
	CU_ASSERT_EQUAL(lseek(pipes[0], 0, SEEK_END), 4);
	close(pipes[0]);
}

/* The reader goes away: as quiet as `yes | head`, and the domain goes on. */
static void closed_pipe(void)
{
	int pipes[2], status;

	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(pipe(pipes), 0);
		close(pipes[0]);
		status =
			fake_end(START(-1, pipes[1], i ? "save" : "dump-core", "x", "-"));
		CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
		CU_ASSERT_STRING_EQUAL(result.err, "");
		CU_ASSERT(!fake_find(1)->info.paused);
		close(pipes[1]);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "temporary names", temporary_name },
		{ "links", links },
		{ "links to another file system", other_file_system },
		{ "wrong names", wrong_names },
		{ "descriptors", descriptors },
		{ "devices and pipes", devices },
		{ "a pipe without a reader", closed_pipe },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "target", NULL, NULL, set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm target", suites);
}
