// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers that are larger than an operation (bench.h). */
#include <errno.h>
#include <string.h>

#include <xc_private.h>

#include "bench.h"

#define DOMAINS	  100
#define RING_SIZE 16384
#define LINE_SIZE 64

static xc_domaininfo_t info[DOMAINS];

/* The machine has dom0 and one other domain, as when the peer was measured. */
void measure_two_domains(int xc)
{
	int found = -1;

	MEASURE(BENCH_INFOLIST_2, found = xc_domain_getinfolist(xc, 0, DOMAINS, info));
	if (found != 2 || info[0].domain != 0 || info[1].tot_pages != GUEST_FRAMES)
		fail("%d domains instead of 2", found);
}

/* List DOMAINS domains beside the caller. One exists already. */
void measure_many_domains(int xc)
{
	u32 ids[DOMAINS];
	int found = -1;

	for (int i = 1; i < DOMAINS; i++) {
		ids[i] = 0;
		if (xc_domain_create(xc, 0, &ids[i]))
			fail("creating domain %d of %d: %s", i, DOMAINS, strerror(errno));
	}
	memset(info, 0xff, sizeof(info));
	MEASURE(BENCH_INFOLIST_100, found = xc_domain_getinfolist(xc, 1, DOMAINS, info));
	if (found != DOMAINS)
		fail("%d domains instead of %d", found, DOMAINS);
	for (int i = 0; i < DOMAINS; i++)
		if (info[i].n_vcpu != 1 || info[i].vcpu_to_cpu[0] != 0 ||
		    info[i].vcpu_to_cpu[1] != -1 || info[i].ssidref != 0 ||
		    (i && info[i].domain <= info[i - 1].domain))
			fail("domain %d of the list is described wrongly", i);
	for (int i = 1; i < DOMAINS; i++)
		if (xc_domain_destroy(xc, ids[i]))
			fail("destroying domain %u: %s", ids[i], strerror(errno));
}

static void fill_ring(int xc)
{
	char line[LINE_SIZE];

	for (int i = 0; i <= RING_SIZE / LINE_SIZE; i++) {
		privcmd_hypercall_t print = { __HYPERVISOR_console_io,
					      { CONSOLEIO_write, sizeof(line),
						(unsigned long)line } };

		memset(line, 'a' + i % 26, sizeof(line) - 1);
		line[sizeof(line) - 1] = '\n';
		if (do_xen_hypercall(xc, &print) != sizeof(line))
			fail("printing on the console: %s", strerror(errno));
	}
}

void measure_console(int xc)
{
	static char buffer[RING_SIZE];
	char *text = buffer;
	unsigned int count = 0;
	int rc = -1;

	fill_ring(xc);
	MEASURE(BENCH_CONSOLE, (text = buffer, count = RING_SIZE,
				rc = xc_readconsolering(xc, &text, &count, 0)));
	if (rc || count != RING_SIZE || text != buffer)
		fail("%u bytes of the console instead of %d", count, RING_SIZE);
	for (unsigned int i = 1; i < count; i++)
		if (buffer[i] != buffer[i - 1] && i % LINE_SIZE != LINE_SIZE - 1 &&
		    i % LINE_SIZE != 0)
			fail("byte %u of the console is wrong", i);
}

static unsigned long sum_in_place(int xc, u32 domid)
{
	const unsigned long *part;
	xc_pfn_list_t list;
	unsigned long sum = 0;
	long n;

	if (xc_pfn_list_begin(&list, xc, domid))
		return 0;
	while ((n = xc_pfn_list_next(&list, &part)) > 0)
		sum += sum_of(part, (size_t)n);
	xc_pfn_list_end(&list);
	return sum;
}

void measure_in_place(int xc, u32 domid)
{
	static unsigned long list[GUEST_FRAMES];
	unsigned long sum = 0;

	if (xc_get_pfn_list(xc, domid, list, GUEST_FRAMES) != GUEST_FRAMES)
		fail("a list of frames: %s", strerror(errno));
	MEASURE(BENCH_PFN_IN_PLACE, sum = sum_in_place(xc, domid));
	if (sum != sum_of(list, GUEST_FRAMES))
		fail("a list read in place has another sum");
}
