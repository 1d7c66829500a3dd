/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A firmware of bare metal: OPAL, in the place of opal_enter() of opal_call.S. It answers
 * as a test wants it to, and reads and writes its buffers as what it is, big-endian.
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
	u32 calls;	 /* how many there were */
	u64 arg[6];	 /* what the last one had */
	u32 busy;	 /* so many more are answered with busy_status, */
	s64 busy_status; /* which at first is OPAL_BUSY, */
	s64 status;	 /* and then all with this */
};

struct fake_opal {
	struct fake_opal_call call[OPAL_TOKENS];
	u64 base, entry; /* where the last call went */
	u64 ticks;	 /* of the timebase that a call takes */

	char console[4096]; /* NUL-terminated */
	u64 console_len;
	u64 room;   /* the console takes at most so many characters at once */
	u32 pause;  /* after a part it is busy for so many calls */
	u64 claims; /* if not 0, it says that so many were written, or read */

	const char *typed;
	u64 events; /* besides that of characters that have been typed */

	u32 date; /* of the clock, in BCD */
	u64 time;

	void (*polled)(void); /* if set, called by OPAL_POLL_EVENTS */
};

extern struct fake_opal opal;

/* A firmware that is as it should be. Whoever calls it is told where it is. */
void fake_opal_start(void);

s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry);

#endif /* TESTS_UNIT_FAKE_OPAL_H */
