// SPDX-License-Identifier: GPL-2.0-or-later
/* The contract on the build machine: the hypervisor's sources on the fakes. */
#include <string.h>

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
	machine.hurry = false;
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

static CU_SuiteInfo whole[] = {
	CONTRACT_SUITES,
	/* In dom0 it is the boot argument that decides. */
	{ "sched-sedf", suite_start_sedf, driver_suite_stop, contract_setup,
	  contract_teardown, sched_cases },
};

/* The same again, with calls that stop after each piece of their work. */
static int suite_start_in_pieces(void)
{
	machine.hurry = true;
	return driver_suite_start();
}

#undef CONTRACT_SUITE
#define CONTRACT_SUITE(name, cases)                                            \
	{                                                                      \
		(name " in pieces"), suite_start_in_pieces, driver_suite_stop, \
			contract_setup, contract_teardown, (cases)             \
	}
static CU_SuiteInfo in_pieces[] = { CONTRACT_SUITES };

int main(void)
{
	CU_SuiteInfo suites[ARRAY_SIZE(whole) + ARRAY_SIZE(in_pieces) + 1] = { 0 };

	memcpy(suites, whole, sizeof(whole));
	memcpy(suites + ARRAY_SIZE(whole), in_pieces, sizeof(in_pieces));
	machine_start_with_heap(32);
	trace_init("");
	return run_suites("contract", suites);
}
