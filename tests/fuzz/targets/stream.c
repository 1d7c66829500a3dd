// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A saved domain as libxc restores it (tools/libxc/move), into a domain of these fakes.
 *
 * No input would have right checksums by chance. So the first byte says whether the rest
 * is a stream as it stands, or one without checksums, which are then put in. Frames are
 * not in the input either: they are zeros, of the size of this machine's pages.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "target.h"
#include "xc_call.h"
#include "xc_move_ppc64.h"
#include "xc_osdep.h"
#include "xc_private.h"

#define DOMAIN	   1
#define MOST_MEM   (4 * CHUNK_FRAMES)
#define STREAM_MAX (1 << 20)

/* ---- the domain ---- */

static unsigned long frames_given;
static bool hole[MOST_MEM / CHUNK_FRAMES];

int xc_domain_getinfo(int xc_handle, u32 first_domid, unsigned int max_doms,
		      xc_dominfo_t *info)
{
	(void)xc_handle;
	(void)max_doms;
	*info = (xc_dominfo_t){ .domid = (u16)first_domid };
	return 1;
}

/* Any limit holds: nothing is taken from the domain by it. */
int xc_domain_limit(int handle, u32 domid, memory_t max_memkb)
{
	(void)handle;
	(void)domid;
	(void)max_memkb;
	return 0;
}

int xc_physinfo(int xc_handle, xc_physinfo_t *info)
{
	(void)xc_handle;
	*info = (xc_physinfo_t){ .total_pages = MOST_MEM, .free_pages = MOST_MEM };
	return 0;
}

int xc_dom_mem_op(int xc_handle, unsigned int memop, unsigned long *extent_list,
		  unsigned int nr_extents, unsigned int extent_order, domid_t domid)
{
	(void)xc_handle;
	(void)extent_order;
	(void)domid;
	if (memop == MEMOP_increase_reservation) {
		must(nr_extents <= MOST_MEM);
		frames_given = nr_extents;
		return (int)nr_extents;
	}
	for (unsigned int i = 0; i < nr_extents; i++) {
		must(extent_list[i] < frames_given);
		hole[extent_list[i] / CHUNK_FRAMES] = true;
	}
	return (int)nr_extents;
}

int frames_read(struct frames *frames, int handle, u32 domid)
{
	unsigned long nr = frames_given;

	(void)handle;
	(void)domid;
	while (nr && hole[(nr - 1) / CHUNK_FRAMES])
		nr -= CHUNK_FRAMES;
	*frames = (struct frames){ .nr = nr };
	frames->mfn = calloc(nr ? nr : 1, sizeof(*frames->mfn));
	must(frames->mfn != NULL);
	for (unsigned long pfn = 0; pfn < nr; pfn++) {
		bool gone = hole[pfn / CHUNK_FRAMES];

		frames->mfn[pfn] = gone ? NO_FRAME : pfn;
		frames->populated += !gone;
	}
	return 0;
}

void frames_free(struct frames *frames)
{
	free(frames->mfn);
	*frames = (struct frames){ .nr = 0 };
}

void *frames_map(const struct frames *frames, int handle, u32 domid, int prot,
		 const unsigned long *pfn, unsigned int nr)
{
	(void)handle;
	(void)domid;
	(void)prot;
	for (unsigned int i = 0; i < nr; i++)
		must(pfn[i] < frames->nr && frames->mfn[pfn[i]] != NO_FRAME);
	return malloc((size_t)nr * XC_PAGE_SIZE);
}

void osdep_unmap(void *p, size_t size)
{
	(void)size;
	free(p);
}

unsigned long *bitmap_alloc(unsigned long bits)
{
	return calloc(bits / 64 + 1, sizeof(unsigned long));
}

/* ---- calls that set its state and registers ---- */

static dom0_op_t op;

dom0_op_t *xc_dom0_begin(struct xc_call *call, int handle, u32 cmd)
{
	*call = (struct xc_call){ .handle = handle };
	op = (dom0_op_t){ .cmd = cmd };
	return &op;
}

int xc_dom0_issue(struct xc_call *call)
{
	(void)call;
	return 0;
}

void xc_call_end(struct xc_call *call)
{
	(void)call;
}

struct xc_magic magicalloc_raw(struct xc_call *call, size_t size)
{
	(void)call;
	(void)size;
	return (struct xc_magic){ 0 };
}

int xc_bounce(struct xc_call *call, void *user, size_t size, enum xc_dir dir,
	      unsigned long *addr)
{
	(void)call;
	(void)dir;
	must(user && size);
	*addr = (unsigned long)user;
	return 0;
}

/* ---- the stream ---- */

static unsigned char stream[STREAM_MAX];
static size_t stream_size;

static void put(const void *data, size_t size)
{
	must(size <= sizeof(stream) - stream_size);
	memcpy(stream + stream_size, data, size);
	stream_size += size;
}

/* What is left of the input. */
struct input {
	const uint8_t *data;
	size_t size;
};

/* As many bytes as are asked for; those that are missing are 0. */
static void take(struct input *in, void *to, size_t size)
{
	size_t n = in->size < size ? in->size : size;

	memset(to, 0, size);
	if (n)
		memcpy(to, in->data, n);
	in->data += n;
	in->size -= n;
}

static u64 put_header(struct input *in)
{
	struct stream_header h = { .magic = STREAM_MAGIC,
				   .version = to_le32(STREAM_VERSION),
				   .byte_order = to_le32(STREAM_LITTLE_ENDIAN),
				   .frame_shift = to_le32(XC_PAGE_SHIFT),
				   .chunk_frames = to_le32(CHUNK_FRAMES) };
	uint8_t chosen[4];
	u64 sum;

	/* Chunks of its address space, and with memory; vCPUs; flags. */
	take(in, chosen, sizeof(chosen));
	h.nr_frames = to_le64(chosen[0] * CHUNK_FRAMES);
	h.populated = to_le64(chosen[1] * CHUNK_FRAMES);
	h.nr_vcpus = to_le32(chosen[2]);
	h.flags = to_le32(chosen[3]);
	stream_platform(h.platform);
	sum = stream_sum(&h, offsetof(struct stream_header, sum));
	h.sum = to_le64(sum);
	put(&h, sizeof(h));
	return sum;
}

/* Of frames, which are zeros, and their sums, as many as a payload has room for. */
static size_t put_frames(size_t left)
{
	static const char zeros[XC_PAGE_SIZE];
	size_t nr = left / (sizeof(le64) + sizeof(zeros));
	le64 sum = to_le64(stream_sum(zeros, sizeof(zeros)));

	for (size_t i = 0; i < nr; i++)
		put(&sum, sizeof(sum));
	return nr;
}

/* One record, whose header and payload come from the input. */
static void put_record(struct input *in, XXH64_state_t *sums, u64 *records)
{
	static const char zeros[XC_PAGE_SIZE];
	size_t start = stream_size, nr = 0, length;
	struct stream_record record;
	unsigned char payload[STREAM_MOST];
	le64 sum;

	take(in, &record, sizeof(record));
	length = from_le32(record.length);
	put(&record, sizeof(record));
	if (from_le32(record.type) == STREAM_PAGES && length > XC_PAGE_SIZE &&
	    length < 4 * XC_PAGE_SIZE) {
		size_t head = length % (sizeof(le64) + XC_PAGE_SIZE);

		head = head < sizeof(payload) ? head : sizeof(payload);
		take(in, payload, head);
		put(payload, head);
		nr = put_frames(length - head);
	} else {
		length = length < sizeof(payload) ? length : sizeof(payload);
		take(in, payload, length);
		if (from_le32(record.type) == STREAM_END &&
		    length == sizeof(struct stream_end)) {
			struct stream_end *end = (struct stream_end *)payload;

			end->records = to_le64(*records);
			end->sum = to_le64(XXH64_digest(sums));
		}
		put(payload, length);
	}
	sum = to_le64(stream_sum(stream + start, stream_size - start));
	for (size_t i = 0; i < nr; i++)
		put(zeros, sizeof(zeros));
	put(&sum, sizeof(sum));
	XXH64_update(sums, &sum, sizeof(sum));
	++*records;
}

static void put_stream(struct input *in)
{
	XXH64_state_t sums;
	u64 records = 0, sum;
	le64 first;

	stream_size = 0;
	sum = put_header(in);
	first = to_le64(sum);
	XXH64_reset(&sums, 0);
	XXH64_update(&sums, &first, sizeof(first));
	while (in->size && stream_size < sizeof(stream) - 5 * XC_PAGE_SIZE)
		put_record(in, &sums, &records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t as_it_is;
	int fd;

	take(&in, &as_it_is, sizeof(as_it_is));
	if (as_it_is & 1) {
		stream_size = in.size < sizeof(stream) ? in.size : sizeof(stream);
		memcpy(stream, in.data, stream_size);
	} else {
		put_stream(&in);
	}
	fd = file_with(stream, stream_size);
	frames_given = 0;
	memset(hole, 0, sizeof(hole));
	if (xc_ppc_linux_restore(0, fd, DOMAIN, 0, NULL, NULL) < 0)
		must(*xc_ppc_fault() && errno);
	close(fd);
	return 0;
}
