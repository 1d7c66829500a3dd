// SPDX-License-Identifier: GPL-2.0-or-later
/* The contract on the build machine: the hypervisor's sources on the fakes. */
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/trace/buffer.h>

#include "console-ring.h"
#include "dom0.h"
#include "driver.h"
#include "fakes.h"

unsigned long contract_page = 0x10000;
unsigned long contract_border = CHUNK_SIZE;
unsigned long contract_end = DOM0_END;

static struct domain *guest;

int driver_suite_start(void)
{
	scheduler_init("");
	return 0;
}

static int suite_start_sedf(void)
{
	scheduler_init("sched=sedf");
	return 0;
}

int driver_suite_stop(void)
{
	return 0;
}

void driver_case_start(void)
{
	console_start_with_dom0();
}

void driver_case_stop(void)
{
	dom0_stop();
}

long driver_call(unsigned long number, const unsigned long arg[5])
{
	return call(number, arg[0], arg[1], arg[2], arg[3], arg[4]);
}

unsigned char *driver_byte(unsigned long gpa)
{
	return domain_byte(dom0, gpa);
}

bool driver_guest_start(unsigned int *id)
{
	guest = make_domain(1);
	*id = guest->id;
	return true;
}

void driver_guest_stop(void)
{
	destroy_domain(guest);
}

long driver_guest_call(unsigned long number, const unsigned long arg[5])
{
	return call_by(guest, number, arg[0], arg[1], arg[2], arg[3], arg[4]);
}

void *driver_guest_buffer(void)
{
	return domain_byte(guest, GUEST_BUFFER);
}

int main(void)
{
	CU_SuiteInfo suites[] = {
		CONTRACT_SUITES,
		/* In dom0 it is the boot argument that decides. */
		{ "sched-sedf", suite_start_sedf, driver_suite_stop, contract_setup,
		  contract_teardown, sched_cases },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(32);
	trace_init("");
	return run_suites("contract", suites);
}
