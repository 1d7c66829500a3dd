// SPDX-License-Identifier: GPL-2.0-or-later
/* Starting, kicking and halting the CPUs of bare metal: OPAL, doorbells and `stop`. */
#define pr_fmt(fmt) "powernv: " fmt
#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/instructions.h>
#include <asm/memory.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "cpu.h"
#include "guest.h"
#include "mmu.h"
#include "opal.h"

extern const char cpu_park[]; /* park.S */

/* Registers that guests cannot change and the firmware does not set. */
void powernv_cpu_init(void)
{
	mtspr(SPR_HSPRG0, ptr_to_maddr(&this_cpu()->arch.frame));
	mtspr(SPR_LPCR, LPCR_ALWAYS);
	mtspr(SPR_PCR, 0);	/* every instruction that the CPU has */
	mtspr(SPR_AMOR, ~0ULL); /* guests may use storage keys */
	/* Breakpoints: a guest would have to ask us for them. */
	mtspr(SPR_CIABR, 0);
	mtspr(SPR_DAWRX0, 0);
	mtspr(SPR_DAWR0, 0);
	mmu_cpu_init();
}

bool powernv_start_cpu(u32 server)
{
	s64 status = opal_start_cpu(server, (uintptr_t)secondary_entry);

	if (status != OPAL_SUCCESS)
		pr_warn("CPU %x cannot be started: %lld\n", server, status);
	return status == OPAL_SUCCESS;
}

/*
 * In the firmware it executes a loop, which costs power, or the time of an emulated
 * machine's host.
 */
void powernv_spare_cpu(u32 server)
{
	s64 status = opal_start_cpu(server, (uintptr_t)cpu_park);

	if (status != OPAL_SUCCESS)
		pr_warn("CPU %x cannot be put to sleep: %lld\n", server, status);
}

void powernv_kick(const struct cpu *cpu)
{
	ring_doorbell(cpu->server);
}

/*
 * PSSCR = 0: the CPU only stops executing, loses nothing, and with MSR[EE] = 0 goes on
 * behind the instruction as soon as there is any exception (book III, 3.3.2).
 */
void powernv_stop_until(u64 until)
{
	guest_hdec_stop();
	set_decrementer(until);
	mtspr(SPR_PSSCR, 0);
	stop();
	mtspr(SPR_PSSCR, PSSCR_EC); /* as guests run with */
}

void powernv_halt(void)
{
	for (;;) {
		powernv_stop_until(UINT64_MAX);
		clear_doorbell();
	}
}
