/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The standard streams of the programs in dom0. */
#ifndef MISC_STREAMS_H
#define MISC_STREAMS_H

/*
 * Call first in main(). From then on stdout and stderr write by write_all(). At exit(), a
 * failure to write stdout is printed, and makes the exit status EXIT_FAILURE.
 *
 * A standard descriptor that the caller closed is occupied: what the program opens later
 * is not taken for it, and using it fails with EBADF.
 */
void begin_output(void);

/*
 * Flush stdout; the first failure since begin_output() is printed, once. Returns the exit
 * status: EXIT_SUCCESS or EXIT_FAILURE.
 */
int end_output(void);

#endif /* MISC_STREAMS_H */
