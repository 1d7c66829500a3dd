/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Grant tables (public/grant_table.h): what a domain lets others use, and what it uses of
 * others. A table is frames of the hypervisor that the granting domain has in its window.
 */
#ifndef XEN_GRANT_H
#define XEN_GRANT_H

#include <xen/types.h>
#include <public/xen.h>
#include <public/grant_table.h>

struct domain;

#define NR_GRANT_FRAMES	   4
#define GRANTS_PER_FRAME   ((1U << XEN_PPC_FRAME_SHIFT) / sizeof(grant_entry_t))
#define NR_GRANT_MAPPINGS  1024
#define GRANT_MAPPING_PART (GNTMAP_host_map | GNTMAP_device_map)

/* How often an entry is in use. */
struct grant_use {
	u32 readers;
	u32 writers;
};

/* A grant of another domain that is in use here; its place is its handle. */
struct grant_mapping {
	struct domain *owner; /* counted by the frame (frame_hold) */
	grant_ref_t ref;
	u16 flags; /* GNTMAP_*; no part left: it ends with the next flush */
	u32 slot;  /* of the window, for GNTMAP_host_map */
	u64 frame; /* machine frame */
};

struct grant_table {
	grant_entry_t *entry[NR_GRANT_FRAMES];
	struct grant_use *use[NR_GRANT_FRAMES];
	u32 nr_frames;
	struct grant_mapping *mapping;	  /* made with the first one */
	u64 used[NR_GRANT_MAPPINGS / 64]; /* bit n % 64 of word n / 64: handle n */
};

/* Whether the machine frame is one of the domain's table. */
bool grant_table_owns_frame(const struct domain *d, u64 frame);
/*
 * Ends all that the domain uses of others. False: the stay ended (xen/preempt.h), call
 * again.
 */
bool grant_table_unmap_all(struct domain *d, u64 stay_end);
/* Frees its table. No frame of it may be in use or in a window. */
void grant_table_destroy(struct domain *d);

#endif /* XEN_GRANT_H */
