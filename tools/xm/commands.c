// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's commands, in the order in which `xm help` has them. */
#include <stddef.h>

#include "xm.h"

const struct command commands[] = {
	{ "list", xm_list, "which domains there are" },
	{ "create", xm_create, "a domain from a configuration" },
	{ "destroy", xm_destroy, "end domains at once" },
	{ "shutdown", xm_shutdown, "ask domains to shut down" },
	{ "reboot", xm_reboot, "and to start again" },
	{ "pause", xm_pause, "stop the CPUs of domains" },
	{ "unpause", xm_unpause, "let them run again" },
	{ "console", xm_console, "attach to a domain's console" },
	{ "save", xm_save, "write a domain to a file" },
	{ "restore", xm_restore, "make it again" },
	{ "top", xm_top, "what the domains use, again and again" },
	{ "info", xm_info, "the machine and its hypervisor" },
	{ "dmesg", xm_dmesg, "messages of the hypervisor" },
	{ "vcpu-list", xm_vcpu_list, "virtual CPUs" },
	{ "vcpu-pin", xm_vcpu_pin, "say where a virtual CPU may run" },
	{ "mem-max", xm_mem_max, "limit a domain's memory" },
	{ "mem-set", xm_mem_set, "give memory to a domain that has not been built" },
	{ "pfn-list", xm_pfn_list, "the machine frames of a domain" },
	{ "sched-bvt", xm_sched_bvt, "parameters of the scheduler BVT" },
	{ "sched-bvt-ctxallow", xm_sched_bvt_ctxallow, "its time between two switches" },
	{ "sched-sedf", xm_sched_sedf, "parameters of the scheduler SEDF" },
	{ "dump-core", xm_dump_core, "write registers and memory to a file" },
	{ "domid", xm_domid, "the number of a domain" },
	{ "domname", xm_domname, "the name of a domain" },
	{ "rename", xm_rename, "give a domain a new name" },
	{ NULL, NULL, NULL },
};
