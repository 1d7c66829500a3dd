// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's commands, in the order of `xm help`. */
#include <stddef.h>

#include "xm.h"

const struct command commands[] = {
	{ "list", xm_list, "list domains" },
	{ "create", xm_create, "create a domain from a configuration" },
	{ "destroy", xm_destroy, "end domains at once" },
	{ "shutdown", xm_shutdown, "ask domains to shut down" },
	{ "reboot", xm_reboot, "ask domains to reboot" },
	{ "pause", xm_pause, "stop the CPUs of domains" },
	{ "unpause", xm_unpause, "let paused domains run again" },
	{ "console", xm_console, "attach to a domain's console" },
	{ "save", xm_save, "write a domain to a file" },
	{ "restore", xm_restore, "make a domain again from such a file" },
	{ "top", xm_top, "show again and again what the domains use" },
	{ "info", xm_info, "print what the machine and its hypervisor are" },
	{ "dmesg", xm_dmesg, "print the hypervisor's messages" },
	{ "vcpu-list", xm_vcpu_list, "list virtual CPUs" },
	{ "vcpu-pin", xm_vcpu_pin, "choose the CPUs that a virtual CPU may run on" },
	{ "mem-max", xm_mem_max, "limit a domain's memory" },
	{ "mem-set", xm_mem_set, "give memory to a domain that has not been built" },
	{ "pfn-list", xm_pfn_list, "print the machine frames of a domain" },
	{ "sched-bvt", xm_sched_bvt, "print or set parameters of the scheduler BVT" },
	{ "sched-bvt-ctxallow", xm_sched_bvt_ctxallow,
	  "print or set BVT's least time between two switches" },
	{ "sched-sedf", xm_sched_sedf, "print or set parameters of the scheduler SEDF" },
	{ "dump-core", xm_dump_core, "write registers and memory to a file" },
	{ "domid", xm_domid, "print the number of a domain" },
	{ "domname", xm_domname, "print the name of a domain" },
	{ "rename", xm_rename, "give a domain a new name" },
	{ NULL, NULL, NULL },
};
