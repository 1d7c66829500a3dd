// SPDX-License-Identifier: GPL-2.0-or-later
/* powernv in tests, with stand-ins for its assembly (bare-metal.h). */
#include <string.h>

#include <xen/lib.h>
#include <asm/cpu/exception.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <powernv/guest.h>
#include <powernv/heartbeat.h>
#include <powernv/opal.h>

#include "bare-metal.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"
#include "tree.h"

const char powernv_vectors[4], powernv_vectors_end[1];
const char *vectors_start, *vectors_end;
const char cpu_park[4], secondary_entry[4];

void install_vectors(const char *start, const char *end)
{
	vectors_start = start;
	vectors_end = end;
}

void guest_run(struct vcpu *v)
{
	panic("a guest is run");
}

const struct platform pseries_platform = { .name = "the other" };
u32 pseries_probes;

void pseries_probe(const struct boot_registers *r, struct boot_info *info)
{
	pseries_probes++;
}

static void say(const char *text)
{
	pr_err("panic: %s\n", text);
}

/* The firmware is called less and less often, until it rests. */
static void let_the_firmware_rest(void)
{
	do {
		machine.timebase = heartbeat_due();
		heartbeat();
	} while (heartbeat_due() != machine.timebase + 32 * MS);
}

void bare_metal_start(void)
{
	machine_start_identical();
	machine.on_panic = say;
	platform = &powernv_platform;
	for (u32 i = 0; i < ARRAY_SIZE(machine.spr); i++)
		machine.spr[i] = NOT_WRITTEN;
	machine.spr[SPR_PVR] = 0x4e1202;
	machine.spr[SPR_PIR] = TREE_PIR;
	fake_opal_start();
	opal.ticks = 0;
	let_the_firmware_rest();
	opal.call[OPAL_POLL_EVENTS].calls = 0;
	instructions_forget();
}

u32 polls(void)
{
	return opal.call[OPAL_POLL_EVENTS].calls;
}

bool on_opal_console(const char *text)
{
	return strstr(opal.console, text) != NULL;
}
