// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings of the environment: each case in a process that has made no call yet. */
#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "xc_call.h"

static const struct {
	const char *size, *mode;
	unsigned long room; /* 0: the kernel's page */
	bool by_offsets;
	unsigned int lines; /* on stderr */
} cases[] = {
	{ NULL, NULL, 0, false, 0 },
	{ "4096", NULL, 4096, false, 0 },
	{ "0x1000", "magic", 4096, false, 0 },
	{ "010000", NULL, 4096, false, 0 },
	{ "2048", NULL, 0, false, 0 },
	{ "4097", NULL, 0, false, 0 },
	{ "12288", NULL, 0, false, 0 },
	{ "131072", NULL, 0, false, 0 },
	{ "0", NULL, 0, false, 0 },
	{ "", NULL, 0, false, 0 },
	{ "4096 ", NULL, 0, false, 0 },
	{ "-4096", NULL, 0, false, 0 },
	{ " 4096", NULL, 0, false, 0 },
	{ "4k", NULL, 0, false, 0 },
	{ "18446744073709555712", NULL, 0, false, 0 }, /* 4096 beyond the end */
	{ NULL, "offset", 0, true, 0 },
	{ "4096", "offset", 4096, true, 0 },
	{ NULL, "magic", 0, false, 0 },
	{ NULL, "", 0, false, 1 },
	{ NULL, "Offset", 0, false, 1 },
	{ NULL, "offset ", 0, false, 1 },
	{ "4096", "magical", 4096, false, 1 },
};
static unsigned int now;

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void one_case(void)
{
	int err = memfd_create("err", 0), old = dup(2);
	unsigned int lines = 0;
	char text[1000] = "";
	struct xc_call call;
	xc_dominfo_t info;

	set("XC_MAGIC_PAGE_SIZE", cases[now].size);
	set("XC_HYPERCALL_MODE", cases[now].mode);
	fake.by_offset = fake.translates = 0;
	dup2(err, 2);
	errno = EXDEV;
	CHECK(xc_call_begin(&call, handle) == 0);
	CHECK(errno == EXDEV);
	CHECK(xc_call_room(&call) ==
	      (cases[now].room ? cases[now].room : fake.page_size));
	/* The environment is read once: later changes are ignored, without a message. */
	set("XC_HYPERCALL_MODE", "rubbish");
	CHECK(xc_domain_getinfo(handle, 0, 1, &info) == 1);
	xc_call_end(&call);
	dup2(old, 2);
	CHECK((fake.by_offset == 1) == cases[now].by_offsets);
	CHECK((fake.translates == 0) == cases[now].by_offsets);
	CHECK(pread(err, text, sizeof(text) - 1, 0) >= 0);
	for (const char *c = text; *c; c++)
		lines += *c == '\n';
	CHECK(lines == cases[now].lines);
	if (lines)
		CHECK(strstr(text, "XC_HYPERCALL_MODE") != NULL);
}

static void environment(void)
{
	for (now = 0; now < sizeof(cases) / sizeof(cases[0]); now++) {
		bool good = in_child(one_case);

		CU_ASSERT_TRUE(good);
		if (!good)
			printf("    size %s, mode %s\n",
			       cases[now].size ? cases[now].size : "-",
			       cases[now].mode ? cases[now].mode : "-");
	}
}

/* A list read through a smaller page: more windows, the same frames. */
static void read_by_4k(void)
{
	static unsigned long frames[2000];
	unsigned int before = fake.hypercalls;

	setenv("XC_MAGIC_PAGE_SIZE", "4096", 1);
	fake_domain(1, 2000, 3);
	CHECK(xc_get_pfn_list(handle, 1, frames, 2000) == 2000);
	CHECK(fake.hypercalls - before == 5);
	CHECK(frames[1999] == xen.domain[1].p2m[xen.domain[1].nr_pfns - 1]);
}

static void smaller_page(void)
{
	CU_ASSERT_TRUE(in_child(read_by_4k));
}

CU_TestInfo libxc_settings_tests[] = {
	{ "sizes and modes", environment },
	{ "a list through 4 KiB", smaller_page },
	CU_TEST_INFO_NULL,
};
