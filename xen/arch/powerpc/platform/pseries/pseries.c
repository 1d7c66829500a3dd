// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The pseries platform: we are a partition of a hypervisor below us, which lends us the
 * hypervisor privilege by the nested-HV calls (H_SET_PARTITION_TABLE, H_ENTER_NESTED).
 */
#define pr_fmt(fmt) "pseries: " fmt
#include <xen/byteorder.h>
#include <xen/cpu.h>
#include <xen/vcpu.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/cpu/exception.h>
#include <asm/hcall_numbers.h>
#include <asm/memory.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "cpu.h"
#include "hcall.h"
#include "irq.h"
#include "open_firmware.h"
#include "rtas.h"

#define TERM_UNIT 0 /* the partition's first terminal, whatever its address is */
#define TERM_MAX  16

/* H_SET_MODE: interrupts of this partition are taken little-endian. */
#define ILE_LITTLE 1

static struct rtas_tokens tokens;

static void pseries_run(struct vcpu *v)
{
	u64 reason;

	do
		reason = (u64)hcall_status(H_ENTER_NESTED, ptr_to_maddr(&v->arch.hv),
					   ptr_to_maddr(&v->arch.regs), 0, 0);
	while (vcpu_exit(v, reason));
}

/* Each nested call moves all that v->arch.hv has. */
static void pseries_state_save(struct vcpu *v)
{
}

static void pseries_state_load(const struct vcpu *v)
{
}

static size_t pseries_console_put(const char *text, size_t len)
{
	be64 word[2] = { 0 };

	memcpy(word, text, len);
	/* Busy is the only refusal that can pass; retrying any other would never end. */
	return hcall_status(H_PUT_TERM_CHAR, TERM_UNIT, len, be64_to_cpu(word[0]),
			    be64_to_cpu(word[1])) == H_BUSY
		       ? 0
		       : len;
}

/*
 * The call hands out up to 16 characters and keeps none, so what the caller has no
 * room for waits here.
 */
static size_t pseries_console_get(char *buf, size_t size)
{
	static char waiting[TERM_MAX];
	static size_t first, count;
	u64 arg[4] = { TERM_UNIT };
	be64 word[2];
	size_t n;

	if (!count && hcall(H_GET_TERM_CHAR, arg) == H_SUCCESS) {
		word[0] = cpu_to_be64(arg[1]);
		word[1] = cpu_to_be64(arg[2]);
		memcpy(waiting, word, sizeof(waiting));
		first = 0;
		count = min(arg[0], (u64)TERM_MAX);
	}
	n = min(count, size);
	memcpy(buf, waiting + first, n);
	first += n;
	count -= n;
	return n;
}

/* tlbie's fields as H_TLB_INVALIDATE wants them: RIC = 2 (all), R (radix). */
#define TLBIE_RIC_ALL (2ULL << 18)
#define TLBIE_R	      (1ULL << 16)
#define TLBIE_IS_LPID (2ULL << 10)

static void pseries_partition_flush(u32 lpid)
{
	if (hcall_status(H_TLB_INVALIDATE, TLBIE_RIC_ALL | TLBIE_R, lpid, TLBIE_IS_LPID,
			 0))
		panic("H_TLB_INVALIDATE refused");
}

static void pseries_idle(u64 until)
{
	if (until <= get_timebase())
		return;
	set_decrementer(until);
	/* Turns MSR[EE] on below; the interrupt that ends it only turns it off again. */
	hcall_status(H_CEDE, 0, 0, 0, 0);
	pseries_irq.handle();
}

/* The guest runs on the same CPU as we do, so the same holds for it. */
static bool pseries_cpu_characteristics(u64 *character, u64 *behaviour)
{
	u64 arg[4] = { 0 };

	if (hcall(H_GET_CPU_CHARACTERISTICS, arg) != H_SUCCESS)
		return false;
	*character = arg[0];
	*behaviour = arg[1];
	return true;
}

#define NS_PER_S 1000000000

static int pseries_time_of_day(struct calendar_time *t)
{
	u32 ret[7];

	if (!tokens.time_of_day || rtas_call(tokens.time_of_day, 0, NULL, 8, ret))
		return -ENOSYS;
	/* QEMU 7.2 gives the lower 32 bits of all its nanoseconds: they are no part. */
	*t = (struct calendar_time){ ret[0],
				     ret[1],
				     ret[2],
				     ret[3],
				     ret[4],
				     ret[5],
				     ret[6] < NS_PER_S ? ret[6] : 0 };
	return 0;
}

static int pseries_set_time_of_day(const struct calendar_time *t)
{
	const u32 arg[7] = { t->year,	t->month,  t->day,	 t->hour,
			     t->minute, t->second, t->nanosecond };

	if (!tokens.set_time_of_day || rtas_call(tokens.set_time_of_day, 7, arg, 1, NULL))
		return -ENOSYS;
	return 0;
}

static void __noreturn pseries_power_off(void)
{
	static const u32 no_wake_up[2] = { 0xffffffff, 0xffffffff };

	rtas_call(tokens.power_off, 2, no_wake_up, 1, NULL);
	pseries_halt();
}

static void __noreturn pseries_reboot(void)
{
	rtas_call(tokens.reboot, 0, NULL, 1, NULL);
	pseries_halt();
}

/* vectors.S */
extern const char pseries_vectors[], pseries_vectors_end[];

static void vectors_init(void)
{
	install_vectors(pseries_vectors, pseries_vectors_end);
	if (XEN_CPU_IS_LE &&
	    hcall_status(H_SET_MODE, ILE_LITTLE, H_SET_MODE_RESOURCE_ILE, 0, 0))
		panic("H_SET_MODE refused little-endian interrupts");
}

static void pseries_init(void)
{
	long status;

	vectors_init();
	status = hcall_status(H_SET_PARTITION_TABLE, partition_table_pointer(), 0, 0, 0);
	if (status == H_FUNCTION)
		panic("this machine lends no hypervisor privilege: QEMU needs "
		      "-machine pseries,cap-nested-hv=on and -cpu POWER9 or later");
	if (status)
		panic("H_SET_PARTITION_TABLE: %ld", status);
}

/* r3 and r4: the initrd; r5: Open Firmware's client interface. */
void pseries_probe(const struct boot_registers *r, struct boot_info *info)
{
	struct console_device console = { 0 };
	const char *fault;

	if (!r->r5)
		panic("no Open Firmware client interface at hand-over (r5 is 0)");
	of_init(r->r5);
	fault = of_read(info, &tokens, &console);
	if (fault)
		panic("%s", fault);
	of_quiesce();
	pseries_cpu_probe(tokens.start_cpu);
	pseries_irq_probe(&console, tokens.set_xive);
	info->bundle = (struct memory_range){ r->r3, r->r3 + r->r4 };
}

const struct platform pseries_platform = {
	.name = "pseries",
	.guest_ail = true,
	.init = pseries_init,
	.cpu_init = pseries_cpu_init,
	.start_cpu = pseries_start_cpu,
	.spare_cpu = pseries_spare_cpu,
	.kick = pseries_kick,
	.halt = pseries_halt,
	.run = pseries_run,
	.state_save = pseries_state_save,
	.state_load = pseries_state_load,
	.console_put = pseries_console_put,
	.console_get = pseries_console_get,
	.partition_flush = pseries_partition_flush,
	.idle = pseries_idle,
	.irq = &pseries_irq,
	.cpu_characteristics = pseries_cpu_characteristics,
	.time_of_day = pseries_time_of_day,
	.set_time_of_day = pseries_set_time_of_day,
	.power_off = pseries_power_off,
	.reboot = pseries_reboot,
};
