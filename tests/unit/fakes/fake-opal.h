/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A firmware of bare metal: OPAL, replacing opal_enter() of opal_call.S. Tests set its
 * answers. It reads and writes its buffers big-endian, like the real one.
 */
#ifndef TESTS_UNIT_FAKE_OPAL_H
#define TESTS_UNIT_FAKE_OPAL_H

#include <xen/types.h>

#define OPAL_BASE     0x30000000ULL
#define OPAL_ENTRY    0x30005000ULL
#define OPAL_TOKENS   128
#define OPAL_FOR_EVER UINT32_MAX
#define OPAL_INPUT    0x10ULL /* the event */

/* The calls of one token. */
struct fake_opal_call {
	u32 calls;	 /* number of calls */
	u64 arg[6];	 /* arguments of the last call */
	u32 busy;	 /* the next `busy` calls return busy_status, */
	s64 busy_status; /* which is OPAL_BUSY at first, */
	s64 status;	 /* and all others this */
};

struct fake_opal {
	struct fake_opal_call call[OPAL_TOKENS];
	u64 base, entry; /* of the last call */
	u64 ticks;	 /* duration of a call, in ticks of the timebase */

	char console[4096]; /* NUL-terminated */
	u64 console_len;
	u64 room;   /* largest number of characters that the console takes at once */
	u32 pause;  /* number of calls for which it is busy after that */
	u64 claims; /* if not 0, the count that it reports as written or read */

	const char *typed;
	u64 events; /* pending events, besides that for typed characters */

	u32 date; /* of the clock, in BCD */
	u64 time;

	void (*polled)(void); /* if set, called by OPAL_POLL_EVENTS */
};

extern struct fake_opal opal;

/* Start a sound firmware, and pass its base and entry to its caller. */
void fake_opal_start(void);

s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry);

#endif /* TESTS_UNIT_FAKE_OPAL_H */
