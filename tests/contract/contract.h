/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dialect of the contract's cases: which call gives which result, and what it may
 * change. A case sees only the public interface, so that it runs on the build machine,
 * against the hypervisor's sources and the fakes, and in dom0, against the real one.
 */
#ifndef TESTS_CONTRACT_H
#define TESTS_CONTRACT_H

#include <errno.h>
#include <string.h>

#include "public-types.h"

#include <public/xen.h>
#include <public/dom0_ops.h>
#include <public/version.h>

#include "driver.h"

#define FRAME_SIZE    (1UL << XEN_PPC_FRAME_SHIFT)
#define CHUNK_SIZE    (1UL << XEN_PPC_CHUNK_SHIFT)
#define CHUNK_FRAMES  (CHUNK_SIZE / FRAME_SIZE)
#define CHUNK_ORDER   (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))

/* xen_version's answer: the interface is that of Xen 3.0. */
#define XEN_3_0 (3 << 16)

/* Domains: those that cases make, and one that does not exist. */
enum { A = 10, B = 20, C = 0x7000, NO_DOMAIN = 0x7abc };

/* Addresses: an op, its buffer of 64 KiB, and those that are not the caller's. */
#define PAGE	contract_page
#define BUFFER	(contract_page + FRAME_SIZE)
#define BORDER	contract_border
#define END	contract_end
#define NOWHERE 0x7000000000000000UL
#define TOP	(~0UL)

/* As the pointer of an op. */
static inline void *at(unsigned long gpa)
{
	return (void *)(uintptr_t)gpa;
}

/* The caller's memory at one of the places of driver.h. */
void caller_write(unsigned long gpa, const void *data, size_t size);
void caller_read(unsigned long gpa, void *data, size_t size);
void caller_fill(unsigned long gpa, u8 byte, size_t size);
/* Whether all of these bytes still have that value. */
bool caller_filled(unsigned long gpa, u8 byte, size_t size);
unsigned long caller_word(unsigned long gpa, unsigned long index);
void caller_set_word(unsigned long gpa, unsigned long index, unsigned long value);

/* What a row is repeated for, with another value in the field or argument `at`. */
enum contract_each {
	ONCE,
	EACH_NO_DOMAIN, /* numbers that no domain has */
	EACH_NO_VCPU,	/* vCPUs that a domain of one does not have */
	EACH_BAD_PLACE, /* addresses where `size` bytes are not all the caller's; and 0 */
	EACH_BAD_PLACE_BUT_0,
};

/*
 * A row: a call and its result. A dom0 op that fails changes no byte of itself before
 * `changes`, by default none at all, nor of the memory before the caller's end; one that
 * succeeds may change its payload. None changes the bytes around the op.
 */
struct contract_call {
	long result;
	unsigned long number, arg[5];
	dom0_op_t op;
	enum contract_each each;
	size_t at, size, changes;
	unsigned int line;
	const char *file;
};

/* A dom0 op; the fields of its payload follow. */
#define OP(wanted, command, member, ...)                     \
	.result = (wanted), .number = __HYPERVISOR_dom0_op,  \
	.op = { .cmd = DOM0_##command,                       \
		.interface_version = DOM0_INTERFACE_VERSION, \
		.u.member = { __VA_ARGS__ } },               \
	.line = __LINE__, .file = __FILE__
/* A hypercall by its name; the arguments follow. */
#define CALL(wanted, name, ...)                                                    \
	.result = (wanted), .number = __HYPERVISOR_##name, .arg = { __VA_ARGS__ }, \
	.line = __LINE__, .file = __FILE__

/* What may stand behind an OP: repeat it, with other values in a field of its payload. */
#define EACH_OF(which, member, field) \
	.each = (which), .at = offsetof(dom0_op_t, u.member.field)
#define NO_DOMAINS(member) EACH_OF(EACH_NO_DOMAIN, member, domain)
#define NO_VCPUS(member)   EACH_OF(EACH_NO_VCPU, member, vcpu)
#define BAD_PLACES(member, field, bytes) \
	EACH_OF(EACH_BAD_PLACE, member, field), .size = (bytes)
#define BAD_PLACES_BUT_0(member, field, bytes) \
	EACH_OF(EACH_BAD_PLACE_BUT_0, member, field), .size = (bytes)
/* The same behind a CALL, for the argument of that index. */
#define BAD_ARGS(index, bytes) .each = EACH_BAD_PLACE, .at = (index), .size = (bytes)
/* A failing op changes its payload from this field on. */
#define MAY_CHANGE(member, field) .changes = offsetof(dom0_op_t, u.member.field)

/* Makes the calls of these rows, one after the other: EXPECT({ ... }, { ... }). */
#define EXPECT(...)                                                             \
	contract_expect((const struct contract_call[]){ __VA_ARGS__ },          \
			sizeof((const struct contract_call[]){ __VA_ARGS__ }) / \
				sizeof(struct contract_call))
void contract_expect(const struct contract_call *row, size_t count);

/* The same for one dom0 op. */
#define DO(...) EXPECT({ OP(__VA_ARGS__) })
/* The payload that came back from a row, or from a dom0 op; good until the next one. */
#define ANSWER(member, ...) \
	(&contract_op(&(const struct contract_call){ __VA_ARGS__ })->u.member)
#define REPLY(wanted, command, member, ...) \
	ANSWER(member, OP(wanted, command, member, __VA_ARGS__))
const dom0_op_t *contract_op(const struct contract_call *row);
/* The op wherever it is: what r3 holds afterwards. */
long contract_op_at(unsigned long gpa, dom0_op_t *op);

#define hypercall(name, ...) \
	driver_call(__HYPERVISOR_##name, (const unsigned long[5]){ __VA_ARGS__ })

/* Addresses at which `size` bytes are the caller's: any, unaligned, across a border,
 * last. */
#define FOR_EACH_GOOD_PLACE(place, size) \
	for (unsigned int i_ = 0; ((place) = contract_good_place(i_, (size))); i_++)
unsigned long contract_good_place(unsigned int index, size_t size);

/* A domain of so many chunks. Every domain but dom0 ends with the case. */
void make(domid_t id, unsigned int chunks);
void destroy(domid_t id);
/* More chunks for it: all of them are given. */
void give_chunks(domid_t id, unsigned int chunks);
/* The first machine frame of a domain's chunk, as the hypervisor said when it gave it. */
unsigned long frame_of(domid_t id, unsigned int chunk);
/* Machine frame number `index` of a domain, as PPC_GETMEMLIST says; changes BUFFER. */
unsigned long listed_frame(domid_t id, unsigned long index);
/* dom_mem_op, with `skip` extents done already. */
long increase(unsigned long skip, unsigned long list, unsigned long count,
	      unsigned long order, domid_t id);
long decrease(unsigned long skip, unsigned long list, unsigned long count,
	      unsigned long order, domid_t id);
/* Takes a chunk from a domain. */
void take_chunk(domid_t id, unsigned int chunk);

const dom0_getdomaininfo_t *info(domid_t id);
unsigned long frames_left(void);
unsigned int domains_alive(void);

#define CASE(function)              \
	{                           \
#function, function \
	}

#endif /* TESTS_CONTRACT_H */
