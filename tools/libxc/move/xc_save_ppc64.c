// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Saving a domain: docs/save-format.md. Its memory, while it runs or not; then, when it
 * does not any more, all that it is besides.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_call.h"
#include "xc_fault.h"
#include "xc_move_ppc64.h"

/* Is it there, and has it not shut down? */
static int check_domain(const struct save *s, xc_dominfo_t *info)
{
	if (xc_domain_getinfo(s->handle, s->domid, 1, info) != 1)
		return xc_fault(0, "domain %u", s->domid);
	if (info->domid != s->domid)
		return xc_fault(ESRCH, "there is no domain %u", s->domid);
	if (info->shutdown || info->crashed || info->dying)
		return xc_fault(EINVAL, "domain %u has shut down", s->domid);
	return 0;
}

/* There is no way to go on without a vCPU. */
static int get_state(struct save *s)
{
	u32 saved = 0;
	long size;

	if (!s->state)
		s->state = malloc(sizeof(*s->state));
	if (!s->state)
		return xc_fault(ENOMEM, "the state of domain %u", s->domid);
	size = xc_ppc_get_domain_state(s->handle, s->domid, s->state->state,
				       sizeof(s->state->state));
	if (size < 0)
		return xc_fault(0, "cannot get the state of domain %u", s->domid);
	if (size > (long)sizeof(s->state->state))
		return xc_fault(EIO, "the state of domain %u takes %ld bytes", s->domid,
				size);
	if (!state_vcpus(s->state->state, size, &s->vcpus))
		return xc_fault(EIO, "the state of domain %u does not tell its vCPUs",
				s->domid);
	s->state_size = size;
	for (u32 v = 0; v < s->vcpus.nr; v++)
		saved += vcpu_is_saved(&s->vcpus, v);
	if (!saved)
		return xc_fault(EINVAL, "domain %u has no vCPU that could go on",
				s->domid);
	return 0;
}

static int log_dirty(struct save *s, unsigned int op)
{
	return xc_shadow_control(s->handle, s->domid, op, NULL, 0, NULL);
}

/* For xc_linux_save(): the first field of 2005, in the machine's byte order. */
static int put_count(struct save *s)
{
	struct iovec piece = { &s->frames.nr, sizeof(s->frames.nr) };

	return stream_write(&s->stream, &piece, 1);
}

static int put_header(struct save *s)
{
	struct stream_header header = {
		.version = to_le32(STREAM_VERSION),
		.byte_order = to_le32(STREAM_LITTLE_ENDIAN),
		.frame_shift = to_le32(XC_PAGE_SHIFT),
		.chunk_frames = to_le32(CHUNK_FRAMES),
		.nr_frames = to_le64(s->frames.nr),
		.populated = to_le64(s->frames.populated),
		.nr_vcpus = to_le32(s->vcpus.nr),
		.flags = to_le32(s->flags),
	};

	memcpy(header.magic, STREAM_MAGIC, sizeof(header.magic));
	stream_platform(header.platform);
	return stream_put_header(&s->stream, &header);
}

/* A record for each run: what has holes, has few. */
static int put_layout(struct save *s)
{
	unsigned long first = 0, count;

	while ((count = frames_run(&s->frames, &first))) {
		struct stream_run run = { to_le64(first), to_le64(count) };

		if (stream_put(&s->stream, STREAM_LAYOUT, &run, sizeof(run)) < 0)
			return -1;
		first += count;
	}
	return 0;
}

static int begin(struct save *s)
{
	if (get_state(s) < 0 || frames_read(&s->frames, s->handle, s->domid) < 0)
		return -1;
	if (!s->frames.populated)
		return xc_fault(EINVAL, "domain %u has no memory", s->domid);
	if (save_memory_prepare(s) < 0 || (s->count_first && put_count(s) < 0) ||
	    put_header(s) < 0)
		return -1;
	return put_layout(s);
}

static int pause_domain(struct save *s)
{
	xc_dominfo_t info;

	if (xc_domain_pause(s->handle, s->domid) < 0)
		return xc_fault(0, "cannot pause domain %u", s->domid);
	s->paused = true;
	return check_domain(s, &info);
}

/* It is paused now: is it still the domain of the header? */
static int check_unchanged(struct save *s)
{
	u32 nr_vcpus = s->vcpus.nr;
	struct frames now;
	bool same;
	int rc;

	if (get_state(s) < 0)
		return -1;
	rc = frames_read(&now, s->handle, s->domid);
	same = now.nr == s->frames.nr && nr_vcpus == s->vcpus.nr &&
	       memcmp(now.mfn, s->frames.mfn, now.nr * sizeof(*now.mfn)) == 0;
	frames_free(&now);
	if (rc == 0 && !same)
		return xc_fault(EAGAIN, "domain %u changed its memory or vCPUs",
				s->domid);
	return rc;
}

static int save_live(struct save *s)
{
	/* Before the first frame is read. */
	if (log_dirty(s, DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY) < 0)
		return xc_fault(0, "cannot log what domain %u writes to", s->domid);
	s->logging = true;
	if (begin(s) < 0 || save_memory_live(s) < 0 || pause_domain(s) < 0)
		return -1;
	return check_unchanged(s);
}

static int put_vcpu(struct save *s, u32 vcpu)
{
	struct stream_vcpu record = { .vcpu = to_le32(vcpu) };

	if (xc_domain_get_vcpu_context(s->handle, s->domid, vcpu, &record.context) != 0)
		return xc_fault(0, "cannot get the registers of vCPU %u of domain %u",
				vcpu, s->domid);
	stream_context_swap(&record.context);
	return stream_put(&s->stream, STREAM_VCPU, &record, sizeof(record));
}

/* Everything but memory, and the end. */
static int put_rest(struct save *s)
{
	struct iovec piece[2] = {
		{ s->state, sizeof(s->state->record) + s->state_size },
	};
	struct stream_end end;

	s->state->record = stream_record(STREAM_STATE, s->state_size);
	if (stream_put_pieces(&s->stream, piece, 1) < 0)
		return -1;
	for (u32 v = 0; v < s->vcpus.nr; v++)
		if (vcpu_is_saved(&s->vcpus, v) && put_vcpu(s, v) < 0)
			return -1;
	end = (struct stream_end){ to_le64(s->stream.records), to_le64(s->pages),
				   to_le64(s->zeros),
				   to_le64(XXH64_digest(&s->stream.sums)) };
	return stream_put(&s->stream, STREAM_END, &end, sizeof(end));
}

static int save(struct save *s)
{
	xc_dominfo_t info;

	if (s->flags & ~XC_PPC_SAVE_LIVE)
		return xc_fault(EINVAL, "saving knows no flags %#x", s->flags);
	if (!domid_fits(s->domid))
		return xc_fault(ESRCH, "there is no domain %u", s->domid);
	if (check_domain(s, &info) < 0)
		return -1;
	s->was_paused = info.paused;
	if (s->flags & XC_PPC_SAVE_LIVE) {
		if (save_live(s) < 0)
			return -1;
	} else if (pause_domain(s) < 0 || begin(s) < 0) {
		return -1;
	}
	return save_memory_last(s) < 0 ? -1 : put_rest(s);
}

/* After a failure it goes on as if nothing had been tried. Keeps errno. */
static void end(struct save *s, bool failed)
{
	int saved = errno;

	if (s->logging)
		log_dirty(s, DOM0_SHADOW_CONTROL_OP_OFF);
	if (failed && s->paused && !s->was_paused)
		xc_domain_unpause(s->handle, s->domid);
	save_memory_free(s);
	frames_free(&s->frames);
	free(s->state);
	errno = saved;
}

int save_domain(struct save *s)
{
	struct quiet quiet;
	int rc;

	stream_quiet(&quiet);
	rc = save(s);
	stream_loud(&quiet);
	end(s, rc < 0);
	return rc;
}

int xc_ppc_linux_save(int xc_handle, int fd, u32 dom, unsigned int flags,
		      xc_ppc_progress_t progress, void *data)
{
	struct save s = { .handle = xc_handle,
			  .domid = dom,
			  .flags = flags,
			  .stream = { .fd = fd },
			  .progress = { .call = progress, .data = data } };

	return save_domain(&s);
}
