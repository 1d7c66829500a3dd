// SPDX-License-Identifier: GPL-2.0-or-later
/* Save and restore domains for tests: see libxc-saved.h. */
#include "libxc-ops.h"
#include "libxc-saved.h"

unsigned long *frame_of(unsigned int d, unsigned long pfn)
{
	return (unsigned long *)(xen.domain[d].inside->memory + pfn * XC_PAGE_SIZE);
}

void fill_frame(unsigned int d, unsigned long pfn, unsigned long seed)
{
	unsigned long *word = frame_of(d, pfn);

	for (size_t i = 0; i < XC_PAGE_SIZE / sizeof(*word); i++)
		word[i] = seed * (0x9e3779b97f4a7c15 * (pfn + 1) + i * i);
}

static void fill_context(vcpu_guest_context_t *context, unsigned long seed)
{
	u64 *word = (u64 *)context;

	for (size_t i = 0; i < sizeof(*context) / sizeof(*word); i++)
		word[i] = seed * 0x9e3779b97f4a7c15 + i;
}

void old_domain(unsigned int chunks)
{
	unsigned long nr = chunks * CHUNK;
	struct fake_inside *in;

	fake_domain(OLD, nr, 0);
	in = fake_inside(OLD);
	for (unsigned long pfn = 0; pfn < nr; pfn += 1 + pfn % 37)
		fill_frame(OLD, pfn, 1);
	memset(frame_of(OLD, 40), 0, XC_PAGE_SIZE);
	frame_of(OLD, 40)[XC_PAGE_SIZE / sizeof(long) - 1] = 1; /* not quite zero */
	in->timebase = 0x123456789a;
	in->nr_vcpus = 3;
	in->vcpu_flags[0] = XEN_PPC_VCPU_INITIALISED;
	in->vcpu_flags[1] = XEN_PPC_VCPU_INITIALISED;
	in->vcpu_flags[2] = XEN_PPC_VCPU_STOPPED;
	in->other_size = 204;
	memset(in->other, 0x31, in->other_size);
	fill_context(&in->context[0], 3);
	fill_context(&in->context[1], 4);
	xen.shadow_pages = nr;
	memset(xen.dirty, 0, sizeof(xen.dirty));
	xen.free_frames = 3 * CHUNK;
}

void new_domain(void)
{
	fake_domain(NEW, 0, 0);
	fake_inside(NEW)->nr_vcpus = 1;
	xen.free_frames = 3 * CHUNK;
}

bool cannot_run(void)
{
	const struct fake_inside *in = xen.domain[NEW].inside;

	return in->states == 0 && in->contexts == 0;
}

bool is_restored(void)
{
	const struct fake_domain *old = &xen.domain[OLD], *new = &xen.domain[NEW];
	const struct fake_inside *from = old->inside, *to = new->inside;

	if (to->states != 1 || to->contexts != 3 || from->timebase != to->timebase ||
	    from->nr_vcpus != to->nr_vcpus ||
	    memcmp(from->vcpu_flags, to->vcpu_flags, sizeof(to->vcpu_flags)) != 0 ||
	    from->other_size != to->other_size ||
	    memcmp(from->other, to->other, to->other_size) != 0 ||
	    memcmp(from->context, to->context, 2 * sizeof(to->context[0])) != 0 ||
	    old->nr_pfns != new->nr_pfns)
		return false;
	for (unsigned long pfn = 0; pfn < old->nr_pfns; pfn++) {
		if ((old->p2m[pfn] == FAKE_HOLE) != (new->p2m[pfn] == FAKE_HOLE))
			return false;
		if (old->p2m[pfn] != FAKE_HOLE &&
		    memcmp(frame_of(OLD, pfn), frame_of(NEW, pfn), XC_PAGE_SIZE) != 0)
			return false;
	}
	return true;
}

int file_with(const void *bytes, size_t size)
{
	int fd = memfd_create("saved", 0);

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

int save_old(struct saved *to, unsigned int flags, xc_ppc_progress_t progress, void *data)
{
	int fd = file_with("", 0);
	int rc = xc_ppc_linux_save(handle, fd, OLD, flags, progress, data);
	int saved = errno;

	to->size = lseek(fd, 0, SEEK_CUR);
	to->bytes = malloc(to->size + 1);
	if (pread(fd, to->bytes, to->size, 0) != (ssize_t)to->size)
		abort();
	close(fd);
	errno = saved;
	return rc;
}

int restore_new(const struct saved *from, size_t size)
{
	int fd = file_with(from->bytes, size), rc, saved;

	new_domain();
	rc = xc_ppc_linux_restore(handle, fd, NEW, 0, NULL, NULL);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

struct stream_record *next_record(const struct saved *s, size_t *offset)
{
	struct stream_record *record = (struct stream_record *)(s->bytes + *offset);

	if (*offset >= s->size || *offset % sizeof(le32))
		return NULL;
	*offset += sizeof(*record) + from_le32(record->length) + sizeof(le64);
	return record;
}

struct stream_record *record_of(const struct saved *s, enum stream_type type)
{
	size_t offset = sizeof(struct stream_header);
	struct stream_record *record;

	while ((record = next_record(s, &offset)))
		if (from_le32(record->type) == type)
			return record;
	abort();
}

/* Correct the sums of a record's frames; returns their size, 0 if the length is wrong. */
static size_t sign_frames(struct stream_record *record)
{
	const struct stream_pages *pages = (struct stream_pages *)(record + 1);
	size_t head =
		sizeof(*pages) + from_le32(pages->nr_runs) * sizeof(struct stream_run);
	size_t length = from_le32(record->length), nr;
	unsigned char *sums = (unsigned char *)pages + head;

	if (from_le32(record->type) != STREAM_PAGES || length < head)
		return 0;
	nr = (length - head) / (sizeof(le64) + XC_PAGE_SIZE);
	for (size_t i = 0; i < nr; i++) {
		const unsigned char *frames = sums + nr * sizeof(le64);
		le64 sum = to_le64(stream_sum(frames + i * XC_PAGE_SIZE, XC_PAGE_SIZE));

		memcpy(sums + i * sizeof(sum), &sum, sizeof(sum));
	}
	return nr;
}

/* Store a sum and add it to the sum of the stream. */
static void put_sum(unsigned char *to, u64 value, XXH64_state_t *sums)
{
	le64 sum = to_le64(value);

	memcpy(to, &sum, sizeof(sum));
	XXH64_update(sums, &sum, sizeof(sum));
}

void sign(struct saved *s)
{
	size_t offset = sizeof(struct stream_header), size, frames;
	struct stream_record *record;
	XXH64_state_t sums;

	XXH64_reset(&sums, 0);
	size = offset - sizeof(le64);
	put_sum(s->bytes + size, stream_sum(s->bytes, size), &sums);
	while ((record = next_record(s, &offset))) {
		if (offset > s->size) /* a wrong length */
			return;
		if (from_le32(record->type) == STREAM_END)
			((struct stream_end *)(record + 1))->sum =
				to_le64(XXH64_digest(&sums));
		frames = sign_frames(record) * XC_PAGE_SIZE;
		size = sizeof(*record) + from_le32(record->length);
		put_sum((unsigned char *)record + size, stream_sum(record, size - frames),
			&sums);
	}
}
