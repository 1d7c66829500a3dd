// SPDX-License-Identifier: GPL-2.0-or-later
/* xm info, dmesg: print what the machine and its hypervisor are, and its messages. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "json.h"
#include "xc_private.h"
#include "xm.h"

/* More than the hypervisor keeps; libxc returns the actual size. */
#define DMESG_SIZE (1U << 20)

static void add_text(struct json_object *to, const char *key, const char *text)
{
	json_object_object_add(to, key, json_object_new_string(text));
}

static void add_number(struct json_object *to, const char *key, u64 value)
{
	json_object_object_add(to, key, json_object_new_uint64(value));
}

/* Call xen_version; a failure ends the program. */
static int version(int handle, unsigned int cmd, void *arg)
{
	privcmd_hypercall_t hypercall = { .op = __HYPERVISOR_xen_version,
					  .arg = { cmd, (unsigned long)arg } };
	int rc = do_xen_hypercall(handle, &hypercall);

	if (rc < 0)
		error(EXIT_FAILURE, errno, "version of the hypervisor");
	return rc;
}

static void add_host(struct json_object *to)
{
	struct utsname name;

	if (uname(&name) < 0)
		error(EXIT_FAILURE, errno, "host");
	add_text(to, "host", name.nodename);
	add_text(to, "release", name.release);
	add_text(to, "version", name.version);
	add_text(to, "machine", name.machine);
}

static void add_machine(struct json_object *to, int handle)
{
	xc_physinfo_t info;

	if (xc_physinfo(handle, &info) < 0)
		error(EXIT_FAILURE, errno, "machine");
	add_number(to, "nr_cpus",
		   (u64)info.nr_nodes * info.sockets_per_node * info.cores_per_socket *
			   info.threads_per_core);
	add_number(to, "nr_nodes", info.nr_nodes);
	add_number(to, "sockets_per_node", info.sockets_per_node);
	add_number(to, "cores_per_socket", info.cores_per_socket);
	add_number(to, "threads_per_core", info.threads_per_core);
	add_number(to, "cpu_mhz", info.cpu_khz / 1000);
	add_number(to, "total_memory", FRAMES_TO_MB(info.total_pages));
	add_number(to, "free_memory", FRAMES_TO_MB(info.free_pages));
}

static void add_hypervisor(struct json_object *to, int handle)
{
	xen_extraversion_t extra = "";
	xen_compile_info_t compiled;
	int number = version(handle, XENVER_version, NULL), scheduler;

	version(handle, XENVER_extraversion, &extra);
	version(handle, XENVER_compile_info, &compiled);
	if (xc_sched_id(handle, &scheduler) < 0)
		error(EXIT_FAILURE, errno, "scheduler");
	add_number(to, "xen_major", number >> 16);
	add_number(to, "xen_minor", number & 0xffff);
	add_text(to, "xen_extra", extra);
	add_text(to, "xen_scheduler",
		 scheduler == SCHED_BVT	   ? "bvt"
		 : scheduler == SCHED_SEDF ? "sedf"
					   : "unknown");
	add_text(to, "cc_compiler", compiled.compiler);
	add_text(to, "cc_compile_by", compiled.compile_by);
	add_text(to, "cc_compile_domain", compiled.compile_domain);
	add_text(to, "cc_compile_date", compiled.compile_date);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key != 'j' && key != 'c')
		return ARGP_ERR_UNKNOWN;
	*(bool *)state->input = true;
	return 0;
}

int xm_info(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "json", 'j', NULL, 0, "Print one line of JSON", 0 }, { 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.doc = "Print the machine's resources and the hypervisor's version.",
	};
	struct json_object *top = json_object_new_object();
	bool as_json = false;
	int handle;

	parse_arguments(&argp, argc, argv, &as_json);
	handle = open_interface();
	add_host(top);
	add_machine(top, handle);
	add_hypervisor(top, handle);
	if (as_json) {
		json_print(top, JSON_C_TO_STRING_PLAIN);
	} else {
		json_object_object_foreach(top, key, value)
		{
			printf("%-22s : %s\n", key, json_object_get_string(value));
		}
	}
	json_object_put(top);
	xc_interface_close(handle);
	return end_output();
}

int xm_dmesg(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "clear", 'c', NULL, 0, "Clear the messages afterwards", 0 }, { 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.doc = "Print the hypervisor's newest messages.",
	};
	unsigned int size = DMESG_SIZE;
	char *buffer, *text;
	bool clear = false;
	int handle;

	parse_arguments(&argp, argc, argv, &clear);
	handle = open_interface();
	text = buffer = malloc(size);
	if (!buffer || xc_readconsolering(handle, &text, &size, clear) < 0)
		error(EXIT_FAILURE, errno, "messages of the hypervisor");
	fwrite(text, 1, size, stdout);
	free(buffer);
	xc_interface_close(handle);
	return end_output();
}
