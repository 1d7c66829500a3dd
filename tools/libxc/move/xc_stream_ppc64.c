// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The bytes of a saved domain: complete reads and writes on whatever can be read and
 * written, records and their checksums. What is in them: xc_save_ppc64.c.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "xc_fault.h"
#include "xc_stream_ppc64.h"

/* A context is 64-bit numbers throughout, but for four of 32 bits. */
void stream_context_swap(vcpu_guest_context_t *context)
{
	cpu_user_regs_t *regs = &context->user_regs;
	size_t narrow = offsetof(cpu_user_regs_t, dsisr) / sizeof(u64);
	u64 *word = (u64 *)context;

	for (size_t i = 0; i < sizeof(*context) / sizeof(*word); i++)
		if (i < narrow || i >= sizeof(*regs) / sizeof(*word))
			word[i] = htole64(word[i]);
	regs->dsisr = htole32(regs->dsisr);
	regs->cr = htole32(regs->cr);
	regs->__pad = htole32(regs->__pad);
	regs->entry_vector = htole32(regs->entry_vector);
}

/* After a failure: may it be tried again? Waits for one that does not block. */
static bool again(int fd, short events)
{
	struct pollfd wait = { .fd = fd, .events = events };

	if (errno == EAGAIN)
		return poll(&wait, 1, -1) >= 0 || errno == EINTR;
	return errno == EINTR;
}

/* What has been written of the pieces is taken off them. Returns how many are left. */
static int advance(struct iovec **piece, int nr, size_t written)
{
	while (nr && written >= (*piece)->iov_len) {
		written -= (*piece)->iov_len;
		(*piece)++;
		nr--;
	}
	if (nr) {
		(*piece)->iov_base = (char *)(*piece)->iov_base + written;
		(*piece)->iov_len -= written;
	}
	return nr;
}

int stream_write(struct stream *s, struct iovec *piece, int nr)
{
	while (nr) {
		ssize_t n = writev(s->fd, piece, nr);

		if (n < 0) {
			if (again(s->fd, POLLOUT))
				continue;
			return xc_fault(0, "cannot write at byte %llu",
					(unsigned long long)s->offset);
		}
		s->offset += n;
		nr = advance(&piece, nr, n);
	}
	return 0;
}

/* A checksum is complete: all of them have one too. */
static le64 account(struct stream *s, u64 sum)
{
	le64 bytes = to_le64(sum);

	XXH64_update(&s->sums, &bytes, sizeof(bytes));
	return bytes;
}

int stream_put_pieces(struct stream *s, struct iovec *piece, int nr)
{
	le64 sum = account(s, stream_sum(piece[0].iov_base, piece[0].iov_len));

	piece[nr] = (struct iovec){ &sum, sizeof(sum) };
	s->records++;
	return stream_write(s, piece, nr + 1);
}

int stream_put(struct stream *s, enum stream_type type, const void *payload, size_t size)
{
	struct {
		struct stream_record record;
		char payload[STREAM_MOST];
	} whole = { stream_record(type, size), { 0 } };
	struct iovec piece[2] = { { &whole, sizeof(whole.record) + size } };

	memcpy(whole.payload, payload, size);
	return stream_put_pieces(s, piece, 1);
}

static u64 header_sum(const struct stream_header *header)
{
	return stream_sum(header, offsetof(struct stream_header, sum));
}

int stream_put_header(struct stream *s, struct stream_header *header)
{
	struct iovec piece = { header, sizeof(*header) };

	XXH64_reset(&s->sums, 0);
	header->sum = account(s, header_sum(header));
	return stream_write(s, &piece, 1);
}

int stream_read(struct stream *s, void *to, size_t size)
{
	char *at = to;

	for (size_t left = size; left;) {
		ssize_t n = read(s->fd, at, left);

		if (n < 0 && again(s->fd, POLLIN))
			continue;
		if (n < 0)
			return xc_fault(0, "cannot read at byte %llu",
					(unsigned long long)s->offset);
		if (n == 0)
			return xc_fault(
				ENODATA,
				"the saved domain is truncated: it ends at byte %llu",
				(unsigned long long)s->offset);
		s->offset += n;
		at += n;
		left -= n;
	}
	return 0;
}

int stream_get(struct stream *s, void *to, size_t size)
{
	if (stream_read(s, to, size) < 0)
		return -1;
	XXH64_update(&s->record, to, size);
	return 0;
}

int stream_get_record(struct stream *s, struct stream_record *record)
{
	XXH64_reset(&s->record, 0);
	return stream_get(s, record, sizeof(*record));
}

int stream_skip(struct stream *s, u32 length)
{
	char bytes[STREAM_MOST];

	while (length) {
		u32 now = length < sizeof(bytes) ? length : sizeof(bytes);

		if (stream_get(s, bytes, now) < 0)
			return -1;
		length -= now;
	}
	return 0;
}

int stream_damaged(const struct stream *s)
{
	return xc_fault(EBADMSG,
			"the saved domain is damaged: record %llu, up to byte %llu",
			(unsigned long long)s->records, (unsigned long long)s->offset);
}

int stream_get_sum(struct stream *s)
{
	u64 sum = XXH64_digest(&s->record);
	le64 bytes;

	if (stream_read(s, &bytes, sizeof(bytes)) < 0)
		return -1;
	if (from_le64(bytes) != sum)
		return stream_damaged(s);
	account(s, sum);
	s->records++;
	return 0;
}

int stream_get_header(struct stream *s, struct stream_header *header)
{
	u32 version;

	XXH64_reset(&s->sums, 0);
	if (stream_read(s, header, sizeof(header->magic)) < 0)
		return -1;
	if (memcmp(header->magic, STREAM_MAGIC, sizeof(header->magic)) != 0)
		return xc_fault(EPROTO, "this is no saved domain");
	if (stream_read(s, &header->version, sizeof(header->version)) < 0)
		return -1;
	version = from_le32(header->version);
	if (version != STREAM_VERSION)
		return xc_fault(
			EPROTO,
			"the saved domain is of version %u, saved by %s library: this "
			"one reads version %u",
			version, version < STREAM_VERSION ? "an older" : "a newer",
			STREAM_VERSION);
	if (stream_read(s, &header->byte_order,
			sizeof(*header) - offsetof(struct stream_header, byte_order)) < 0)
		return -1;
	if (header_sum(header) != from_le64(header->sum))
		return xc_fault(EBADMSG, "the saved domain is damaged: its header");
	account(s, from_le64(header->sum));
	return 0;
}

/* Blocked, the signal stays pending, and is taken before anyone sees it. */
void stream_quiet(struct quiet *q)
{
	sigset_t set, old, pending;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigemptyset(&pending);
	sigpending(&pending);
	q->pending = sigismember(&pending, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	q->blocked = sigismember(&old, SIGPIPE);
}

void stream_loud(const struct quiet *q)
{
	const struct timespec none = { 0 };
	int saved = errno;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	if (!q->pending)
		while (sigtimedwait(&set, NULL, &none) < 0 && errno == EINTR)
			;
	if (!q->blocked)
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	errno = saved;
}
