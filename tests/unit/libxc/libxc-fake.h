/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine for libxc's unit tests: the system calls of the library (wrapped by the
 * linker), the privcmd driver, and a small hypervisor that accepts only addresses made
 * known to it.
 */
#ifndef LIBXC_FAKE_H
#define LIBXC_FAKE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "xc_private.h"

#include <xen/acm_ops.h>
#include <xen/physdev.h>

/* ---- the kernel ---- */

/* Kinds of addresses in a hypercall. */
enum fake_addressing {
	FAKE_TRANSLATED, /* of a page pinned by TRANSLATE, as on PowerPC */
	FAKE_IDENTITY	 /* of locked memory, as on x86 */
};

enum fake_call {
	FAKE_NONE,
	FAKE_MMAP, /* of anonymous memory */
	FAKE_ANCHOR,
	FAKE_DONTFORK,
	FAKE_WIPEONFORK,
	FAKE_TRANSLATE,
	FAKE_MLOCK,
	FAKE_FOREIGN,	  /* mmap() for frames of domains */
	FAKE_FOREIGN_MAP, /* the ioctls that map them */
	FAKE_OPEN,	  /* of the driver's files */
	FAKE_CLOSE,
	FAKE_HYPERCALL,
	FAKE_CALLS
};

struct fake_kernel {
	enum fake_addressing addressing;
	size_t page_size;    /* result of sysconf() */
	enum fake_call fail; /* fails with fail_errno, always */
	int fail_errno;
	_Atomic unsigned int failures; /* how often it failed */
	bool by_offsets;	       /* offset mode of the library: no pins */
	bool odd_gpa;	       /* TRANSLATE returns an address that is not a page's */
	bool check_liveness;   /* look up whether the open file of a pin still exists */
	unsigned long last[6]; /* op and arguments of the last hypercall */
	int prot;	       /* of the last mapping of frames */
	unsigned long bad_mfn; /* a frame that cannot be mapped */
	long store_port;       /* the last argument of INITDOMAIN_STORE */
	int store_frame;       /* result of INITDOMAIN_STORE */
	gnttab_map_grant_ref_t granted; /* the last one mapped by the kernel */
	/* Runs in each hypercall before the hypervisor, outside any lock. */
	void (*hook)(const privcmd_hypercall_t *hypercall);
	/* Counts. Violations are invalid hypercall addresses. */
	_Atomic unsigned int hypercalls, translates, releases, system_calls, violations;
	_Atomic unsigned int by_offset; /* hypercalls of IOCTL_PRIVCMD_HYPERCALL_OFFSET */
	_Atomic unsigned int mapped;	/* anonymous mappings, less those unmapped */
	_Atomic unsigned int sleeps;	/* futex waits */
};

extern struct fake_kernel fake;

/* Open and close a handle of the driver, for tests that bypass the library. */
int fake_open(void);
/* Accept a descriptor of the driver that was not opened here. */
void fake_adopt(int fd);

/* The hypervisor's view of an address, or NULL (a violation). */
void *fake_guest(unsigned long addr, size_t size);

/* The driver's mappings of frames; each frame begins with its number. */
void *fake_map(size_t len, int prot);
bool fake_unmap(void *addr, size_t len);
unsigned int fake_maps(void);

/* Requests to the driver that libxc-fake-map.c serves; like ioctl(). */
int fake_map_request(unsigned long request, unsigned long arg, bool grant_file);

/* Number of pins of this process; pages locked by mlock(). */
unsigned int fake_pins(void);
unsigned int fake_locks(void);

/*
 * Run fn in a child and wait for it; returns whether all its checks held and it ended by
 * itself. CUnit does not work across processes: fn uses CHECK().
 */
bool in_child(void (*fn)(void));
/* The two halves of in_child(), for more than one child. */
pid_t child_start(void (*fn)(void));
bool child_wait(pid_t child);

void check(bool holds, const char *what, const char *file, int line);
#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)

/* ---- the hypervisor ---- */

#define FAKE_DOMAINS	 400
#define FAKE_PFNS	 40000
#define FAKE_HOLE	 (~0UL)
#define FAKE_CONSOLE	 (1 << 17)
#define FAKE_COUNTERS	 7
#define FAKE_MFN(d, pfn) (0x100000UL * (d) + 0x40000UL - 3UL * (pfn))

/* Contents of a domain. */
#define FAKE_INSIDE_PFNS 82000
#define FAKE_VCPUS	 4
#define FAKE_OTHER	 0x77 /* the type of the third record */
struct fake_inside {
	int fd;
	char *memory; /* by frame of its own address space; zeros at first */
	/* Its state: two records that this library knows, and one that it does not. */
	u32 nr_vcpus;
	u32 vcpu_flags[MAX_VIRT_CPUS];
	u64 timebase;
	u32 other_size;
	unsigned char other[XEN_PPC_STATE_MAX];
	unsigned int states; /* how often it has been set */
	vcpu_guest_context_t context[FAKE_VCPUS];
	unsigned int contexts; /* bit n: the context of vCPU n has been set */
};

struct fake_domain {
	bool exists;
	u32 flags;
	unsigned int paused;
	u64 max_memkb;		    /* ~0: no limit */
	unsigned long nr_pfns;	    /* length of p2m */
	unsigned long *p2m;	    /* machine frames, or FAKE_HOLE */
	struct fake_inside *inside; /* or NULL */
};

struct fake_xen {
	struct fake_domain domain[FAKE_DOMAINS];
	char console[FAKE_CONSOLE];
	u64 console_start, console_end; /* positions in the stream */
	size_t console_size;		/* of the ring */
	u32 version;			/* of the dom0 interface */
	unsigned long free_frames;
	u32 key;	      /* the last debug key */
	int fail_cmd;	      /* dom0 operation that fails with fail_errno ... */
	unsigned int fail_in; /* ... after this many successes */
	int fail_errno;
	bool lie;		    /* report more than the buffer can hold */
	cpumap_t cpumap;	    /* as last set */
	u64 context;		    /* its first register, as last set */
	char printed[256];	    /* by console_io */
	dom0_pincpudomain_t pinned; /* the last one */
	u32 sched_id;		    /* SCHED_SEDF unless a test changes it */
	struct bvt_ctl bvt;
	dom0_adjustdom_t adjusted; /* the last parameters, of any domain */
	dom0_msr_t msr;		   /* as last written */
	u32 nr_counters;	   /* FAKE_COUNTERS unless a test changes it */
	u32 counted;		   /* value of each counter; 0 after a reset */
	bool silent;		   /* windows are returned empty */
	unsigned long fail_call;   /* hypercall that fails with fail_errno */
	evtchn_op_t evtchn;	   /* the last one */
	unsigned int grant_cmd;	   /* the last grant_table_op */
	union {
		gnttab_map_grant_ref_t map;
		gnttab_unmap_grant_ref_t unmap;
		gnttab_setup_table_t setup;
		gnttab_dump_table_t dump;
	} grant;
	u64 shadow_pages;	   /* number of frames whose writes are logged */
	bool logging;		   /* logging is on */
	u64 dirty[FAKE_PFNS / 64]; /* bit n: frame n was written */
	dom0_shadow_control_stats_t counted_writes;
	mmu_update_t mmu[2048]; /* the last list of mmu_update */
	unsigned long nr_mmu;
	struct mmuext_op mmuext; /* the last one */
	unsigned long sum;	 /* of the bytes passed to a call */
	pthread_mutex_t lock;
};

extern struct fake_xen xen;

/* No domain but 0, with 64 frames; empty console. */
void fake_xen_reset(void);

/* Make domain d with nr frames; every holes-th pfn is a hole if holes is not 0. */
void fake_domain(unsigned int d, unsigned long nr, unsigned long holes);

/* Print size bytes on the console; byte n of the stream is FAKE_CHAR(n). */
#define FAKE_CHAR(position) ((char)('!' + (position) % 89))
void fake_print(size_t size);

long fake_hypercall(privcmd_hypercall_t *hypercall);

/* The dom0 operations of libxc-fake-inside.c. */
struct fake_inside *fake_inside(unsigned int d);
void fake_inside_free(struct fake_domain *dom);
bool fake_inside_map(unsigned int d, unsigned long addr, unsigned long mfn);
long fake_inside_op(dom0_op_t *op);
/* Writes its state as DOM0_PPC_GETDOMAINSTATE does. Returns the size. */
u32 fake_state(const struct fake_inside *in, unsigned char *state);
bool fake_give_back(struct fake_domain *dom, unsigned long mfn, unsigned long frames);

/* The dom0 operations of libxc-fake-ops.c. */
long fake_more_ops(dom0_op_t *op);
/* The dom0 operations of libxc-fake-shadow.c. */
long fake_shadow_op(dom0_op_t *op);
/* The hypercalls of libxc-fake-channel.c. */
long fake_more_calls(const privcmd_hypercall_t *hypercall);

#endif /* LIBXC_FAKE_H */
