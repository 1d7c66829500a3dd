// SPDX-License-Identifier: GPL-2.0-or-later
/* The ring of the console, for its tests (console-ring.h). */
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/console/console.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>

#include "console-ring.h"
#include "dom0.h"
#include "fakes.h"

void console_start_alone(void)
{
	/* End and discard a line that an earlier test has left unfinished. */
	console_guest_put("\n", 1);
	pr_err("\n");
	text_ring_clear(console_ring(), console_ring()->end);
	machine.console_len = 0;
	machine.console[0] = '\0';
	machine.typed = "";
}

void console_start_with_dom0(void)
{
	/* Let what an earlier test has left go out, and its timer expire. */
	console_force_sync();
	timers_expire(TIMER_NEVER - 1);
	dom0_start();
	console_serve_guests();
	console_start_alone();
}

/* The whole ring. */
char *ring_text(void)
{
	const struct text_ring *ring = console_ring();
	char *text = malloc(ring->end - ring->start + 1), *p = text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_FATAL(ring->end - ring->start <= MB(16));
	for (u64 position = ring->start; position != ring->end; position++)
		*p++ = text_ring_at(ring, position);
	*p = '\0';
	return text;
}

void check_ring(const char *wanted)
{
	char *text = ring_text();

	CU_ASSERT_STRING_EQUAL(text, wanted);
	free(text);
}
