/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the firmware says about the machine, in one form for all platforms. */
#ifndef XEN_BOOT_INFO_H
#define XEN_BOOT_INFO_H

#include <xen/types.h>

#define BOOT_MAX_RANGES	  16
#define BOOT_MAX_RESERVED 64
#define BOOT_CMDLINE_MAX  1024
#define BOOT_MAX_SERVERS  1024 /* threads of the largest machine */
#define CPU_FEATURES_MAX  128

struct memory_range {
	u64 start, end;
};

/* The properties of a CPU node that are passed on to guests. */
struct cpu_info {
	u32 pvr;
	bool isa_v31; /* it implements version 3.1 of the Power ISA, as POWER10 does */
	u32 server;   /* its number to the interrupt controller */
	u32 timebase_frequency;
	u32 clock_frequency;
	u32 dcache_size, icache_size;
	u32 dcache_line, icache_line;
	u32 vmx, dfp;
	u32 mmu_pid_bits;
	u32 radix_ap[8];
	u32 radix_ap_count;
	u8 pa_features[CPU_FEATURES_MAX];
	u32 pa_features_size;
};

struct boot_info {
	struct memory_range ram[BOOT_MAX_RANGES];
	u32 ram_count;
	/* Memory that is not ours. Ranges may overlap each other and others. */
	struct memory_range reserved[BOOT_MAX_RESERVED];
	u32 reserved_count;
	struct memory_range image;  /* this hypervisor, its stack and .bss included */
	struct memory_range bundle; /* empty: none was handed over */
	char cmdline[BOOT_CMDLINE_MAX];
	struct cpu_info cpu; /* the one that the loader enters */
	/* All CPUs of the machine, by the firmware's number. Further ones stay with it.
	 */
	u32 server[BOOT_MAX_SERVERS];
	u32 server_count;
	/* The platform calls console_input() when characters have been typed. */
	bool console_interrupt;
};

extern struct boot_info boot_info;

/*
 * Looks for NAME=VALUE among the blank-separated words of a command line. Returns the
 * start of VALUE, which ends at a blank or NUL, or NULL.
 */
const char *cmdline_find(const char *cmdline, const char *name);
/*
 * Terminates info->cmdline, into which the start of a text of len characters was copied.
 * A text that is too long ends behind its last whole word, with a warning.
 */
void cmdline_end(struct boot_info *info, size_t len);

#endif /* XEN_BOOT_INFO_H */
