// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest's registers that enter.S does not move, and its exits: what the CPU says of
 * them, put where a hypervisor below would have put it (asm/cpu/nested.h).
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/instructions.h>
#include <asm/cpu/nested.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "faults.h"
#include "guest.h"
#include "heartbeat.h"

/*
 * Adds to the timebase a multiple of XEN_PPC_TIMEBASE_STEP. Its lower 24 bits count on; a
 * carry out of them before the upper are written is lost, and made good.
 */
static void shift_timebase(u64 ticks)
{
	u64 wanted = get_timebase() + ticks;

	mtspr(SPR_TBU40, wanted);
	if ((s64)(get_timebase() - wanted) < 0)
		mtspr(SPR_TBU40, wanted + XEN_PPC_TIMEBASE_STEP);
}

void guest_time_end(const struct vcpu *v)
{
	shift_timebase(-v->arch.hv.tb_offset);
	this_cpu()->arch.loaded_lpcr = NOT_LOADED;
}

void guest_prepare(const struct vcpu *v)
{
	const struct hv_guest_state *hv = &v->arch.hv;

	if (this_cpu()->arch.loaded_lpcr != hv->lpcr) {
		mtspr(SPR_LPCR, LPCR_ALWAYS | (hv->lpcr & LPCR_ILE));
		this_cpu()->arch.loaded_lpcr = hv->lpcr;
	}
	if (this_cpu()->arch.loaded_hdec_expiry != hv->hdec_expiry) {
		u64 now = get_timebase();
		u64 expiry = min(hv->hdec_expiry, heartbeat_due());

		mtspr(SPR_HDEC, expiry > now ? expiry - now : 0);
		this_cpu()->arch.loaded_hdec_expiry = hv->hdec_expiry;
	}
	if (hv->tb_offset)
		shift_timebase(hv->tb_offset);
}

void guest_hdec_stop(void)
{
	mtspr(SPR_HDEC, HDEC_FAR);
	this_cpu()->arch.loaded_hdec_expiry = NOT_LOADED;
}

void guest_state_save(struct vcpu *v)
{
	struct hv_guest_state *hv = &v->arch.hv;

#define SAVE(field, public, number) hv->field = mfspr(number);
#define SAVE_HIDDEN(field, number)  hv->field = mfspr(number);
	GUEST_STATE_SPRS(SAVE, SAVE_HIDDEN)
}

void guest_state_load(const struct vcpu *v)
{
	const struct hv_guest_state *hv = &v->arch.hv;

#define LOAD(field, public, number) mtspr(number, hv->field);
#define LOAD_HIDDEN(field, number)  mtspr(number, hv->field);
	GUEST_STATE_SPRS(LOAD, LOAD_HIDDEN)
	/* Its counters stand still while the hypervisor runs. */
	mtspr(SPR_MMCR0, v->arch.extended.mmcr0 | MMCR0_FCH);
	mtspr(SPR_PSSCR, PSSCR_EC);
	mtspr(SPR_HFSCR, hv->hfscr);
	mtspr(SPR_LPIDR, hv->lpid);
	isync();
	clear_reservation();
	this_cpu()->arch.loaded_hdec_expiry = NOT_LOADED;
	this_cpu()->arch.loaded_lpcr = NOT_LOADED;
}

/* Tells the end of the turn from a call of the firmware that is due. */
static u64 hdec_exit(const struct vcpu *v)
{
	guest_hdec_stop();
	return get_timebase() < v->arch.hv.hdec_expiry ? EXIT_H_EXTERNAL
						       : EXIT_HDECREMENTER;
}

/* Called by enter.S. SPRs are as the guest left them. */
bool guest_exit(struct vcpu *v, u64 reason)
{
	struct hv_guest_state *hv = &v->arch.hv;

	if (hv->tb_offset)
		guest_time_end(v);
	switch (reason) {
	case EXIT_HDECREMENTER:
		reason = hdec_exit(v);
		break;
	case EXIT_H_DATA:
	case EXIT_H_INSTRUCTION:
		hv->hdar = mfspr(SPR_HDAR);
		hv->hdsisr = mfspr(SPR_HDSISR);
		hv->asdr = mfspr(SPR_ASDR);
		break;
	case EXIT_H_EMULATION:
		hv->heir = mfspr_optional(SPR_HEIR);
		break;
	case EXIT_H_FACILITY:
		hv->heir = 0; /* it is not kept, on POWER9 */
		break;
	case EXIT_EXTERNAL:
	case EXIT_H_DOORBELL:
		/* As the others that are not the guest's. */
		reason = EXIT_H_EXTERNAL;
		break;
	case EXIT_SYSTEM_RESET:
		panic("system reset, while domain %u ran", v->domain->id);
	case EXIT_MACHINE_CHECK:
		machine_check_of_guest(v);
		return !need_resched();
	case EXIT_H_MAINTENANCE:
		maintenance_interrupt();
		reason = EXIT_H_EXTERNAL;
		break;
	default:
		break;
	}
	return vcpu_exit(v, reason);
}
