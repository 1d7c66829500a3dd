// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for instructions (instructions.h). */
#include <stdio.h>
#include <string.h>

#include <asm/instructions.h>
#include <asm/processor.h>

#include "fakes.h"
#include "instructions.h"

char instructions[1024];
void (*while_stopped)(void);
u32 stops;

void instructions_forget(void)
{
	instructions[0] = '\0';
	stops = 0;
	while_stopped = NULL;
}

/* Record nothing when the text is full: some tests stop for a long time. */
static void note(const char *text)
{
	size_t len = strlen(instructions);

	snprintf(instructions + len, sizeof(instructions) - len, "%s; ", text);
}

void isync(void)
{
	note("isync");
}

void ptesync(void)
{
	note("ptesync");
}

void tlbsync(void)
{
	note("tlbsync");
}

void tlbie_radix(u64 is, u64 lpid, int prs)
{
	char text[64];

	snprintf(text, sizeof(text), "tlbie is=%llu lpid=%llu prs=%d", is >> 10, lpid,
		 prs);
	note(text);
}

void clear_reservation(void)
{
	note("clear reservation");
}

void ring_doorbell(u32 server)
{
	char text[64];

	snprintf(text, sizeof(text), "doorbell of %x", server);
	note(text);
}

void clear_doorbell(void)
{
	note("clear doorbell");
}

void message_sync(void)
{
	note("message sync");
}

void stop(void)
{
	note("stop");
	stops++;
	if (while_stopped)
		while_stopped();
	else
		machine.timebase += machine.spr[SPR_DEC] + 1;
}
