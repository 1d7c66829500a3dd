/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain's state apart from memory and registers, as records (public/arch-powerpc.h).
 * A subsystem writes and reads its own record: it defines a struct save_record beside
 * its code and registers it by SAVE_RECORD(). Nothing else has to know of it.
 */
#ifndef XEN_SAVE_RECORD_H
#define XEN_SAVE_RECORD_H

#include <xen/compiler.h>
#include <xen/save/bytes.h>
#include <xen/types.h>

struct domain;

/* A state that is being restored. */
struct restore {
	struct domain *d; /* as it is; no check may change it */
	u32 nr_vcpus;	  /* that it will have; known after XEN_PPC_RECORD_VCPUS */
};

/*
 * All records are saved, checked and loaded in the order of their types. Loading begins
 * when all checks have passed and the domain has its vCPUs, so it cannot fail. A record
 * that its check accepts must have been read to its last byte.
 */
struct save_record {
	u32 type;      /* XEN_PPC_RECORD_* */
	u16 version;   /* of what save() writes, and the only one that check() is given */
	bool optional; /* may be missing; load() then reads zeros. Unknown: skipped */
	const char *name;
	void (*save)(const struct domain *d, struct save_writer *w);
	/* False: no domain can be in that state. Changes nothing but r->nr_vcpus. */
	bool (*check)(struct restore *r, struct save_reader *in);
	void (*load)(struct domain *d, struct save_reader *in);
};

/* Pointers: the compiler may align larger objects so that the section has gaps. */
#define SAVE_RECORD(record)                                                   \
	static const struct save_record *const record##_registered __section( \
		"save_records") __attribute__((used)) = &(record)

/* The record that was refused, and why: XEN_PPC_REFUSED_*. */
struct save_refusal {
	u32 type; /* 0: the sequence itself */
	u32 why;  /* 0: not for what it says */
};

/*
 * Writes the state of d into buffer. Returns the bytes that it takes; more than room:
 * what was written is incomplete. With room 0, buffer may be NULL.
 */
u32 domain_save(const struct domain *d, void *buffer, u32 room);

/*
 * Puts d, which has no registers yet, into the state that lies in size bytes of our own
 * memory. 0; -EINVAL: refused, *refusal says why; -ENOMEM. On errors nothing is changed.
 */
int domain_restore(struct domain *d, const void *state, u32 size,
		   struct save_refusal *refusal);

#endif /* XEN_SAVE_RECORD_H */
