// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xentrace: maps the trace buffers of all processors and writes new records
 * to a file, until a signal or the time given with -d. It opens and closes the interface
 * for each operation, uses the library's private header, and defines an atomic_t for
 * trace.h.
 */
#include <time.h>
#include <stdlib.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <argp.h>
#include <signal.h>

#include "xc_private.h"

typedef struct {
	int counter;
} atomic_t;
#define atomic_read(v) ((v)->counter)

#include <xen/trace.h>

extern FILE *stderr;

struct settings {
	char *outfile;
	unsigned long milliseconds;
	u32 evt_mask;
	unsigned long cpu_mask;
};

static struct settings opts = { NULL, 1000, 0, 0 };
static volatile int interrupted;

static void close_handler(int signal)
{
	interrupted = 1;
}

static void tbuf_op(dom0_op_t *op, int which)
{
	int ret, xc_handle = xc_interface_open();

	op->cmd = DOM0_TBUFCONTROL;
	op->interface_version = DOM0_INTERFACE_VERSION;
	op->u.tbufcontrol.op = which;
	ret = do_dom0_op(xc_handle, op);
	xc_interface_close(xc_handle);
	if (ret != 0) {
		PERROR("operation %d on the trace buffers failed", which);
		exit(EXIT_FAILURE);
	}
}

static unsigned int get_num_cpus(void)
{
	dom0_op_t op;
	int ret, xc_handle = xc_interface_open();

	op.cmd = DOM0_PHYSINFO;
	op.interface_version = DOM0_INTERFACE_VERSION;
	ret = do_dom0_op(xc_handle, &op);
	if (ret != 0) {
		PERROR("no information about the machine");
		exit(EXIT_FAILURE);
	}
	xc_interface_close(xc_handle);
	return op.u.physinfo.threads_per_core * op.u.physinfo.cores_per_socket *
	       op.u.physinfo.sockets_per_node * op.u.physinfo.nr_nodes;
}

/* The mapping outlives the handle. */
static char *map_tbufs(unsigned long mach_addr, unsigned int num, unsigned long size)
{
	int xc_handle = xc_interface_open();
	char *mapped;

	if (xc_handle < 0) {
		PERROR("no interface");
		exit(EXIT_FAILURE);
	}
	mapped = xc_map_foreign_range(xc_handle, 0, size * num, PROT_READ,
				      mach_addr >> PAGE_SHIFT);
	xc_interface_close(xc_handle);
	if (!mapped) {
		PERROR("cannot map the trace buffers");
		exit(EXIT_FAILURE);
	}
	return mapped;
}

static void write_rec(unsigned int cpu, const struct t_rec *rec, FILE *out)
{
	if (fwrite(&cpu, sizeof(cpu), 1, out) != 1 ||
	    fwrite(rec, sizeof(*rec), 1, out) != 1) {
		PERROR("cannot write");
		exit(EXIT_FAILURE);
	}
}

/* Write the new records of a buffer; the hypervisor does not wait for readers. */
static unsigned int drain(unsigned int cpu, const struct t_buf *meta,
			  const struct t_rec *data, unsigned int *tail, FILE *out)
{
	unsigned int head = atomic_read((const volatile atomic_t *)&meta->rec_idx),
		     written = 0;

	rmb(); /* read the index before the records */
	while (*tail != head && head < meta->rec_num) {
		write_rec(cpu, &data[*tail], out);
		written++;
		*tail = (*tail + 1) % meta->rec_num;
	}
	return written;
}

static unsigned int monitor_tbufs(FILE *out)
{
	const struct timespec pause = { 0, 100 * 1000000 };
	unsigned int cpu, num = get_num_cpus(), written = 0,
			  *tails = calloc(num, sizeof(*tails));
	unsigned long start, left;
	dom0_op_t op;
	char *mapped;

	tbuf_op(&op, DOM0_TBUF_GET_INFO);
	start = op.u.tbufcontrol.mach_addr;
	mapped = map_tbufs(start, num, op.u.tbufcontrol.size);
	for (left = opts.milliseconds / 100; left-- > 0 && !interrupted;) {
		nanosleep(&pause, NULL);
		for (cpu = 0; cpu < num; cpu++) {
			const struct t_buf *meta =
				(const void *)(mapped + cpu * op.u.tbufcontrol.size);

			/* Convert its machine address to one in the mapping. */
			written +=
				drain(cpu, meta,
				      (const void *)(mapped + (meta->rec_addr - start)),
				      &tails[cpu], out);
		}
	}
	free(tails);
	return written;
}

static error_t cmd_parser(int key, char *arg, struct argp_state *state)
{
	struct settings *setup = state->input;

	switch (key) {
	case 'd':
		setup->milliseconds = strtoul(arg, NULL, 0);
		break;
	case 'c':
		setup->cpu_mask = strtoul(arg, NULL, 0);
		break;
	case 'e':
		setup->evt_mask = !strcmp(arg, "sched")	   ? TRC_SCHED
				  : !strcmp(arg, "dom0op") ? TRC_DOM0OP
							   : TRC_ALL;
		break;
	case ARGP_KEY_ARG:
		setup->outfile = arg;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option cmd_opts[] = {
	{ .name = "duration", .key = 'd', .arg = "ms", .doc = "end after this time" },
	{ .name = "cpu-mask", .key = 'c', .arg = "c", .doc = "these processors" },
	{ .name = "evt-mask", .key = 'e', .arg = "e", .doc = "these events" },
	{ 0 },
};

static const struct argp parser_def = {
	.options = cmd_opts,
	.parser = cmd_parser,
	.args_doc = "FILE",
};

int main(int argc, char **argv)
{
	struct sigaction act = { .sa_handler = close_handler };
	dom0_op_t op;
	FILE *out;

	argp_parse(&parser_def, argc, argv, 0, 0, &opts);
	if (opts.evt_mask) {
		op.u.tbufcontrol.evt_mask = opts.evt_mask;
		tbuf_op(&op, DOM0_TBUF_SET_EVT_MASK);
	}
	if (opts.cpu_mask) {
		op.u.tbufcontrol.cpu_mask = opts.cpu_mask;
		tbuf_op(&op, DOM0_TBUF_SET_CPU_MASK);
	}
	out = opts.outfile ? fopen(opts.outfile, "w") : NULL;
	if (!out) {
		perror("trace: no file");
		return EXIT_FAILURE;
	}
	sigemptyset(&act.sa_mask);
	sigaction(SIGINT, &act, NULL);
	printf("records: %u\n", monitor_tbufs(out));
	return fclose(out);
}
