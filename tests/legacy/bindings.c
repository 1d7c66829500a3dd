// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for the Python binding xc: a shared object that calls the 31 functions of the
 * library which xend needs. Each is a method with the same signature, found by name.
 * Errors, which Python would turn into exceptions, are printed.
 */
#include <xc.h>
#include <zlib.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netdb.h>
#include <arpa/inet.h>
#include "xc_private.h"
#include "linux_boot_params.h"

/* The object of a method; no domain has its number. */
struct binding {
	int xc_handle;
	u32 dom;
};

static int domain_create(struct binding *xc)
{
	u32 dom = 0;
	int ret = xc_domain_create(xc->xc_handle, 0, &dom);

	return ret < 0 ? ret : xc_domain_destroy(xc->xc_handle, dom);
}

static int domain_dumpcore(struct binding *xc)
{
	return xc_domain_dumpcore(xc->xc_handle, xc->dom, "/tmp/core");
}

static int domain_pause(struct binding *xc)
{
	return xc_domain_pause(xc->xc_handle, xc->dom);
}

static int domain_unpause(struct binding *xc)
{
	return xc_domain_unpause(xc->xc_handle, xc->dom);
}

static int domain_destroy(struct binding *xc)
{
	return xc_domain_destroy(xc->xc_handle, xc->dom);
}

static int domain_pincpu(struct binding *xc)
{
	cpumap_t cpumap = 1;

	return xc_domain_pincpu(xc->xc_handle, xc->dom, 0, &cpumap);
}

static int domain_setcpuweight(struct binding *xc)
{
	float cpuweight = 1;

	return xc_domain_setcpuweight(xc->xc_handle, xc->dom, cpuweight);
}

static int domain_getinfo(struct binding *xc)
{
	xc_dominfo_t *info = malloc(1024 * sizeof(xc_dominfo_t));
	int nr_doms = info ? xc_domain_getinfo(xc->xc_handle, 0, 1024, info) : -1;

	if (nr_doms > 0)
		printf("domain %u: %lu KiB of memory, %s limit\n", info[0].domid,
		       info[0].nr_pages * (XC_PAGE_SIZE / 1024),
		       (long)info[0].max_memkb > 0 ? "a positive" : "a negative");
	free(info);
	return nr_doms < 1 ? -1 : 0;
}

static int domain_setmaxmem(struct binding *xc)
{
	return xc_domain_setmaxmem(xc->xc_handle, xc->dom, 65536);
}

static int domain_memory_increase_reservation(struct binding *xc)
{
	return xc_domain_memory_increase_reservation(xc->xc_handle, xc->dom, 65536);
}

static int linux_build(struct binding *xc)
{
	unsigned long store_mfn = 0;

	return xc_linux_build(xc->xc_handle, xc->dom, "/boot/vmlinuz", NULL, "", 1, 0, 1,
			      2, &store_mfn);
}

static int vmx_build(struct binding *xc)
{
	unsigned long store_mfn = 0;
	struct mem_map mem_map;

	memset(&mem_map, 0, sizeof(mem_map));
	mem_map.nr_map = 1;
	mem_map.map[0].size = 64 << 20;
	mem_map.map[0].type = E820_RAM;
	mem_map.map[0].caching_attr = MEMMAP_WB;
	return xc_vmx_build(xc->xc_handle, xc->dom, 64, "/boot/vmlinuz", &mem_map, NULL,
			    "", 1, 0, 1, 2, &store_mfn);
}

static int bvtsched_global_set(struct binding *xc)
{
	return xc_bvtsched_global_set(xc->xc_handle, 5000);
}

static int bvtsched_global_get(struct binding *xc)
{
	unsigned long ctx_allow;

	return xc_bvtsched_global_get(xc->xc_handle, &ctx_allow);
}

static int bvtsched_domain_set(struct binding *xc)
{
	return xc_bvtsched_domain_set(xc->xc_handle, xc->dom, 10, 0, 0, 0, 0);
}

static int bvtsched_domain_get(struct binding *xc)
{
	u32 mcuadv;
	int warpback;
	s32 warpvalue;
	long long warpl, warpu;

	return xc_bvtsched_domain_get(xc->xc_handle, xc->dom, &mcuadv, &warpback,
				      &warpvalue, &warpl, &warpu);
}

static int sedf_domain_set(struct binding *xc)
{
	return xc_sedf_domain_set(xc->xc_handle, xc->dom, 20000000, 5000000, 0, 0, 0);
}

static int sedf_domain_get(struct binding *xc)
{
	u64 period, slice, latency;
	u16 extratime, weight;

	return xc_sedf_domain_get(xc->xc_handle, xc->dom, &period, &slice, &latency,
				  &extratime, &weight);
}

static int evtchn_alloc_unbound(struct binding *xc)
{
	int port = 0;

	return xc_evtchn_alloc_unbound(xc->xc_handle, xc->dom, &port);
}

static int evtchn_bind_interdomain(struct binding *xc)
{
	int port1 = 0, port2 = 0;

	return xc_evtchn_bind_interdomain(xc->xc_handle, DOMID_SELF, xc->dom, &port1,
					  &port2);
}

static int evtchn_bind_virq(struct binding *xc)
{
	int port;

	return xc_evtchn_bind_virq(xc->xc_handle, NR_VIRQS, &port);
}

static int evtchn_close(struct binding *xc)
{
	return xc_evtchn_close(xc->xc_handle, xc->dom, 1);
}

static int evtchn_send(struct binding *xc)
{
	return xc_evtchn_send(xc->xc_handle, NR_EVENT_CHANNELS);
}

static int evtchn_status(struct binding *xc)
{
	xc_evtchn_status_t status;
	int ret = xc_evtchn_status(xc->xc_handle, xc->dom, 1, &status);

	if (ret != 0)
		return ret;
	switch (status.status) {
	case EVTCHNSTAT_unbound:
		return status.u.unbound.dom;
	case EVTCHNSTAT_interdomain:
		return status.u.interdomain.dom + status.u.interdomain.port;
	case EVTCHNSTAT_pirq:
		return status.u.pirq;
	case EVTCHNSTAT_virq:
		return status.u.virq;
	default:
		return 0;
	}
}

static int physdev_pci_access_modify(struct binding *xc)
{
	return xc_physdev_pci_access_modify(xc->xc_handle, xc->dom, 0, 1, 0, 1);
}

/* The buffer is on the stack and larger than the hypervisor's. */
static int readconsolering(struct binding *xc)
{
	char _str[32768], *str = _str;
	unsigned int count = sizeof(_str);
	int ret = xc_readconsolering(xc->xc_handle, &str, &count, 0);

	if (ret == 0)
		printf("console ring: text %s\n",
		       count > 0 && str >= _str && str + count <= _str + sizeof(_str)
			       ? "in the buffer"
			       : "elsewhere");
	return ret;
}

static int physinfo(struct binding *xc)
{
	xc_physinfo_t info;
	int ret = xc_physinfo(xc->xc_handle, &info);

	if (ret == 0)
		printf("machine: %s\n",
		       info.threads_per_core * info.cores_per_socket *
						       info.sockets_per_node *
						       info.nr_nodes >
					       0 &&
				       info.total_pages > info.free_pages &&
				       info.cpu_khz > 0
			       ? "plausible"
			       : "strange");
	return ret;
}

static int shadow_control(struct binding *xc)
{
	return xc_shadow_control(xc->xc_handle, xc->dom, DOM0_SHADOW_CONTROL_OP_OFF, NULL,
				 0, NULL);
}

/* No such port. */
static int init_store(struct binding *xc)
{
	return xc_init_store(xc->xc_handle, NR_EVENT_CHANNELS) < 0 ? -1 : 0;
}

typedef int method(struct binding *);

static const struct {
	const char *name;
	method *method;
} methods[] = {
	{ "domain_create", domain_create },
	{ "domain_dumpcore", domain_dumpcore },
	{ "domain_pause", domain_pause },
	{ "domain_unpause", domain_unpause },
	{ "domain_destroy", domain_destroy },
	{ "domain_pincpu", domain_pincpu },
	{ "domain_setcpuweight", domain_setcpuweight },
	{ "domain_getinfo", domain_getinfo },
	{ "domain_setmaxmem", domain_setmaxmem },
	{ "domain_memory_increase_reservation", domain_memory_increase_reservation },
	{ "linux_build", linux_build },
	{ "vmx_build", vmx_build },
	{ "bvtsched_global_set", bvtsched_global_set },
	{ "bvtsched_global_get", bvtsched_global_get },
	{ "bvtsched_domain_set", bvtsched_domain_set },
	{ "bvtsched_domain_get", bvtsched_domain_get },
	{ "sedf_domain_set", sedf_domain_set },
	{ "sedf_domain_get", sedf_domain_get },
	{ "evtchn_alloc_unbound", evtchn_alloc_unbound },
	{ "evtchn_bind_interdomain", evtchn_bind_interdomain },
	{ "evtchn_bind_virq", evtchn_bind_virq },
	{ "evtchn_close", evtchn_close },
	{ "evtchn_send", evtchn_send },
	{ "evtchn_status", evtchn_status },
	{ "physdev_pci_access_modify", physdev_pci_access_modify },
	{ "readconsolering", readconsolering },
	{ "physinfo", physinfo },
	{ "shadow_control", shadow_control },
	{ "init_store", init_store },
};

int initxc(void);

/* Python calls this when it has loaded the module. Returns the number of methods. */
int initxc(void)
{
	struct binding xc = { xc_interface_open(), 32000 };
	unsigned int i;

	if (xc.xc_handle == -1)
		return -1;
	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		errno = 0;
		if (methods[i].method(&xc) == 0)
			printf("%s: done\n", methods[i].name);
		else
			printf("%s: %s\n", methods[i].name, strerror(errno));
	}
	return xc_interface_close(xc.xc_handle) == 0 ? (int)i : -1;
}
