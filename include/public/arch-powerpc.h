/* SPDX-License-Identifier: MIT */
/*
 * The part of the interface that is specific to 64-bit PowerPC.
 *
 * Included by xen.h; the includer must have typedefed u8..s64.
 *
 * How to make a hypercall
 * -----------------------
 * By `sc 1` (the instruction word 0x44000022, system call with LEV = 1),
 * executed with MSR[PR] = 0, that is, by the domain's kernel:
 *
 *   r3         XEN_MARK(number), number being one of __HYPERVISOR_* in xen.h
 *   r4 .. r8   up to five arguments
 *   r3 (out)   the result: zero or a count, or a negative errno value
 *
 * Linux makes the calls of the Power Architecture Platform Reference by the same
 * instruction. Their numbers are small multiples of four; the mark in the upper 48
 * bits keeps the two apart. The registers that the 64-bit ELF ABI calls volatile may
 * be changed: r0 and r4..r12, CTR, XER and CR fields 0, 1, 5, 6 and 7. All others but
 * r3 are kept. `sc 1` in problem state raises a privileged-instruction program
 * interrupt in the domain.
 *
 * What an address is
 * ------------------
 * The hypervisor runs with address translation off and never reads a domain's page
 * tables. Every pointer passed to it, as an argument or in a structure, must be a
 * pseudo-physical address: what the domain sees as a real address. 0 means that there
 * is no buffer; it is never an address, although a kernel has memory there. A buffer
 * may cross from one chunk into the next, even if the two are not adjacent in the
 * machine.
 *
 * Domains own memory in chunks of 64 MiB; it is counted in frames of
 * 64 KiB. Every frame number (mfn, pfn) of the interface counts such frames,
 * whatever page size the domain's kernel uses.
 */
#ifndef __XEN_PUBLIC_ARCH_POWERPC_H__
#define __XEN_PUBLIC_ARCH_POWERPC_H__

/* log2 of the size of a frame, the unit of every frame number. */
#define XEN_PPC_FRAME_SHIFT 16
/* log2 of the size of a chunk, the unit in which domains get memory. */
#define XEN_PPC_CHUNK_SHIFT 26

/* The value of r3 for hypercall `n`. */
#ifdef __ASSEMBLY__
#define XEN_MARK(n) ((n) | 0xFFFFFFFFFFFF0000)
#else
#define XEN_MARK(n) ((n) | 0xFFFFFFFFFFFF0000UL)
#endif

/* Largest number of virtual CPUs of a domain; sizes shared_info_t and dom0_op_t. */
#define MAX_VIRT_CPUS 32

/*
 * The window: pseudo-physical space above a domain's memory. mmu_update (xen.h) and
 * GNTTABOP_map_grant_ref (grant_table.h) map frames of other domains there. Property
 * "xen,window" of node /hypervisor in the device tree has its address and size, two cells
 * each. Only the domain's CPUs can use it: buffers for hypercalls must not be there
 * (-EFAULT).
 */
/* val of an mmu_update_t: */
#define XEN_PPC_MAP_VALID      1 /* map; without it, unmap */
#define XEN_PPC_MAP_WRITE      2 /* map for writing too */
#define XEN_PPC_MAP_FRAME(mfn) ((u64)(mfn) << XEN_PPC_FRAME_SHIFT)

/*
 * ORed into XEN_MARK(number): pointers in the structure that an argument points to are
 * not addresses but offsets in bytes from that structure. 0 stays NULL.
 */
#define XEN_PPC_OFFSETS 0x8000
/*
 * ORed into XEN_MARK(number): the call goes on where r9 says. A call that takes long
 * comes back so, with pc at its `sc 1` again and r4 to r8 as they were; the domain sees
 * no more of it than its interrupts in between. An entry of a multicall has it in op,
 * with args[5] for r9.
 */
#define XEN_PPC_CONTINUED 0x4000

#ifndef __ASSEMBLY__

/* A frame number, an address or a count of frames. */
typedef unsigned long memory_t;

/*
 * Registers of a virtual CPU, which DOM0_GETVCPUCONTEXT saves and DOM0_SETDOMAININFO
 * loads. The layout is that of the Xen port to PowerPC of 2006, which debuggers know.
 */
struct cpu_user_regs {
	u64 gprs[32]; /* r0 .. r31 */
	u64 lr;	      /* link register */
	u64 ctr;      /* count register */
	u64 srr0;     /* the domain's own save/restore registers */
	u64 srr1;
	u64 pc;		  /* address of the next instruction */
	u64 msr;	  /* machine state */
	u64 fpscr;	  /* floating-point status and control */
	u64 xer;	  /* carry, overflow, string count */
	u64 hid4;	  /* PowerPC 970 only; zero elsewhere */
	u64 dar;	  /* data address register */
	u32 dsisr;	  /* cause of the last storage interrupt */
	u32 cr;		  /* condition register */
	u32 __pad;	  /* zero */
	u32 entry_vector; /* last exception that entered the hypervisor */
};
typedef struct cpu_user_regs cpu_user_regs_t;

/*
 * The whole state of a virtual CPU, to start, inspect and save it. The first 360 bytes
 * are the context of 2006. Names are those of the Power ISA.
 */
typedef struct vcpu_guest_context {
	cpu_user_regs_t user_regs;
	u64 sdr1;	   /* hash page table of the domain; zero for a radix guest */
	u64 process_table; /* by H_REGISTER_PROC_TBL: valid, base, size; 0: none */
	u64 lpcr;	   /* ILE and AIL, as H_SET_MODE set them */
	u64 decrementer;   /* ticks until it expires, signed */
	u64 vpa;	   /* virtual processor area, 0: none */
	u64 sprg[4];
	u64 pid;
	u64 ppr;
	u64 cfar;
	u64 ctrl;
	u64 dscr, tar, vrsave, amr, iamr, uamor, fscr, pspb;
	u64 ebbhr, ebbrr, bescr, tidr;
	u64 mmcr0, mmcr1, mmcr2, mmcra, pmc[6], siar, sdar, sier;
	u64 vscr[2];
	u64 vsr[64][2]; /* as stored by stxv, in the hypervisor's byte order */
	u64 mmcr3, sier2, sier3, dexcr, hashkeyr; /* from POWER10 on; else zero */
	u64 purr, spurr, vtb, ic; /* the time and instructions used so far */
} vcpu_guest_context_t;

/*
 * What a domain is besides its memory and the registers of its vCPUs, to save and restore
 * it (DOM0_PPC_GETDOMAINSTATE): records one behind the other, in any order. A record is a
 * xen_ppc_record_t and its payload. Numbers are little-endian in either byte order of the
 * CPU, and not aligned.
 *
 * A record whose type or version the reader does not know is skipped if it is optional;
 * otherwise the state is refused. Each type comes at most once.
 */
typedef struct {
	u32 type;    /* XEN_PPC_RECORD_*, below */
	u16 version; /* of the payload; 1 in all of those below */
	u16 flags;   /* XEN_PPC_RECORD_OPTIONAL; other bits are refused */
	u32 length;  /* bytes of payload */
} xen_ppc_record_t;
#define XEN_PPC_RECORD_OPTIONAL 1

/* Records in a state, and its bytes, at most: with an op it fits into 64 KiB. */
#define XEN_PPC_RECORDS_MAX 64
#define XEN_PPC_STATE_MAX   0xc000

/* vCPUs: u32 how many, 1 to MAX_VIRT_CPUS; for each u32 flags. */
#define XEN_PPC_RECORD_VCPUS	 1
#define XEN_PPC_VCPU_INITIALISED 1 /* has registers; not read when it is restored */
#define XEN_PPC_VCPU_STOPPED	 2 /* not started, or stopped by itself */

/* Time: u64 timebase, as its vCPUs read it. */
#define XEN_PPC_RECORD_TIME 2

/*
 * Interrupt controller, PAPR's XICS: u32 how many vCPUs; for each of them u8 priority
 * that it works at, u8 priority of a pending inter-processor interrupt (0xff: none). Then
 * u32 how many sources; for each of them u32 number, u8 vCPU that it is sent to, u8
 * priority (0xff: masked), u8 priority that ibm,int-on brings back, u8 flags. Sources
 * come by rising number; one that is missing is as in a new domain.
 */
#define XEN_PPC_RECORD_XICS	 3
#define XEN_PPC_SOURCE_PENDING	 1 /* raised, and not taken */
#define XEN_PPC_SOURCE_PRESENTED 2 /* taken, and not ended */

/*
 * Power button, optional: u32 1 if it was pressed and the domain has not read that event
 * yet (DOM0_PPC_POWER_BUTTON), else 0.
 */
#define XEN_PPC_RECORD_POWER_BUTTON 4

/*
 * Clock, optional: u64 nanoseconds, modulo 2^64, by which its time of day is ahead of the
 * machine's (RTAS set-time-of-day).
 */
#define XEN_PPC_RECORD_CLOCK 5

/*
 * NVRAM, optional: u32 how many of its blocks of 16 bytes are not zero; for each of them
 * u16 its number, by rising number, and its bytes.
 */
#define XEN_PPC_RECORD_NVRAM 6

/*
 * Failure, optional: u32 seconds that the domain has after its kernel has failed; u32 1
 * if it has (RTAS ibm,os-term), else 0; u64 ticks of the timebase until that is a crash.
 */
#define XEN_PPC_RECORD_FAILURE 7

/* The architecture's part of shared_info_t. */
typedef struct {
	u64 boot_timebase; /* timebase register when the domain's time began */
} arch_shared_info_t;

#endif /* __ASSEMBLY__ */

#endif /* __XEN_PUBLIC_ARCH_POWERPC_H__ */
