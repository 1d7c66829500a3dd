// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading the bundle: a cpio archive in the "newc" form, a header of 6 + 13 * 8 ASCII
 * characters, the name, the data; name and data each padded to a multiple of 4 bytes.
 */
#include <xen/build/bundle.h>
#include <xen/lib.h>
#include <xen/string.h>

#define MAGIC_LEN  6
#define FIELD_LEN  8
#define HEADER_LEN 110
#define FIELD_SIZE 6  /* c_filesize's place among the fields */
#define FIELD_NAME 11 /* c_namesize's */
#define TRAILER	   "TRAILER!!!"

struct reader {
	const char *archive;
	size_t size;
	size_t at;
};

struct member {
	const char *name;
	struct bundle_member content;
};

static bool parse_field(const char *header, size_t number, size_t *value)
{
	const char *p = header + MAGIC_LEN + number * FIELD_LEN;

	*value = 0;
	for (unsigned int i = 0; i < FIELD_LEN; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			*value = *value << 4 | (size_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			*value = *value << 4 | (size_t)((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* Takes len bytes and the padding behind them. NULL: the archive ends before. */
static const char *take(struct reader *r, size_t len)
{
	const char *start = r->archive + r->at;

	if (len > r->size - r->at)
		return NULL;
	r->at += len;
	r->at = min(ROUND_UP(r->at, 4), r->size);
	return start;
}

static const char *next_member(struct reader *r, struct member *m)
{
	size_t name_len, size;
	const char *header;

	if (r->size - r->at < HEADER_LEN)
		return "bundle: it ends where a header should stand";
	header = r->archive + r->at;
	if (memcmp(header, "070701", MAGIC_LEN) && memcmp(header, "070702", MAGIC_LEN))
		return "bundle: not a cpio archive of the newc form";
	if (!parse_field(header, FIELD_SIZE, &size) ||
	    !parse_field(header, FIELD_NAME, &name_len))
		return "bundle: a header holds something that is no number";
	r->at += HEADER_LEN;
	m->name = take(r, name_len);
	if (!m->name || !name_len || m->name[name_len - 1] != '\0')
		return "bundle: a member's name is cut off";
	m->content.data = take(r, size);
	m->content.size = size;
	return m->content.data ? NULL : "bundle: a member's data is cut off";
}

/* Where a member belongs; "./vmlinux" is what some cpio programs write for "vmlinux". */
static struct bundle_member *find_slot(struct bundle *bundle, const char *name)
{
	if (!strncmp(name, "./", 2))
		name += 2;
	if (!strcmp(name, "vmlinux"))
		return &bundle->vmlinux;
	if (!strcmp(name, "initrd"))
		return &bundle->initrd;
	if (!strcmp(name, "cmdline"))
		return &bundle->cmdline;
	return NULL;
}

const char *bundle_parse(const void *archive, size_t size, struct bundle *bundle)
{
	struct reader r = { .archive = archive, .size = size };
	struct bundle_member *slot;
	const char *fault;
	struct member m;

	memset(bundle, 0, sizeof(*bundle));
	for (;;) {
		fault = next_member(&r, &m);
		if (fault)
			return fault;
		if (!strcmp(m.name, TRAILER))
			break;
		slot = find_slot(bundle, m.name);
		if (!slot)
			continue;
		if (slot->data)
			return "bundle: a member stands in it twice";
		*slot = m.content;
	}
	return bundle->vmlinux.data ? NULL : "bundle: it holds no vmlinux";
}
