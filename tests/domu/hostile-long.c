// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls that take long: as many requests in one call as the interface allows, and as many
 * calls in a multicall. Each must be served, and none may keep others waiting: what the
 * longest stay in the hypervisor is, `make bench` measures.
 */
#include "hostile.h"

#define MMU_UPDATE   1
#define DOM_MEM_OP   12
#define MULTICALL    13
#define GRANT_TABLE  20

#define DOMID_SELF   0x7ff0
#define INCREASE     0
#define DECREASE     1
#define CHUNK_ORDER  10
#define MAP_VALID    1
#define MAP_WRITE    2
#define GRANT_MAP    0
#define GRANT_UNMAP  1
#define GRANT_SETUP  2
#define HOST_MAP     2
#define PERMIT	     1

#define WINDOW	     (1ULL << 44)
#define SLOTS	     1024
#define FRAME_SHIFT  16
#define CHUNK_FRAMES (CHUNK >> FRAME_SHIFT)
#define CALLS	     128
#define MAPS	     512
/* Domains that get a grant each, numbered from 1 on: its reference is one less. */
#define DOMAINS 16

/* Where things are in the first chunk, which the domain keeps. */
#define CALLS_AT    MIB(32)
#define REQUESTS_AT MIB(33)
#define UNMAPS_AT   MIB(34)
#define LIST_AT	    MIB(35)
#define MAGIC_AT    MIB(36)
#define SHARED_AT   MIB(37)
#define TABLE_AT    MIB(38)

struct entry {
	u64 op, result, args[6];
};

struct map_grant {
	u64 host_addr;
	uint16_t dom, ref, flags;
	int16_t handle;
	u64 dev_bus_addr;
};

struct unmap_grant {
	u64 host_addr, dev_bus_addr;
	uint16_t handle;
	int16_t status;
};

static volatile struct entry *const calls = (volatile struct entry *)CALLS_AT;
static u64 first_chunk; /* the machine's number of the chunk that the domain keeps */

static long xen_call(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e)
{
	u64 all[9] = { XEN_MARK | number, a, b, c, d, e };

	return (long)hypercall(all);
}

static void set_call(u32 i, u64 op, u64 a, u64 b, u64 c, u64 d, u64 e)
{
	calls[i].op = op;
	calls[i].result = 1;
	calls[i].args[0] = a;
	calls[i].args[1] = b;
	calls[i].args[2] = c;
	calls[i].args[3] = d;
	calls[i].args[4] = e;
}

/* Make the first n calls in one; each must have that result. */
static void run_calls(const char *what, u32 n, u64 result)
{
	long ret = xen_call(MULTICALL, CALLS_AT, n, 0, 0, 0);

	if (ret)
		tried(FAILED, what, (u64)ret, n);
	for (u32 i = 0; i < n; i++)
		tried(calls[i].result == result ? HARMLESS : FAILED, what,
		      calls[i].result, i);
}

/* Put a frame of the domain itself into a slot of the window; val 0 empties it. */
static long map_own(u32 slot, u64 val)
{
	volatile u64 *request = (volatile u64 *)REQUESTS_AT;

	request[0] = WINDOW + ((u64)slot << FRAME_SHIFT);
	request[1] = val;
	return xen_call(MMU_UPDATE, REQUESTS_AT, 1, 0, DOMID_SELF, 0);
}

/* Write the first frames of the domain's chunks but the first to the list. */
static u32 find_chunks(void)
{
	volatile u64 *list = (volatile u64 *)LIST_AT, *magic = (volatile u64 *)MAGIC_AT;
	u32 found = 0;

	for (u64 c = 0; c < GIB(64) / CHUNK; c++) {
		u64 frame = c * CHUNK_FRAMES;

		*magic = c + 0x5eed0000;
		if (map_own(0, (frame + (MAGIC_AT >> FRAME_SHIFT)) << FRAME_SHIFT |
				       MAP_VALID))
			continue;
		if (*(volatile u64 *)WINDOW == *magic)
			first_chunk = c;
		else
			list[found++] = frame;
	}
	map_own(0, 0);
	return found;
}

static void change_memory(u32 chunks)
{
	for (u32 i = 0; i < CALLS; i++)
		set_call(i, DOM_MEM_OP, i % 2 ? INCREASE : DECREASE, LIST_AT, chunks,
			 CHUNK_ORDER, DOMID_SELF);
	run_calls("memory", CALLS, chunks);
}

static void update_window(void)
{
	volatile u64 *request = (volatile u64 *)REQUESTS_AT;
	u64 frame = first_chunk * CHUNK_FRAMES + (SHARED_AT >> FRAME_SHIFT);

	for (u64 i = 0; i < SLOTS; i++) {
		request[2 * i] = WINDOW + (i << FRAME_SHIFT);
		request[2 * i + 1] = frame << FRAME_SHIFT | MAP_VALID | MAP_WRITE;
	}
	for (u32 i = 0; i < CALLS; i++)
		set_call(i, MMU_UPDATE, REQUESTS_AT, SLOTS, 0, DOMID_SELF, 0);
	run_calls("window", CALLS, 0);
	for (u64 i = 0; i < SLOTS; i++)
		request[2 * i + 1] = 0;
	tried(xen_call(MMU_UPDATE, REQUESTS_AT, SLOTS, 0, DOMID_SELF, 0) ? FAILED
									 : HARMLESS,
	      "window, emptied", 0, 0);
}

/* Let each other domain use a frame. */
static void grant(void)
{
	volatile u64 *op = (volatile u64 *)REQUESTS_AT;
	volatile u64 *entry = (volatile u64 *)WINDOW;

	op[0] = DOMID_SELF | 4 << 16;
	op[1] = TABLE_AT;
	if (xen_call(GRANT_TABLE, GRANT_SETUP, REQUESTS_AT, 1, 0, 0) || op[0] >> 32 ||
	    map_own(0,
		    *(volatile u64 *)TABLE_AT << FRAME_SHIFT | MAP_VALID | MAP_WRITE)) {
		tried(FAILED, "grant table", op[0], 0);
		return;
	}
	for (u64 i = 0; i < DOMAINS; i++)
		entry[i] = (SHARED_AT >> FRAME_SHIFT) << 32 | (i + 1) << 16 | PERMIT;
	map_own(0, 0);
}

/* Map and unmap the grant of that reference of a domain, as often as one call can. */
static void use_grant(u64 domain, u64 ref)
{
	volatile struct map_grant *map = (volatile struct map_grant *)REQUESTS_AT;
	volatile struct unmap_grant *unmap = (volatile struct unmap_grant *)UNMAPS_AT;

	for (u32 i = 0; i < MAPS; i++) {
		map[i] = (struct map_grant){ WINDOW + ((u64)i << FRAME_SHIFT),
					     (uint16_t)domain,
					     (uint16_t)ref,
					     HOST_MAP,
					     0,
					     0 };
		unmap[i] = (struct unmap_grant){ map[i].host_addr, 0, (uint16_t)i, 1 };
	}
	for (u32 i = 0; i < CALLS; i++)
		set_call(i, GRANT_TABLE, i % 2 ? GRANT_UNMAP : GRANT_MAP,
			 i % 2 ? UNMAPS_AT : REQUESTS_AT, MAPS, 0, 0);
	run_calls("grants", CALLS, 0);
	for (u32 i = 0; i < MAPS; i++)
		if (map[i].handle != (int16_t)i || unmap[i].status)
			tried(FAILED, "grant", (u64)map[i].handle, i);
}

/* Look for domains that let this one use a frame. Its own number says which grant. */
static void use_grants(void)
{
	volatile struct map_grant *map = (volatile struct map_grant *)REQUESTS_AT;

	for (u64 domain = 1; domain <= DOMAINS; domain++) {
		for (u64 ref = 0; ref < DOMAINS; ref++) {
			*map = (struct map_grant){
				WINDOW, (uint16_t)domain, (uint16_t)ref, HOST_MAP, 0, 0
			};
			xen_call(GRANT_TABLE, GRANT_MAP, REQUESTS_AT, 1, 0, 0);
			if (map->handle < 0)
				continue;
			*(volatile struct unmap_grant *)UNMAPS_AT =
				(struct unmap_grant){ WINDOW, 0, (uint16_t)map->handle,
						      1 };
			xen_call(GRANT_TABLE, GRANT_UNMAP, UNMAPS_AT, 1, 0, 0);
			use_grant(domain, ref);
			return;
		}
	}
}

void try_long_calls(void)
{
	u32 chunks = find_chunks();

	update_window();
	grant();
	use_grants();
	change_memory(chunks);
}
