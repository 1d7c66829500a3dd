// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading the bundle (xen/common/build/bundle.c). Archives lie in buffers of exactly
 * their size, so that the sanitizer sees a byte read beyond the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/build/bundle.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "random.h"

struct archive {
	char bytes[65536];
	size_t size;
};

static void add_bytes(struct archive *a, const void *data, size_t len)
{
	CU_ASSERT_FATAL(len <= sizeof(a->bytes) - a->size);
	memcpy(a->bytes + a->size, data, len);
	a->size += len;
}

static void pad(struct archive *a)
{
	while (a->size % 4)
		add_bytes(a, "", 1);
}

static void add_header(struct archive *a, const char *magic, size_t name_size,
		       size_t size)
{
	char header[128];

	snprintf(header, sizeof(header),
		 "%s%08x%08x%08x%08x%08x%08x%08zX%08x%08x%08x%08x%08zx%08x", magic, 7,
		 0100644, 0, 0, 1, 0x42fe0000, size, 8, 1, 0, 0, name_size, 0);
	add_bytes(a, header, 110);
}

static void add_member(struct archive *a, const char *name, const void *data, size_t size)
{
	add_header(a, "070701", strlen(name) + 1, size);
	add_bytes(a, name, strlen(name) + 1);
	pad(a);
	add_bytes(a, data, size);
	pad(a);
}

static void add_trailer(struct archive *a)
{
	add_member(a, "TRAILER!!!", "", 0);
}

/* What the parser says to the first len bytes, in a buffer of their own. */
static const char *parse_part(const struct archive *a, size_t len, struct bundle *bundle)
{
	char *copy = malloc(len ? len : 1);
	const char *fault;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, a->bytes, len);
	fault = bundle_parse(copy, len, bundle);
	if (!fault) {
		/* What it found is within. */
		const struct bundle_member *members[] = { &bundle->vmlinux,
							  &bundle->initrd,
							  &bundle->cmdline };

		for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
			const char *data = members[i]->data;

			CU_ASSERT(!data ||
				  (data >= copy && members[i]->size <= len &&
				   data - copy <= (long)(len - members[i]->size)));
		}
	}
	free(copy);
	return fault;
}

static const char *parse(const struct archive *a, struct bundle *bundle)
{
	return bundle_parse(a->bytes, a->size, bundle);
}

static void check_fault(const struct archive *a, const char *words)
{
	struct bundle bundle;
	const char *fault = parse_part(a, a->size, &bundle);

	CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault, words));
	if (!strstr(fault, words))
		printf("\"%s\" does not say \"%s\"\n", fault, words);
}

static bool is(const struct bundle_member *member, const char *text)
{
	return member->size == strlen(text) && !memcmp(member->data, text, member->size);
}

static void whole(void)
{
	struct archive a = { .size = 0 };
	struct bundle bundle;

	add_member(&a, "vmlinux", "kernel", 6);
	add_member(&a, "initrd", "first programs", 14);
	add_member(&a, "cmdline", "console=hvc0\n", 13);
	add_trailer(&a);
	CU_ASSERT_PTR_NULL(parse(&a, &bundle));
	CU_ASSERT_TRUE(is(&bundle.vmlinux, "kernel"));
	CU_ASSERT_TRUE(is(&bundle.initrd, "first programs"));
	CU_ASSERT_TRUE(is(&bundle.cmdline, "console=hvc0\n"));
}

static void kernel_alone(void)
{
	struct archive a = { .size = 0 };
	struct bundle bundle;

	add_member(&a, "vmlinux", "kernel", 6);
	add_trailer(&a);
	CU_ASSERT_PTR_NULL(parse(&a, &bundle));
	CU_ASSERT_PTR_NULL(bundle.initrd.data);
	CU_ASSERT_EQUAL(bundle.initrd.size, 0);
	CU_ASSERT_PTR_NULL(bundle.cmdline.data);
}

/* Other members, "./" before names, upper and lower case, a checksum's magic. */
static void varieties(void)
{
	struct archive a = { .size = 0 };
	struct bundle bundle;

	add_member(&a, ".", "", 0);
	add_member(&a, "vmlinux.old", "old", 3);
	add_member(&a, "./initrd", "ABC", 3);
	add_header(&a, "070702", 8, 0x1a);
	add_bytes(&a, "vmlinux", 8);
	pad(&a);
	add_bytes(&a, "abcdefghijklmnopqrstuvwxyz", 26);
	pad(&a);
	add_member(&a, "directory/cmdline", "x", 1);
	add_member(&a, "cmdline", "", 0);
	add_trailer(&a);
	/* Boot loaders and cpio itself pad an archive to a block. */
	add_bytes(&a, "\0\0\0\0\0\0\0\0\0\0\0", 11);
	CU_ASSERT_PTR_NULL(parse(&a, &bundle));
	CU_ASSERT_TRUE(is(&bundle.vmlinux, "abcdefghijklmnopqrstuvwxyz"));
	CU_ASSERT_TRUE(is(&bundle.initrd, "ABC"));
	CU_ASSERT_EQUAL(bundle.cmdline.size, 0);
}

static void no_kernel(void)
{
	struct archive a = { .size = 0 };

	add_trailer(&a);
	check_fault(&a, "no vmlinux");
	a.size = 0;
	add_member(&a, "initrd", "abc", 3);
	add_member(&a, "/vmlinux", "abc", 3);
	add_member(&a, "vmlinux2", "abc", 3);
	add_trailer(&a);
	check_fault(&a, "no vmlinux");
}

static void twice(void)
{
	static const char *const names[] = { "vmlinux", "initrd", "cmdline" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct archive a = { .size = 0 };

		add_member(&a, names[i], "abc", 3);
		add_member(&a, names[i], "abc", 3);
		add_trailer(&a);
		check_fault(&a, "twice");
	}
}

static void no_archive(void)
{
	struct archive a = { .size = 0 };

	check_fault(&a, "ends where a header should stand");
	add_bytes(&a, "070701", 6);
	check_fault(&a, "ends where a header should stand");
	memset(a.bytes, 0, 4096);
	a.size = 4096;
	check_fault(&a, "not a cpio archive");
	a.size = 0;
	add_header(&a, "070707", 8, 0); /* an older form */
	check_fault(&a, "not a cpio archive");
}

static void not_a_number(void)
{
	static const char bad[] = "g/:@G`-+ x\x00\xff";

	for (size_t i = 0; i < sizeof(bad); i++) {
		struct archive a = { .size = 0 };

		add_member(&a, "vmlinux", "kernel", 6);
		add_trailer(&a);
		a.bytes[6 + 6 * 8 + 7] = bad[i]; /* last digit of the data's size */
		check_fault(&a, "no number");
		a.bytes[6 + 6 * 8 + 7] = '6';
		a.bytes[6 + 11 * 8] = bad[i]; /* first digit of the name's */
		check_fault(&a, "no number");
	}
}

static void sizes_beyond_the_end(void)
{
	static const size_t sizes[] = { 7,	    100,	0x7fffffff,
					0x80000000, 0xfffffffc, 0xffffffff };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct archive a = { .size = 0 };

		add_header(&a, "070701", 8, sizes[i]);
		add_bytes(&a, "vmlinux", 8);
		pad(&a);
		add_bytes(&a, "kernel", 6);
		check_fault(&a, "data is cut off");
		a.size = 0;
		add_header(&a, "070701", 8 + sizes[i], 0);
		add_bytes(&a, "vmlinux", 8);
		check_fault(&a, "name is cut off");
	}
}

static void names_without_end(void)
{
	struct archive a = { .size = 0 };

	add_header(&a, "070701", 7, 0);
	add_bytes(&a, "vmlinux", 7);
	check_fault(&a, "name is cut off");
	a.size = 0;
	add_header(&a, "070701", 0, 0);
	add_bytes(&a, "vmlinux", 8);
	check_fault(&a, "name is cut off");
}

static struct archive sample(void)
{
	struct archive a = { .size = 0 };

	add_member(&a, "other", "12345", 5);
	add_member(&a, "vmlinux", "kernel", 6);
	add_member(&a, "./initrd", "programs", 8);
	add_member(&a, "cmdline", "quiet", 5);
	add_trailer(&a);
	return a;
}

/* Cut off anywhere before the trailer is complete, it is refused. */
static void truncated(void)
{
	struct archive a = sample();
	struct bundle bundle;

	CU_ASSERT_PTR_NULL(parse_part(&a, a.size, &bundle));
	for (size_t len = 0; len < a.size; len++) {
		const char *fault = parse_part(&a, len, &bundle);

		/* The padding behind the last name is no part of what it says. */
		CU_ASSERT(fault || a.size - len <= 3);
	}
}

/* Random damage: a fault or a result within the archive, and never a byte beyond it. */
static void damaged(void)
{
	struct archive whole_archive = sample(), a;
	struct bundle bundle;
	int faults = 0;

	for (int round = 0; round < 50000; round++) {
		a = whole_archive;
		for (u64 n = 1 + random_below(4); n; n--) {
			char *at = a.bytes + random_below(a.size);

			*at = random_below(2) ? (char)random_u64()
					      : "0123456789abcdefF"[random_below(17)];
		}
		faults += parse_part(&a, random_below(3) ? a.size : random_below(a.size),
				     &bundle) != NULL;
	}
	CU_ASSERT(faults > 1000);
}

static void garbage(void)
{
	struct archive a;
	struct bundle bundle;

	for (int round = 0; round < 2000; round++) {
		a.size = random_below(2000);
		for (size_t i = 0; i < a.size; i++)
			a.bytes[i] = (char)random_u64();
		if (random_below(2) && a.size >= 6)
			memcpy(a.bytes, "070701", 6);
		CU_ASSERT_PTR_NOT_NULL(parse_part(&a, a.size, &bundle));
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "whole", whole },
		{ "kernel alone", kernel_alone },
		{ "varieties", varieties },
		{ "no kernel", no_kernel },
		{ "twice", twice },
		{ "no archive", no_archive },
		{ "not a number", not_a_number },
		{ "sizes beyond the end", sizes_beyond_the_end },
		{ "names without end", names_without_end },
		{ "truncated", truncated },
		{ "damaged", damaged },
		{ "garbage", garbage },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "bundle", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-bundle", suites);
}
