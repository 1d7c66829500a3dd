// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The contract in dom0, against the real hypervisor, by the driver alone. The places are
 * two chunks that dom0 gets behind its memory for each suite. Its kernel does not know
 * them: the program maps the frames that the cases use.
 */
#include <stdio.h>
#include <sys/mman.h>

#include "driver.h"
#include "fixture.h"
#include "hcall.h"
#include "puppet.h"

unsigned long contract_page, contract_border, contract_end;

/* Frames of the two chunks, one after the other in the mapping. */
static const unsigned int window[] = {
	0, 1, CHUNK_FRAMES - 1, CHUNK_FRAMES, 2 * CHUNK_FRAMES - 1,
};
enum { WINDOWS = sizeof(window) / sizeof(window[0]) };
static unsigned char *memory;
static unsigned long chunk[2];
static struct puppet puppet;

static bool map_places(void)
{
	privcmd_mmap_entry_t entry[WINDOWS];
	privcmd_mmap_t map = { .num = WINDOWS, .dom = 0, .entry = entry };

	memory = mmap(NULL, WINDOWS * FRAME_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		      hcall_fd, 0);
	if (memory == MAP_FAILED)
		return false;
	for (unsigned int i = 0; i < WINDOWS; i++)
		entry[i] = (privcmd_mmap_entry_t){
			.va = (unsigned long)memory + i * FRAME_SIZE,
			.mfn = chunk[window[i] / CHUNK_FRAMES] + window[i] % CHUNK_FRAMES,
			.npages = 1,
		};
	return !privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&map);
}

int driver_suite_start(void)
{
	if (suite_start())
		return -1;
	contract_page = dom0_end();
	contract_border = contract_page + CHUNK_SIZE;
	contract_end = contract_border + CHUNK_SIZE;
	if (memory_op(MEMOP_increase_reservation, (unsigned long)buffer_gpa(), 2,
		      CHUNK_ORDER, 0) != 2)
		return -1;
	memcpy(chunk, buffer(), sizeof(chunk));
	return map_places() ? 0 : -1;
}

int driver_suite_stop(void)
{
	munmap(memory, WINDOWS * FRAME_SIZE);
	memcpy(buffer(), chunk, sizeof(chunk));
	if (memory_op(MEMOP_decrease_reservation, (unsigned long)buffer_gpa(), 2,
		      CHUNK_ORDER, 0) != 2)
		return -1;
	return suite_stop();
}

void driver_case_start(void)
{
}

void driver_case_stop(void)
{
}

long driver_call(unsigned long number, const unsigned long arg[5])
{
	return hcall_args(number, arg);
}

unsigned char *driver_byte(unsigned long gpa)
{
	unsigned long frame = (gpa - contract_page) / FRAME_SIZE;

	for (unsigned int i = 0; i < WINDOWS; i++)
		if (window[i] == frame)
			return memory + i * FRAME_SIZE + gpa % FRAME_SIZE;
	CU_FAIL_FATAL("a case uses memory that it does not have");
	return NULL;
}

bool driver_guest_start(unsigned int *id)
{
	bool started = puppet_start(&puppet);

	*id = puppet.id;
	return started;
}

void driver_guest_stop(void)
{
	puppet_stop(&puppet);
}

long driver_guest_call(unsigned long number, const unsigned long arg[5])
{
	return puppet_call_args(&puppet, XEN_MARK(number), arg);
}

void *driver_guest_buffer(void)
{
	return puppet_buffer(&puppet);
}

int main(void)
{
	CU_SuiteInfo suites[] = { CONTRACT_SUITES, CU_SUITE_INFO_NULL };

	return run_suites("contract-test", suites);
}
