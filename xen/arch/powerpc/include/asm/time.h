/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ASM_TIME_H
#define ASM_TIME_H

#include <xen/boot_info.h>
#include <asm/processor.h>

static inline u64 get_timebase(void)
{
	return mfspr(SPR_TB);
}

static inline u64 timebase_to_ns(u64 ticks)
{
	u64 frequency = boot_info.cpu.timebase_frequency;

	/* In two steps: ticks * 10^9 would overflow after 36 s. */
	return ticks / frequency * 1000000000 +
	       ticks % frequency * 1000000000 / frequency;
}

static inline u64 ns_to_timebase(u64 ns)
{
	u64 frequency = boot_info.cpu.timebase_frequency;

	return ns / 1000000000 * frequency + ns % 1000000000 * frequency / 1000000000;
}

/*
 * "Never", in ticks, for the hypervisor's own decrementer: it fits every machine's (56
 * bits), and leaves QEMU room to compute in 64 bits.
 */
#define HDEC_FAR (1ULL << 40)

/* The decrementer, signed: negative once it has expired. LPCR[LD] is 0: 32 bits. */
static inline s64 get_decrementer(void)
{
	return (s32)mfspr(SPR_DEC);
}

/* Makes the decrementer expire at timebase value expiry, or as late as it can. */
static inline void set_decrementer(u64 expiry)
{
	u64 now = get_timebase(), left = expiry > now ? expiry - now : 0;

	mtspr(SPR_DEC, left > INT32_MAX ? INT32_MAX : left);
}

#endif /* ASM_TIME_H */
