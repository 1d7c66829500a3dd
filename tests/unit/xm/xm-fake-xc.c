// SPDX-License-Identifier: GPL-2.0-or-later
/* Fakes of the libxc functions that xm calls, on the domains of xm-fake.c. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "events.h"
#include "xc_private.h"
#include "xm-fake.h"

#define STREAM "stream of a domain"

static int failure(int number)
{
	errno = number;
	return -1;
}

/* Whether the test makes this function fail. */
static bool fails(const char *name)
{
	if (strcmp(xen->fail, name))
		return false;
	errno = xen->fail_errno;
	return true;
}

static void be_slow(const char *name)
{
	if (strcmp(xen->slow, name) != 0)
		return;
	xen->slowed++;
	usleep(xen->slow_ms * 1000);
}

#define FAIL_IF_WANTED()             \
	do {                         \
		if (fails(__func__)) \
			return -1;   \
	} while (0)

/* If the test wants it, stay in this function until the process ends or it says so. */
static void stall_if_wanted(const char *name)
{
	if (strcmp(xen->stall, name))
		return;
	xen->stalled = true;
	while (*(volatile char *)xen->stall)
		usleep(1000);
}

#define DOMAIN(domid)                                  \
	struct fake_domain *domain = fake_find(domid); \
	FAIL_IF_WANTED();                              \
	if (!domain)                                   \
	return failure(ESRCH)

int xc_interface_open(void)
{
	return dup(STDERR_FILENO);
}

int xc_interface_close(int xc_handle)
{
	return close(xc_handle);
}

const char *xc_ppc_fault(void)
{
	return xen->fault;
}

int xc_domain_create(int xc_handle, u32 ssidref, u32 *pdomid)
{
	FAIL_IF_WANTED();
	*pdomid = xen->next_domid++;
	return fake_new(*pdomid) ? 0 : failure(ENOMEM);
}

int xc_domain_pause(int xc_handle, u32 domid)
{
	DOMAIN(domid);
	if (!domid)
		return failure(EINVAL);
	domain->info.paused = 1;
	domain->info.running = 0;
	return 0;
}

int xc_domain_unpause(int xc_handle, u32 domid)
{
	DOMAIN(domid);
	if (!domid || !domain->built)
		return failure(EINVAL);
	domain->info.paused = 0;
	domain->info.running = 1;
	return 0;
}

int xc_domain_destroy(int xc_handle, u32 domid)
{
	DOMAIN(domid);
	if (!domid)
		return failure(EINVAL);
	xen->free_kb += domain->info.nr_pages * (XC_PAGE_SIZE / 1024);
	domain->exists = false;
	xen->events++;
	be_slow(__func__);
	return 0;
}

int xc_domain_getinfo(int xc_handle, u32 first_domid, unsigned int max_doms,
		      xc_dominfo_t *info)
{
	unsigned int count = 0;

	FAIL_IF_WANTED();
	for (u32 domid = first_domid; domid < xen->next_domid + 100; domid++) {
		const struct fake_domain *domain = fake_find(domid);

		if (domain && count < max_doms) {
			info[count] = domain->info;
			for (unsigned int v = 0; v < MAX_VIRT_CPUS; v++) {
				info[count].vcpu_to_cpu[v] =
					v < domain->info.vcpus ? 0 : -1;
				info[count].cpumap[v] = domain->cpumap;
			}
			count++;
		}
	}
	return count ? (int)count : failure(ESRCH);
}

int xc_domain_setmaxmem(int xc_handle, u32 domid, unsigned int max_memkb)
{
	DOMAIN(domid);
	domain->max_kb = max_memkb;
	domain->info.max_memkb = max_memkb;
	return 0;
}

int xc_domain_memory_increase_reservation(int xc_handle, u32 domid, unsigned int mem_kb)
{
	DOMAIN(domid);
	if (mem_kb > xen->free_kb)
		return failure(ENOMEM);
	xen->free_kb -= mem_kb;
	domain->info.nr_pages += mem_kb / (XC_PAGE_SIZE / 1024);
	return 0;
}

int xc_ppc_linux_build(int xc_handle, u32 domid, const char *image_name,
		       const char *ramdisk_name, const char *cmdline, unsigned int vcpus)
{
	DOMAIN(domid);
	snprintf(domain->kernel, sizeof(domain->kernel), "%s", image_name);
	snprintf(domain->ramdisk, sizeof(domain->ramdisk), "%s",
		 ramdisk_name ? ramdisk_name : "none");
	snprintf(domain->cmdline, sizeof(domain->cmdline), "%s", cmdline);
	domain->info.vcpus = vcpus;
	stall_if_wanted(__func__);
	domain->built = true;
	return 0;
}

int xc_ppc_linux_save(int xc_handle, int fd, u32 dom, unsigned int flags,
		      xc_ppc_progress_t progress, void *data)
{
	DOMAIN(dom);
	domain->logging = flags & XC_PPC_SAVE_LIVE;
	domain->info.paused = 1;
	domain->info.running = 0;
	if (dprintf(fd, "%s%u", STREAM, flags) < 0)
		return -1;
	stall_if_wanted(__func__);
	domain->logging = false;
	return 0;
}

int xc_ppc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
			 xc_ppc_progress_t progress, void *data)
{
	char text[sizeof(STREAM)];
	DOMAIN(dom);

	domain->info.nr_pages = nr_pfns;
	xen->free_kb -= nr_pfns * (XC_PAGE_SIZE / 1024);
	stall_if_wanted(__func__);
	if (read(io_fd, text, sizeof(text)) != sizeof(text) ||
	    memcmp(text, STREAM, sizeof(STREAM) - 1) != 0)
		return failure(EBADMSG);
	domain->built = true;
	return 0;
}

int xc_ppc_domain_is_built(int xc_handle, u32 domid)
{
	DOMAIN(domid);
	return domain->built;
}

long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size)
{
	DOMAIN(domid);
	if (*position >= domain->out_size)
		return 0;
	if (size > domain->out_size - *position)
		size = domain->out_size - *position;
	/* Return small pieces, like a ring that wraps around. */
	if (size > 5)
		size = 5;
	memcpy(buffer, domain->out + *position, size);
	*position += size;
	return (long)size;
}

long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size)
{
	DOMAIN(domid);
	if (domain->reads_nothing)
		return 0;
	if (size > domain->room)
		size = domain->room;
	memcpy(domain->typed + domain->typed_size, text, size);
	domain->typed_size += size;
	/* Full for one call, then there is room again. */
	domain->room = size ? domain->room - size : 16;
	xen->events++;
	return (long)size;
}

int xc_ppc_power_button(int xc_handle, u32 domid)
{
	DOMAIN(domid);
	if (!domid)
		return failure(EINVAL);
	if (domain->deaf) {
		domain->deaf--;
		return failure(EAGAIN);
	}
	domain->buttons++;
	if (domain->button_ends)
		fake_stop(domain, SHUTDOWN_poweroff);
	return 0;
}

/* The library has unpaused the domain when this returns. */
int xc_ppc_dumpcore(int xc_handle, u32 domid, int fd)
{
	bool ran;
	int rc;
	DOMAIN(domid);

	be_slow(__func__);
	ran = !domain->info.paused;
	domain->info.paused = 1;
	rc = dprintf(fd, "core") < 0 ? -1 : 0;
	stall_if_wanted(__func__);
	if (ran)
		domain->info.paused = 0;
	xen->dumps += rc == 0;
	return rc;
}

int xc_shadow_control(int xc_handle, u32 domid, unsigned int sop,
		      unsigned long *dirty_bitmap, unsigned long pages,
		      xc_shadow_control_stats_t *stats)
{
	DOMAIN(domid);
	if (sop != DOM0_SHADOW_CONTROL_OP_OFF)
		return failure(EINVAL);
	domain->logging = false;
	return 0;
}

int xc_domain_pincpu(int xc_handle, u32 domid, int vcpu, cpumap_t *cpumap)
{
	DOMAIN(domid);
	if (vcpu >= (int)domain->info.vcpus)
		return failure(EINVAL);
	domain->cpumap = *cpumap;
	return 0;
}

long long xc_domain_get_cpu_usage(int xc_handle, domid_t domid, int vcpu)
{
	DOMAIN(domid);
	return (long long)domain->info.cpu_time;
}

int xc_domain_setcpuweight(int xc_handle, u32 domid, float weight)
{
	DOMAIN(domid);
	domain->weight = weight;
	return 0;
}

int events_open(struct events *events, int handle, uint32_t domid, unsigned int what)
{
	if (fails("xc_ppc_watch"))
		return -1;
	events->fd =
		-1; /* poll() ignores it, and the caller looks after its time limit */
	events->port = (int)xen->events;
	__atomic_add_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
	return 0;
}

void events_take(struct events *events)
{
	events->port = (int)xen->events;
}

void events_wait(struct events *events, int ms)
{
	for (int i = 0; i < ms && events->port == (int)xen->events; i++)
		usleep(1000);
	events_take(events);
}

void events_close(struct events *events)
{
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
}
