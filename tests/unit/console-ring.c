// SPDX-License-Identifier: GPL-2.0-or-later
/* The ring of the console, for its tests (console-ring.h). */
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/console.h>
#include <xen/lib.h>

#include "console-ring.h"
#include "dom0.h"
#include "fakes.h"

void console_start_alone(void)
{
	/* End whatever a test before left unfinished, and forget it. */
	console_guest_put("\n", 1);
	pr_err("\n");
	console_clear(console_end());
	machine.console_len = 0;
	machine.console[0] = '\0';
	machine.typed = "";
}

void console_start_with_dom0(void)
{
	dom0_start();
	console_start_alone();
}

/* All of the ring, as it can be had piece by piece. */
char *ring_text(void)
{
	u64 position = console_start(), left = console_end() - position;
	char *text = malloc(left + 1), *p = text;
	const char *piece;

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_FATAL(left <= MB(16));
	while (left) {
		size_t n = console_peek(position, left, &piece);

		CU_ASSERT_FATAL(n > 0 && n <= left);
		memcpy(p, piece, n);
		p += n;
		position += n;
		left -= n;
	}
	*p = '\0';
	return text;
}

void check_ring(const char *wanted)
{
	char *text = ring_text();

	CU_ASSERT_STRING_EQUAL(text, wanted);
	free(text);
}
