// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: each function, with good and bad arguments. */
#include <unistd.h>

#include "libxc-test.h"

static void create_and_destroy(void)
{
	u32 id = 0, wanted = 9;

	CU_ASSERT_EQUAL(xc_domain_create(xc, 0x1234, &id), 0);
	CU_ASSERT(id > 0 && id < DOMID_FIRST_RESERVED);
	CU_ASSERT_EQUAL(xc_domain_create(xc, 0, &wanted), 0);
	CU_ASSERT_EQUAL(wanted, 9);
	errno = 0;
	CU_ASSERT(xc_domain_create(xc, 0, &wanted) && errno == EINVAL);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, wanted), 0);
	CU_ASSERT(xc_domain_destroy(xc, id) == -1 && errno == ESRCH);
	CU_ASSERT(xc_domain_destroy(xc, 0) == -1 && errno == EINVAL);
}

static void pause_and_unpause(void)
{
	u32 id = make_domain(0);

	CU_ASSERT_EQUAL(xc_domain_pause(xc, id), 0);
	CU_ASSERT(xc_domain_unpause(xc, id) == -1 && errno == EINVAL);
	CU_ASSERT(xc_domain_pause(xc, 0) == -1 && errno == EINVAL);
	CU_ASSERT(xc_domain_pause(xc, NO_SUCH_DOMAIN) == -1 && errno == ESRCH);
	CU_ASSERT(xc_domain_unpause(xc, NO_SUCH_DOMAIN) == -1 && errno == ESRCH);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void getinfo(void)
{
	xc_dominfo_t info[4];
	u32 id = 0;

	CU_ASSERT_EQUAL(xc_domain_create(xc, 0x77, &id), 0);
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(xc, id, CHUNK_KIB), 0);
	CU_ASSERT_EQUAL(xc_domain_setmaxmem(xc, id, 2 * CHUNK_KIB), 0);
	memset(info, 0xff, sizeof(info));
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, 0, 4, info), 2);
	CU_ASSERT_EQUAL(info[0].domid, 0);
	CU_ASSERT(info[0].running);
	CU_ASSERT_FALSE(info[0].paused || info[0].dying || info[0].crashed);
	CU_ASSERT(info[0].cpu_time > 0);
	CU_ASSERT_EQUAL(info[1].domid, id);
	CU_ASSERT_EQUAL(info[1].ssidref, 0x77);
	CU_ASSERT(info[1].paused);
	CU_ASSERT_FALSE(info[1].running || info[1].dying || info[1].shutdown);
	CU_ASSERT_EQUAL(info[1].nr_pages, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(info[1].max_memkb, 2 * CHUNK_KIB);
	CU_ASSERT_EQUAL(info[2].domid, 0);
	CU_ASSERT_EQUAL(info[2].nr_pages, 0);
	/* From a number with a domain, and from one above all domains. */
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, 1, 4, info), 1);
	CU_ASSERT_EQUAL(info[0].domid, id);
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, 0, 1, info), 1);
	CU_ASSERT_EQUAL(info[0].domid, 0);
	CU_ASSERT(xc_domain_getinfo(xc, id + 1, 1, info) == -1 && errno == ESRCH);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* More domains than fit into one page. */
static void getinfolist(void)
{
	enum { DOMAINS = 200 };
	static xc_domaininfo_t list[DOMAINS + 2];
	u32 ids[DOMAINS];
	int count;

	for (int i = 0; i < DOMAINS; i++)
		ids[i] = make_domain(0);
	memset(list, 0xee, sizeof(list));
	count = xc_domain_getinfolist(xc, 0, DOMAINS + 2, list);
	CU_ASSERT_EQUAL(count, DOMAINS + 1);
	CU_ASSERT_EQUAL(list[0].domain, 0);
	for (int i = 1; i < count; i++)
		CU_ASSERT(list[i].domain > list[i - 1].domain);
	CU_ASSERT_EQUAL(list[DOMAINS + 1].domain, 0xeeee);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(xc, 1, 7, list), 7);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(xc, 1, DOMAINS - 1, list), DOMAINS - 1);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(xc, 0x7fef, 7, list), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(xc, 0, 0, list), 0);
	for (int i = 0; i < DOMAINS; i++)
		CU_ASSERT_EQUAL(xc_domain_destroy(xc, ids[i]), 0);
}

static void memory(void)
{
	const unsigned int free_kib =
		(unsigned int)(xc_free_frames() * (XC_PAGE_SIZE / 1024));
	u32 id = make_domain(0);

	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, id), 0);
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(xc, id, 2 * CHUNK_KIB), 0);
	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, id), 2 * CHUNK_FRAMES);
	/* Not a whole number of chunks. */
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(xc, id, 100), 0);
	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, id), 3 * CHUNK_FRAMES);
	/* The limit stops it, and so does the machine. */
	CU_ASSERT_EQUAL(xc_domain_setmaxmem(xc, id, 4 * CHUNK_KIB), 0);
	errno = 0;
	CU_ASSERT(xc_domain_memory_increase_reservation(xc, id, 2 * CHUNK_KIB) == -1 &&
		  errno == ENOMEM);
	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, id), 4 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(xc_domain_setmaxmem(xc, id, ~0U), 0);
	CU_ASSERT(xc_domain_memory_increase_reservation(xc, id, free_kib) == -1 &&
		  errno == ENOMEM);
	CU_ASSERT_EQUAL(xc_free_frames(), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);

	CU_ASSERT(xc_domain_memory_increase_reservation(xc, NO_SUCH_DOMAIN, CHUNK_KIB) <
		  0);
	CU_ASSERT(xc_domain_setmaxmem(xc, NO_SUCH_DOMAIN, CHUNK_KIB) == -1 &&
		  errno == ESRCH);
	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, 0x7fef), -1);
}

static void machine(void)
{
	xc_physinfo_t info;
	int sched = -1;

	memset(&info, 0, sizeof(info));
	CU_ASSERT_EQUAL(xc_physinfo(xc, &info), 0);
	CU_ASSERT_EQUAL(info.nr_nodes, 1);
	CU_ASSERT(info.total_pages > info.free_pages);
	CU_ASSERT(info.total_pages >
		  (unsigned long)xc_get_tot_pages(xc, 0) + info.free_pages);
	CU_ASSERT_EQUAL(xc_sched_id(xc, &sched), 0);
	CU_ASSERT(sched >= 0);
}

/* The ring is read in windows below the one call; 'm' fills it with known text. */
static void console_ring(void)
{
	static char room[1 << 20];
	char *text = room;
	unsigned int count = sizeof(room), all, newest = 100;

	CU_ASSERT_EQUAL(xc_ppc_debug_key(xc, 'm'), 0);
	CU_ASSERT_EQUAL(xc_readconsolering(xc, &text, &count, 0), 0);
	CU_ASSERT_FATAL(text >= room && text + count <= room + sizeof(room));
	CU_ASSERT(count > 200);
	CU_ASSERT_PTR_NOT_NULL(memmem(text, count, "chunks: end\n", 12));
	all = count;
	/* A small buffer gets the newest text. */
	{
		char small[100], *p = small;

		CU_ASSERT_EQUAL(xc_readconsolering(xc, &p, &newest, 0), 0);
		CU_ASSERT_EQUAL(newest, 100);
		CU_ASSERT_EQUAL(memcmp(p, text + all - 100, 100), 0);
	}
	text = room;
	count = sizeof(room);
	CU_ASSERT_EQUAL(xc_readconsolering(xc, &text, &count, 1), 0);
	CU_ASSERT_EQUAL(count, all);
	text = room;
	count = sizeof(room);
	CU_ASSERT_EQUAL(xc_readconsolering(xc, &text, &count, 0), 0);
	CU_ASSERT_EQUAL(count, 0);
	CU_ASSERT(xc_ppc_debug_key(xc, '?') == -1 && errno == EINVAL);
}

static void any_op(void)
{
	dom0_getdomaininfo_t list[2];
	dom0_op_t op = { .cmd = DOM0_GETDOMAININFOLIST };

	op.u.getdomaininfolist.max_domains = 2;
	op.u.getdomaininfolist.buffer = list;
	CU_ASSERT_EQUAL(xc_dom0_op(xc, &op), 0);
	CU_ASSERT_EQUAL(op.u.getdomaininfolist.num_domains, 1);
	CU_ASSERT_PTR_EQUAL(op.u.getdomaininfolist.buffer, list);
	CU_ASSERT_EQUAL(list[0].domain, 0);
	CU_ASSERT(list[0].tot_pages > 0);

	memset(&op, 0, sizeof(op));
	op.cmd = DOM0_PAUSEDOMAIN;
	op.u.pausedomain.domain = NO_SUCH_DOMAIN;
	CU_ASSERT(xc_dom0_op(xc, &op) == -1 && errno == ESRCH);
	op.cmd = 0xfff;
	CU_ASSERT(xc_dom0_op(xc, &op) == -1 && errno == ENOSYS);
}

static void bad_handles(void)
{
	xc_dominfo_t info;
	int pipes[2];

	CU_ASSERT(xc_domain_getinfo(-1, 0, 1, &info) == -1 && errno == EBADF);
	CU_ASSERT(xc_domain_getinfo(1023, 0, 1, &info) == -1 && errno == EBADF);
	CU_ASSERT_EQUAL_FATAL(pipe(pipes), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfo(pipes[0], 0, 1, &info), -1);
	close(pipes[0]);
	close(pipes[1]);
	CU_ASSERT(xc_interface_close(-1) == -1 && errno == EBADF);
	/* The good handle still works. */
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, 0, 1, &info), 1);
}

CU_TestInfo calls_tests[] = {
	TEST(create_and_destroy),
	TEST(pause_and_unpause),
	TEST(getinfo),
	TEST(getinfolist),
	TEST(memory),
	TEST(machine),
	TEST(console_ring),
	TEST(any_op),
	TEST(bad_handles),
	CU_TEST_INFO_NULL,
};
