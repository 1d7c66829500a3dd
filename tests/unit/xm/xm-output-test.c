// SPDX-License-Identifier: GPL-2.0-or-later
/* What xm prints: on any descriptor, and as JSON that is always valid. */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <json-c/json.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cunit-main.h"
#include "json.h"
#include "xm-fake.h"

/* More than a pipe holds. */
#define MESSAGES 300000

/* Read all with pauses, as a slow terminal does; returns the number of bytes. */
static size_t read_slowly(int fd, char *text, size_t size)
{
	size_t done = 0;
	ssize_t n;

	usleep(50000);
	while (done < size && (n = read(fd, text + done, size - done)) > 0)
		done += (size_t)n;
	return done;
}

/* Nothing is lost in a pipe that does not block, of stdout and of stderr. */
static void not_blocking(void)
{
	static char text[MESSAGES];
	int pipes[2];
	pid_t child;

	xen->list_size = 40000;
	CU_ASSERT_EQUAL(pipe2(pipes, O_NONBLOCK), 0);
	fcntl(pipes[0], F_SETFL, 0);
	child = START(-1, pipes[1], "pfn-list", "--all", "0");
	close(pipes[1]);
	/* A line of ranges, since the frames are consecutive, and all frames. */
	CU_ASSERT_EQUAL(read_slowly(pipes[0], text, 1), 1);
	CU_ASSERT(read_slowly(pipes[0], text, sizeof(text)) == sizeof(text));
	while (read(pipes[0], text, sizeof(text)) > 0)
		;
	CU_ASSERT_EQUAL(fake_end(child), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	close(pipes[0]);
}

/* An input that does not block is waited for. */
static void input_not_blocking(void)
{
	char path[256];
	int pipes[2], image;
	char text[4096];
	ssize_t size;
	pid_t child;

	fake_create_x();
	strcpy(path, fake_path("image"));
	CU_ASSERT_EQUAL(XM("save", "x", path), 0);
	image = open(path, O_RDONLY);
	size = read(image, text, sizeof(text));
	close(image);
	CU_ASSERT_EQUAL(pipe2(pipes, O_NONBLOCK), 0);
	child = START(pipes[0], -1, "restore", "-");
	usleep(50000);
	CU_ASSERT_EQUAL(write(pipes[1], text, (size_t)size), size);
	CU_ASSERT_EQUAL(fake_end(child), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	close(pipes[0]);
	close(pipes[1]);
}

static void close_out(void)
{
	close(STDOUT_FILENO);
}

static void close_all(void)
{
	for (int fd = 0; fd < 3; fd++)
		close(fd);
}

static void ignore_pipe(void)
{
	signal(SIGPIPE, SIG_IGN);
}

/* Each command that prints fails with one line if it cannot. */
static void lost_output(void)
{
	static const char *const words[][3] = {
		{ "list" },	     { "list", "--json" }, { "list", "--long" },
		{ "info" },	     { "info", "--json" }, { "dmesg" },
		{ "vcpu-list" },     { "top", "-n1" },	   { "pfn-list", "0" },
		{ "domid", "x" },    { "domname", "x" },   { "help" },
		{ "--version" },     { "list", "--help" }, { "help", "save" },
		{ "sched-bvt", "x" }
	};
	int full = open("/dev/full", O_WRONLY), status;

	fake_create_x();
	strcpy(xen->messages, "a message");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		status = fake_end(START(-1, full, words[i][0], words[i][1]));
		CU_ASSERT(WIFEXITED(status));
		CU_ASSERT_EQUAL(WEXITSTATUS(status), 1);
		CU_ASSERT_PTR_NOT_NULL(
			strstr(result.err, "standard output: No space left on device\n"));
		CU_ASSERT_EQUAL(fake_lines(result.err), 1);
	}
	/* The domain has been started all the same. */
	status = fake_end(START(-1, full, "create", "name=y", "kernel=/k"));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 1);
	CU_ASSERT(fake_find(2)->info.running);
	close(full);
	/* Closed descriptors are not taken by files of xm. */
	fake_before = close_out;
	XM("list");
	fake_check_failure(1, "standard output: Bad file descriptor");
	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	fake_before = close_all;
	CU_ASSERT_EQUAL(XM("unpause", "x"), 0);
	CU_ASSERT(fake_find(1)->info.running);
}

/* Without a reader: silent, unless the caller ignores the signal. */
static void lost_reader(void)
{
	int status, pipes[2], silent[2];

	fake_create_x();
	CU_ASSERT_EQUAL(pipe(pipes), 0);
	close(pipes[0]);
	fake_before = NULL;
	status = fake_end(START(-1, pipes[1], "list"));
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	/* Also where nothing is to be written: it waits for the domain and for stdin. */
	CU_ASSERT_EQUAL(pipe(silent), 0);
	status = fake_end(START(silent[0], pipes[1], "console", "x"));
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
	close(silent[0]);
	close(silent[1]);
	fake_write(fake_find(1), "text");
	status = fake_end(START(-1, pipes[1], "console", "x"));
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	/* For the killed console, which could not. */
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
	fake_before = ignore_pipe;
	status = fake_end(START(-1, pipes[1], "list"));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 1);
	CU_ASSERT_STRING_EQUAL(result.err, "xm: standard output: Broken pipe\n");
	close(pipes[1]);
}

static bool is_utf8(const char *text)
{
	static char out[1 << 20];
	iconv_t conversion = iconv_open("UTF-32LE", "UTF-8");
	char *from = (char *)text, *to = out;
	size_t size = strlen(text), room = sizeof(out);
	bool valid = iconv(conversion, &from, &size, &to, &room) != (size_t)-1;

	iconv_close(conversion);
	return valid;
}

/* Every pair of bytes, and some longer ones, in a string: valid text, and back again. */
static void any_bytes(void)
{
	static const char *const longer[] = {
		"\xc3\xa9",	    "\xe2\x82\xac",	"\xf0\x9f\x98\x80",
		"\xed\x9f\xbf",	    "\xed\xa0\x80",	"\xe0\x80\x80",
		"\xf4\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf0\x80\x80\x80",
		"\xee\xbe\x80",	    "\xee\xbf\xbf",	"\xee\xbd\xbf",
		"\xef\x80\x80",	    "\xee\xbe",		"\xee\xbe\xee\xbe\x80"
	};
	char bytes[64];
	unsigned int wrong = 0;

	for (unsigned int i = 0x0101; i < 0x10000 + sizeof(longer) / sizeof(longer[0]);
	     i++) {
		struct json_object *object, *back;
		char *text;

		if (i < 0x10000)
			snprintf(bytes, sizeof(bytes), "a%c%cb", (int)(i >> 8),
				 (int)(i & 0xff));
		else
			snprintf(bytes, sizeof(bytes), "%s", longer[i - 0x10000]);
		object = json_object_new_string(bytes);
		text = json_text(object, JSON_C_TO_STRING_PLAIN);
		if (i >= 0x8000 || i % 251 == 0)
			wrong += !is_utf8(text);
		back = json_parse(text, strlen(text));
		wrong += !back || strcmp(json_object_get_string(back), bytes) != 0;
		json_object_put(back);
		json_object_put(object);
		free(text);
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

static void json_form(void)
{
	struct json_object *object = json_object_new_string("\xe9 \xc3\xa9 \xee\xbe\x80");
	char *text = json_text(object, JSON_C_TO_STRING_PLAIN);
	char two[] = "{}{}", empty[] = "", number[] = "12";

	CU_ASSERT_STRING_EQUAL(
		text, "\"\xee\xbf\xa9 \xc3\xa9 \xee\xbf\xae\xee\xbe\xbe\xee\xbe\x80\"");
	free(text);
	json_object_put(object);
	CU_ASSERT_PTR_NULL(json_parse(two, 4));
	CU_ASSERT_PTR_NULL(json_parse(empty, 0));
	/* The end of the buffer is not looked beyond. */
	CU_ASSERT_PTR_NULL(json_parse(number, 1));
}

static void check_json(const char *wanted)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *object;

	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT(is_utf8(result.out));
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, wanted));
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, result.out, (int)strlen(result.out));
	CU_ASSERT_PTR_NOT_NULL(object);
	json_object_put(object);
	json_tokener_free(tokener);
}

/* A path and a command line that are not UTF-8 stay as they are, and the JSON is valid.
 */
static void json_of_commands(void)
{
	static const char kernel[] = "kernel=/k\xff\xe9", extra[] = "extra=x=\xe9\x01";
	char path[256], text[4096] = "";
	int fd;

	XM("create", "-n", "name=x", kernel, extra);
	check_json("\"/k\xee\xbf\xbf\xee\xbf\xa9\"");
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", kernel, extra), 0);
	CU_ASSERT_STRING_EQUAL(fake_find(1)->kernel, kernel + 7);
	CU_ASSERT_STRING_EQUAL(fake_find(1)->cmdline, extra + 6);
	XM("list", "--json", "x");
	check_json("\"x=\xee\xbf\xa9\\u0001\"");
	XM("list", "--long", "x");
	CU_ASSERT(is_utf8(result.out));
	fd = open(fake_path("run/domains/1.json"), O_RDONLY);
	CU_ASSERT(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	CU_ASSERT(is_utf8(text));
	/* The saved domain's strings are read as what they were. */
	strcpy(path, fake_path("image"));
	CU_ASSERT_EQUAL(XM("save", "x", path), 0);
	EVENTUALLY(!xen->watched);
	CU_ASSERT_EQUAL(XM("restore", path), 0);
	XM("list", "--json", "x");
	check_json("\"x=\xee\xbf\xa9\\u0001\"");
	check_json("\"/k\xee\xbf\xbf\xee\xbf\xa9\"");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "output that does not block", not_blocking },
		{ "input that does not block", input_not_blocking },
		{ "output that is lost", lost_output },
		{ "a reader that is gone", lost_reader },
		{ "JSON of any bytes", any_bytes },
		{ "JSON: its form", json_form },
		{ "JSON of commands", json_of_commands },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "output", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm output", suites);
}
