// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's configurations: valid, wrong and hostile ones. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"
#include "cunit-main.h"

/* What was printed on stderr between begin() and end(). */
static char said[4096];
static int said_fd, stderr_fd;

static void begin(void)
{
	fflush(stderr);
	said_fd = memfd_create("err", 0);
	stderr_fd = dup(STDERR_FILENO);
	dup2(said_fd, STDERR_FILENO);
}

static void end(void)
{
	ssize_t n;

	fflush(stderr);
	n = pread(said_fd, said, sizeof(said) - 1, 0);
	said[n < 0 ? 0 : n] = 0;
	dup2(stderr_fd, STDERR_FILENO);
	close(stderr_fd);
	close(said_fd);
}

static struct json_object *config;

/* Read the text as a new configuration "f"; messages go to `said`. */
static int read_text(const char *text, size_t size)
{
	/* An exact copy, so that the sanitizer sees a read past its end. */
	char *copy = malloc(size ? size : 1);
	int rc;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, text, size);
	json_object_put(config);
	config = config_new();
	begin();
	rc = config_read_text(config, "f", copy, size);
	end();
	free(copy);
	return rc;
}

static void good(const char *text)
{
	CU_ASSERT_EQUAL(read_text(text, strlen(text)), 0);
	CU_ASSERT_STRING_EQUAL(said, "");
}

static void bad(const char *text, const char *message)
{
	CU_ASSERT_EQUAL(read_text(text, strlen(text)), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, message));
	if (!strstr(said, message))
		printf("    %s: %s", text, said);
	/* Exactly one line was printed. */
	CU_ASSERT_PTR_EQUAL(strchr(said, '\n'), said + strlen(said) - 1);
}

static void tear_down(void)
{
	json_object_put(config);
	config = NULL;
}

static void known_forms(void)
{
	good("# an example\n"
	     "kernel = \"/boot/vmlinux\"   # the kernel\n"
	     "ramdisk='/boot/initrd'\r\n"
	     "\n"
	     "memory\t=\t0x100;\n"
	     "name = 'a.b_c-1'; vcpus = 2\n"
	     "extra = 'a # b' \" c\\\"d\\\\e\\tf\"\n"
	     "disk = [ # none\n"
	     "  ]\n"
	     "vif = []\n"
	     "on_crash = 'coredump-restart'\n"
	     "cpu_weight = 2.5");
	CU_ASSERT_STRING_EQUAL(config_string(config, "kernel"), "/boot/vmlinux");
	CU_ASSERT_STRING_EQUAL(config_string(config, "ramdisk"), "/boot/initrd");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 256);
	CU_ASSERT_STRING_EQUAL(config_string(config, "name"), "a.b_c-1");
	CU_ASSERT_EQUAL(config_number(config, "vcpus"), 2);
	CU_ASSERT_STRING_EQUAL(config_string(config, "extra"), "a # b c\"d\\e\tf");
	CU_ASSERT_EQUAL(config_action(config, "on_crash"), ACTION_COREDUMP_RESTART);
	CU_ASSERT_DOUBLE_EQUAL(config_weight(config), 2.5, 0.001);
}

static void presets(void)
{
	good("");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 128);
	CU_ASSERT_EQUAL(config_number(config, "vcpus"), 1);
	CU_ASSERT_EQUAL(config_action(config, "on_poweroff"), ACTION_DESTROY);
	CU_ASSERT_EQUAL(config_action(config, "on_reboot"), ACTION_RESTART);
	CU_ASSERT_EQUAL(config_action(config, "on_crash"), ACTION_RESTART);
	CU_ASSERT_STRING_EQUAL(config_string(config, "root"), "");
	CU_ASSERT_EQUAL(config_weight(config), 0);
}

static void later_ones_win(void)
{
	good("memory = 64\nmemory = 65\n");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 65);
}

static void all_actions(void)
{
	static const char *const names[] = { "destroy",		 "restart",
					     "preserve",	 "coredump-destroy",
					     "coredump-restart", "rename-restart" };
	char text[64];

	for (int i = 0; i < 6; i++) {
		snprintf(text, sizeof(text), "on_reboot = '%s'", names[i]);
		good(text);
		CU_ASSERT_EQUAL(config_action(config, "on_reboot"), (enum action)i);
	}
	bad("on_reboot = 'explode'", "f:1: on_reboot: must be destroy, restart,");
}

static void cpus_forms(void)
{
	good("cpus = '0-3,^2'");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "0-3,^2");
	good("cpus = 3");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "3");
	good("cpus = [ 1, '3-4', ]");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "1,3-4");
	good("cpus = ''");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "");
	bad("cpus = []", "f:1: cpus: ");
	bad("cpus = 'x'", "f:1: cpus: ");
	bad("cpus = 64", "f:1: cpus: ");
	bad("cpus = 1.5", "f:1: cpus: ");
}

static void wrong_lines(void)
{
	bad("\n\nimport os\n", "f:3: not of the form key = value");
	bad("= 3", "f:1: not of the form key = value");
	bad("memory", "f:1: not of the form key = value");
	bad("memory =", "f:1: a value is missing");
	bad("memory = # 3\nx = 4", "f:1: a value is missing");
	bad("memory = 64 65", "f:1: there is something after the value");
	bad("memory = 0", "f:1: memory must be a number from 1 to");
	bad("memory = -64", "f:1: memory must be a number from 1 to");
	bad("memory = 64.5", "f:1: memory must be a number from 1 to");
	bad("memory = 9999999999999999999999", "f:1: ");
	bad("memory = 0100", "f:1: a number begins with 0");
	bad("memory = 64M", "f:1: this is not a number");
	bad("memory = [64]", "f:1: memory must be a number from 1 to");
	bad("vcpus = 33", "f:1: vcpus must be a number from 1 to 32");
	bad("name = x", "f:1: not a value: strings are written in quotes");
	bad("name = 3", "f:1: name: must be a string");
	bad("\nname = 'x", "f:2: a string has no end on its line");
	bad("name = 'x\ny'", "f:1: a string has no end on its line");
	bad("name = 'x\\q'", "f:1: an unknown escape");
	bad("name = 'x\\", "f:1: a string has no end on its line");
	bad("cpu_weight = 'a'", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = 0", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = 10.5", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = nan", "f:1: not a value");
	bad("cpu_weight = 0nan", "f:1: this is not a number");
}

/* Programs that write configurations quote numbers. */
static void quoted_numbers(void)
{
	static const char *const right[] = { "'128'",	    "\"128\"",	"' 128 '",
					     "'\\t128\\n'", "'+128'",	"'0128'",
					     "'0x80'",	    "'1' '28'", "'0X80'" };
	static const char *const wrong[] = { "'12x'",	"''",	 "' '",	   "'1 2'",
					     "'64.5'",	"'-1'",	 "'0'",	   "'0x'",
					     "'--1'",	"'+ 1'", "'0x-1'", "'1_0'",
					     "'64M'",	"'1e2'", "'nan'",  "'inf'",
					     "'0x1p3'", "'0b1'", "'128,'", "['64']",
					     "True",	"[]" };
	char text[128];

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		snprintf(text, sizeof(text), "memory = %s", right[i]);
		good(text);
		CU_ASSERT_EQUAL(config_number(config, "memory"), 128);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "\nmemory = %s", wrong[i]);
		bad(text, "f:2: memory must be a number from 1 to");
		snprintf(text, sizeof(text), "\nvcpus = %s", wrong[i]);
		bad(text, "f:2: vcpus must be a number from 1 to 32");
	}
	bad("memory = '99999999999999999999999999999999999999'", "f:1: memory must be");
	good("vcpus = '2'\ncpu_weight = ' 2.5 '\ncpus = ' 3 '");
	CU_ASSERT_EQUAL(config_number(config, "vcpus"), 2);
	CU_ASSERT_DOUBLE_EQUAL(config_weight(config), 2.5, 0.001);
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "3");
	good("cpu_weight = \"2\"");
	CU_ASSERT_DOUBLE_EQUAL(config_weight(config), 2, 0.001);
	good("cpu_weight = '0.2e1'");
	CU_ASSERT_DOUBLE_EQUAL(config_weight(config), 2, 0.001);
	bad("\ncpu_weight = '2x'", "f:2: cpu_weight: a weight is a number");
	bad("cpu_weight = 'nan'", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = 'inf'", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = '-1'", "f:1: cpu_weight: a weight is a number");
	bad("cpu_weight = True", "f:1: cpu_weight: a weight is a number");
	/* Strings that look like numbers stay strings. */
	good("extra = ' 0x10 '\nroot = '1'\nname = 'x1'");
	CU_ASSERT_STRING_EQUAL(config_string(config, "extra"), " 0x10 ");
	CU_ASSERT_STRING_EQUAL(config_string(config, "root"), "1");
}

/* Python's words: only keys that are not known here take truth values. */
static void words_of_python(void)
{
	static const char text[] = "acpi = True\npae = False; usb = None\nx = [ True ]\n";

	CU_ASSERT_EQUAL(read_text(text, strlen(text)), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "f:1: warning: unknown setting 'acpi'\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "f:2: warning: unknown setting 'usb'\n"));
	good("memory = 64\nmemory = None\nramdisk = '/r'\nramdisk = None # none\n"
	     "on_crash = 'destroy'\non_crash = None");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 128);
	CU_ASSERT_STRING_EQUAL(config_string(config, "ramdisk"), "");
	CU_ASSERT_EQUAL(config_action(config, "on_crash"), ACTION_RESTART);
	bad("name = True", "f:1: name: must be a string");
	bad("name = Truth", "f:1: not a value");
	bad("name = None5", "f:1: not a value");
	bad("name = None 5", "f:1: there is something after the value");
	bad("disk = None = 5", "f:1: there is something after the value");
}

/* Files of other systems: a byte order mark, CR LF at the ends of lines. */
static void other_systems(void)
{
	good("\xef\xbb\xbfmemory = 64\r\n");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 64);
	good("\xef\xbb\xbf");
	good("\xef\xbb\xbf# comment\r\n\r\nmemory = '65'\r\ncpus = [ 1,\r\n 2 ]\r\n"
	     "name = 'x' ; vcpus = 2 # x\r\nroot = 'a'\r\n");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "1,2");
	CU_ASSERT_STRING_EQUAL(config_string(config, "root"), "a");
	CU_ASSERT_EQUAL(config_number(config, "memory"), 65);
	bad("\xef\xbb\xbf\r\nmemory = '12x'\r\n", "f:2: memory must be a number");
	bad("memory = 64\n\xef\xbb\xbfvcpus = 1", "f:2: not of the form");
	bad("\xef\xbb", "f:1: not of the form");
	bad("name = 'x\r\n'", "f:1: a string has no end on its line");
	CU_ASSERT_EQUAL(read_text("\xff\xfem\0=\0001\0", 8), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "f: not a text"));
}

static void wrong_lists(void)
{
	bad("disk = [ 'phy:a,b,w' ]", "f:1: disk: there are no virtual disks yet");
	bad("vif = [ '' ]", "f:1: vif: there are no virtual networks yet");
	bad("vif = ''", "f:1: vif: must be a list");
	bad("\nvif = [\n\n", "f:4: the list that begins in line 2 lacks its end");
	bad("vif = [ 1 2 ]",
	    "f:1: the list that begins in line 1 lacks its end or a comma");
	bad("vif = [ , ]", "f:1: not a value");
	bad("vif = [[]]", "f:1: a list must not contain a list");
}

static void unknown_keys(void)
{
	static const char text[] = "builder = 'linux'\nmemory = 65\n";

	CU_ASSERT_EQUAL(read_text(text, strlen(text)), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "f:1: warning: unknown setting 'builder'\n"));
	CU_ASSERT_EQUAL(config_number(config, "memory"), 65);
}

static void names(void)
{
	char name[80] = "name = '", *at = name + strlen(name);

	memset(at, 'x', 63);
	strcpy(at + 63, "'");
	good(name);
	strcpy(at + 63, "x'");
	bad(name, "f:1: a name has up to 63");
	bad("name = ''", "f:1: a name has up to 63");
	bad("name = '../x'", "f:1: a name has up to 63");
	bad("name = '.x'", "f:1: a name has up to 63");
	bad("name = '-x'", "f:1: a name has up to 63");
	bad("name = 'a b'", "f:1: a name has up to 63");
	bad("name = '12'", "f:1: '12' stands for a number");
	bad("name = 'Domain-0'", "f:1: 'Domain-0' stands for a number");
}

static void no_text(void)
{
	CU_ASSERT_EQUAL(read_text("memory = 64\0\n", 13), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "f: not a text"));
}

static int assign(const char *key, const char *value)
{
	int rc;

	begin();
	rc = config_assign(config, key, key, value);
	end();
	return rc;
}

static void assignments(void)
{
	good("");
	CU_ASSERT_EQUAL(assign("memory", "65"), 0);
	CU_ASSERT_EQUAL(assign("name", "x9"), 0);
	CU_ASSERT_EQUAL(assign("extra", "'a' b=c"), 0);
	CU_ASSERT_EQUAL(assign("root", ""), 0);
	CU_ASSERT_EQUAL(assign("cpus", "0-1"), 0);
	CU_ASSERT_EQUAL(assign("disk", "[ ]"), 0);
	CU_ASSERT_EQUAL(config_number(config, "memory"), 65);
	CU_ASSERT_STRING_EQUAL(config_string(config, "name"), "x9");
	CU_ASSERT_STRING_EQUAL(config_string(config, "extra"), "'a' b=c");
	CU_ASSERT_STRING_EQUAL(config_string(config, "cpus"), "0-1");
	CU_ASSERT_EQUAL(assign("vcpus", " '3' "), 0);
	CU_ASSERT_EQUAL(config_number(config, "vcpus"), 3);
	CU_ASSERT_EQUAL(assign("vcpus", "+4"), 0);
	CU_ASSERT_EQUAL(config_number(config, "vcpus"), 4);
	CU_ASSERT_EQUAL(assign("vcpus", "'4x'"), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "vcpus must be a number from 1 to 32"));
	CU_ASSERT_EQUAL(assign("memory", "65x"), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "memory: this is not a number"));
	CU_ASSERT_EQUAL(assign("memory", "65 66"), -1);
	CU_ASSERT_EQUAL(assign("memory", "lots"), -1);
	CU_ASSERT_EQUAL(assign("disk", "[ 1"), -1);
	CU_ASSERT_EQUAL(config_number(config, "memory"), 65);
}

static void check_cmdline(const char *text, const char *expected)
{
	char *line;

	good(text);
	line = config_cmdline(config);
	CU_ASSERT_STRING_EQUAL(line, expected);
	free(line);
}

static void cmdline(void)
{
	check_cmdline("", "");
	check_cmdline("root = '/dev/vda ro'", "root=/dev/vda ro");
	check_cmdline("extra = 'quiet'", "quiet");
	check_cmdline("extra = 'quiet'\nroot = '/dev/vda'", "root=/dev/vda quiet");
	check_cmdline("extra = 'quiet'\ncmdline = 'all of it'", "all of it");
}

static int finish(void)
{
	int rc;

	begin();
	rc = config_finish(config);
	end();
	return rc;
}

static void what_must_be_there(void)
{
	char here[512];

	good("kernel = 'vmlinux'");
	CU_ASSERT_EQUAL(finish(), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "the domain has no name"));
	good("name = 'x'");
	CU_ASSERT_EQUAL(finish(), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "the domain has no kernel"));
	good("name = 'x'\nkernel = 'vmlinux'\nramdisk = '/boot/initrd'");
	CU_ASSERT_EQUAL(finish(), 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(here, sizeof(here) - 8));
	strcat(here, "/vmlinux");
	CU_ASSERT_STRING_EQUAL(config_string(config, "kernel"), here);
	CU_ASSERT_STRING_EQUAL(config_string(config, "ramdisk"), "/boot/initrd");
}

static bool json_is_config(const char *text)
{
	struct json_object *from = json_tokener_parse(text), *made;

	begin();
	made = config_from_json("j", from);
	end();
	json_object_put(from);
	json_object_put(made);
	return made != NULL;
}

static void from_json(void)
{
	CU_ASSERT(json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"memory\":64}"));
	CU_ASSERT(!json_is_config("[]"));
	CU_ASSERT(!json_is_config("null"));
	CU_ASSERT(!json_is_config("{}"));
	CU_ASSERT(!json_is_config("{\"name\":\"x\",\"kernel\":\"k\"}"));
	CU_ASSERT(
		!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"ramdisk\":\"r\"}"));
	CU_ASSERT(!json_is_config("{\"name\":\"../x\",\"kernel\":\"/k\"}"));
	CU_ASSERT(!json_is_config("{\"name\":null,\"kernel\":\"/k\"}"));
	CU_ASSERT(!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\\u0000\"}"));
	CU_ASSERT(
		!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"memory\":\"64\"}"));
	CU_ASSERT(!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"memory\":1e99}"));
	CU_ASSERT(
		!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"cpu_weight\":[]}"));
	CU_ASSERT(!json_is_config("{\"name\":\"x\",\"kernel\":\"/k\",\"cpus\":{}}"));
	CU_ASSERT(!json_is_config(
		"{\"name\":\"x\",\"kernel\":\"/k\",\"cpu_weight\":true}"));
}

/* Valid pieces in random order: the sanitizer checks all accesses. */
static void fuzz(void)
{
	static const char *const pieces[] = {
		"memory", "name", "cpus",     "disk",	"cpu_weight", "=",     "[",
		"]",	  ",",	  "'",	      "\"",	"\\",	      "\n",    "#",
		";",	  " ",	  "-",	      "1",	"0x",	      "9e999", "None",
		"True",	  ".",	  "on_crash", "kernel", "é",	      "x",     "\t"
	};
	unsigned int accepted = 0, refused = 0;
	char text[256];

	srand(1);
	for (int i = 0; i < 20000; i++) {
		size_t size = 0;

		for (int n = rand() % 12; n >= 0; n--) {
			const char *piece =
				pieces[rand() % (sizeof(pieces) / sizeof(pieces[0]))];

			memcpy(text + size, piece, strlen(piece));
			size += strlen(piece);
		}
		if (read_text(text, size) == 0)
			accepted++;
		else
			refused++;
	}
	CU_ASSERT(accepted > 100);
	CU_ASSERT(refused > 100);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "all forms", known_forms },
		{ "presets", presets },
		{ "later ones win", later_ones_win },
		{ "actions", all_actions },
		{ "cpus", cpus_forms },
		{ "wrong lines", wrong_lines },
		{ "numbers in quotes", quoted_numbers },
		{ "words of Python", words_of_python },
		{ "files of other systems", other_systems },
		{ "wrong lists", wrong_lists },
		{ "unknown keys", unknown_keys },
		{ "names", names },
		{ "no text", no_text },
		{ "assignments on the command line", assignments },
		{ "the kernel's command line", cmdline },
		{ "what must be there", what_must_be_there },
		{ "from JSON", from_json },
		{ "fuzz", fuzz },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "config", NULL, NULL, NULL, tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm config", suites);
}
