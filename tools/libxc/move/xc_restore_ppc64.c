// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Restoring a domain: docs/save-format.md. Nothing in the stream is believed, and the
 * domain gets what makes it run only when the end has been seen, and was right.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_call.h"
#include "xc_fault.h"
#include "xc_move_ppc64.h"

/* Made for this: it has nothing yet. */
static int check_domain(const struct restore *r)
{
	xc_dominfo_t info;

	if (!domid_fits(r->domid))
		return xc_fault(ESRCH, "there is no domain %u", r->domid);
	if (xc_domain_getinfo(r->handle, r->domid, 1, &info) != 1)
		return xc_fault(0, "domain %u", r->domid);
	if (info.domid != r->domid)
		return xc_fault(ESRCH, "there is no domain %u", r->domid);
	if (info.nr_pages)
		return xc_fault(EINVAL, "domain %u has memory already", r->domid);
	return 0;
}

/* Does the stream describe a domain that this machine could run? */
static int check_machine(const struct stream_header *h)
{
	char here[STREAM_PLATFORM];

	stream_platform(here);
	if (from_le32(h->byte_order) != STREAM_LITTLE_ENDIAN ||
	    from_le32(h->frame_shift) != XC_PAGE_SHIFT ||
	    from_le32(h->chunk_frames) != CHUNK_FRAMES)
		return xc_fault(EPROTO, "the saved domain is of another kind of machine");
	if (memcmp(h->platform, here, sizeof(here)) != 0)
		return xc_fault(EPROTO, "the saved domain ran on a %.*s, this is a %.*s",
				STREAM_PLATFORM, h->platform, STREAM_PLATFORM, here);
	if (from_le32(h->flags) & ~XC_PPC_SAVE_LIVE)
		return xc_fault(EPROTO, "the saved domain has flags that are not known");
	if (from_le64(h->reserved))
		return xc_fault(EPROTO, "the saved domain's reserved bytes are not 0");
	return 0;
}

static int check_size(struct restore *r, const struct stream_header *h)
{
	u64 nr = from_le64(h->nr_frames), populated = from_le64(h->populated);

	r->nr_vcpus = from_le32(h->nr_vcpus);
	if (!populated || populated > nr || nr > MAX_FRAMES || nr % CHUNK_FRAMES ||
	    populated % CHUNK_FRAMES || !r->nr_vcpus || r->nr_vcpus > MAX_VIRT_CPUS)
		return xc_fault(EPROTO,
				"the saved domain cannot have %llu frames of %llu "
				"and %u vCPUs",
				(unsigned long long)populated, (unsigned long long)nr,
				r->nr_vcpus);
	if (r->limit && populated > r->limit)
		return xc_fault(ENOMEM, "the saved domain has %llu frames, more than %lu",
				(unsigned long long)populated, r->limit);
	r->nr_frames = nr;
	r->populated = populated;
	r->progress.total = populated;
	return 0;
}

/* The hypervisor keeps to it too. No domain can have more than MAX_FRAMES. */
static int set_limit(const struct restore *r)
{
	u64 frames = r->limit < MAX_FRAMES ? r->limit : MAX_FRAMES;

	if (xc_domain_limit(r->handle, r->domid, frames * (XC_PAGE_SIZE / 1024)) < 0)
		return xc_fault(0, "cannot limit the memory of domain %u", r->domid);
	return 0;
}

static int begin(struct restore *r)
{
	struct stream_header header;

	if (check_domain(r) < 0)
		return -1;
	r->is_new = true;
	if (r->sets_limit && r->limit && set_limit(r) < 0)
		return -1;
	if (stream_get_header(&r->stream, &header) < 0 || check_machine(&header) < 0 ||
	    check_size(r, &header) < 0)
		return -1;
	return restore_memory_prepare(r);
}

/* What is right in itself, but not here. */
static int bad_record(const struct restore *r, const char *what)
{
	return xc_fault(EPROTO,
			"the saved domain is not as it should be: record %llu, %s",
			(unsigned long long)r->stream.records, what);
}

static int get_state(struct restore *r, u32 length)
{
	if (!length || length > sizeof(r->state) || r->state_size)
		return bad_record(r, "its state");
	if (stream_get(&r->stream, r->state, length) < 0)
		return -1;
	if (!state_vcpus(r->state, length, &r->vcpus) || r->vcpus.nr != r->nr_vcpus)
		return bad_record(r, "its state");
	r->state_size = length;
	return 0;
}

static int get_vcpu(struct restore *r, u32 length)
{
	struct stream_vcpu record;
	u32 vcpu;

	if (length != sizeof(record) || !r->state_size)
		return bad_record(r, "a vCPU");
	if (stream_get(&r->stream, &record, sizeof(record)) < 0)
		return -1;
	vcpu = from_le32(record.vcpu);
	if (vcpu >= MAX_VIRT_CPUS || !vcpu_is_saved(&r->vcpus, vcpu) ||
	    r->has_context[vcpu] || from_le32(record.reserved))
		return bad_record(r, "a vCPU");
	stream_context_swap(&record.context);
	r->context[vcpu] = record.context;
	r->has_context[vcpu] = true;
	return 0;
}

/* Is it all there? */
static bool complete(const struct restore *r)
{
	u32 contexts = 0;

	for (u32 v = 0; v < r->nr_vcpus; v++) {
		if (vcpu_is_saved(&r->vcpus, v) != r->has_context[v])
			return false;
		contexts += r->has_context[v];
	}
	return contexts && restore_memory_complete(r);
}

static int get_end(struct restore *r, u32 length)
{
	struct stream_end end;
	u64 records = r->stream.records;
	u64 sum = XXH64_digest(&r->stream.sums);

	if (length != sizeof(end))
		return bad_record(r, "its end");
	if (stream_get(&r->stream, &end, sizeof(end)) < 0)
		return -1;
	if (from_le64(end.records) != records || from_le64(end.pages) != r->pages ||
	    from_le64(end.zeros) != r->zeros || from_le64(end.sum) != sum)
		return xc_fault(EBADMSG,
				"the saved domain is damaged: records are not all there");
	if (!r->state_size || !complete(r))
		return bad_record(r, "something is missing");
	r->ended = true;
	return 0;
}

/* A record whose type or version is of another library. */
static int skip_record(struct restore *r, const struct stream_record *record)
{
	if (!(from_le16(record->flags) & STREAM_RECORD_OPTIONAL))
		return xc_fault(EPROTO,
				"record %llu of the saved domain is of type %u, version "
				"%u, which this library does not know",
				(unsigned long long)r->stream.records,
				from_le32(record->type), from_le16(record->version));
	return stream_skip(&r->stream, from_le32(record->length));
}

static int get_payload(struct restore *r, const struct stream_record *record)
{
	u32 length = from_le32(record->length);

	if (from_le16(record->flags) & ~STREAM_RECORD_OPTIONAL)
		return bad_record(r, "its flags");
	if (from_le32(record->reserved))
		return bad_record(r, "its reserved bytes");
	if (from_le16(record->version) != STREAM_RECORD_VERSION)
		return skip_record(r, record);
	switch (from_le32(record->type)) {
	case STREAM_LAYOUT:
		return restore_layout(r, length);
	case STREAM_PAGES:
		return restore_pages(r, length);
	case STREAM_ZEROS:
		return restore_zeros(r, length);
	case STREAM_STATE:
		return get_state(r, length);
	case STREAM_VCPU:
		return get_vcpu(r, length);
	case STREAM_END:
		return get_end(r, length);
	default:
		return skip_record(r, record);
	}
}

static int get_records(struct restore *r)
{
	struct stream_record record;

	while (!r->ended)
		if (stream_get_record(&r->stream, &record) < 0 ||
		    get_payload(r, &record) < 0 || stream_get_sum(&r->stream) < 0 ||
		    restore_populate(r) < 0)
			return -1;
	return 0;
}

static int set_state(struct restore *r)
{
	static const char *const why[] = {
		[XEN_PPC_REFUSED_TYPE] = "is not known to this hypervisor",
		[XEN_PPC_REFUSED_VERSION] =
			"is of a version not known to this hypervisor",
		[XEN_PPC_REFUSED_TWICE] = "is there twice",
		[XEN_PPC_REFUSED_MISSING] = "is missing",
		[XEN_PPC_REFUSED_VALUE] = "is not as it should be",
	};
	struct state_refusal refusal;

	if (state_set(r->handle, r->domid, r->state, r->state_size, &refusal) == 0)
		return 0;
	if (refusal.why && refusal.why < sizeof(why) / sizeof(why[0]))
		return xc_fault(EPROTO,
				"the state of the saved domain is refused: its record "
				"of type %u %s",
				refusal.record, why[refusal.why]);
	return xc_fault(0, "cannot set the state of domain %u", r->domid);
}

/* The vCPUs are made, and get their registers. */
static int revive(struct restore *r)
{
	if (set_state(r) < 0)
		return -1;
	for (u32 v = 0; v < r->nr_vcpus; v++)
		if (r->has_context[v] &&
		    vcpu_set_context(r->handle, r->domid, v, &r->context[v]) < 0)
			return xc_fault(0,
					"cannot set the registers of vCPU %u of domain "
					"%u",
					v, r->domid);
	return 0;
}

struct restore *restore_alloc(int handle, int fd, u32 domid, unsigned long limit)
{
	struct restore *r = calloc(1, sizeof(*r));

	if (!r) {
		xc_fault(ENOMEM, "restoring domain %u", domid);
		return NULL;
	}
	r->handle = handle;
	r->stream.fd = fd;
	r->domid = domid;
	r->limit = limit;
	return r;
}

int restore_domain(struct restore *r)
{
	int rc = -1, saved;

	if (begin(r) == 0 && get_records(r) == 0)
		rc = revive(r);
	saved = errno;
	restore_memory_free(r);
	errno = saved;
	return rc;
}

int xc_ppc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
			 xc_ppc_progress_t progress, void *data)
{
	struct restore *r = restore_alloc(xc_handle, io_fd, dom, nr_pfns);
	int rc, saved;

	if (!r)
		return -1;
	r->progress.call = progress;
	r->progress.data = data;
	rc = restore_domain(r);
	saved = errno;
	free(r);
	errno = saved;
	return rc;
}
