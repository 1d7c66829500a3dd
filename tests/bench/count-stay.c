// SPDX-License-Identifier: GPL-2.0-or-later
/* The longest stay in the hypervisor (count-stay.h). */
#include <inttypes.h>
#include <stdlib.h>

#include "count-stay.h"

#define MAX_BOUNDARIES 8
#define MAX_NOTES      512
#define MAX_CALLED     8
#define LONG_STAY      50000

static uint64_t boundary[MAX_BOUNDARIES];
static unsigned int boundary_count;
static bool staying; /* a stay has begun, at this count */
static uint64_t began, stays, longest;

/* Functions whose calls are noted, and those that were called in this stay. */
static struct note {
	uint64_t ea;
	char name[48];
} notes[MAX_NOTES];
static unsigned int note_count;
static const char *called[MAX_CALLED];
static unsigned int called_count;

bool stay_add_boundary(const char *value)
{
	char *rest;

	if (boundary_count == MAX_BOUNDARIES)
		return false;
	boundary[boundary_count++] = strtoull(value, &rest, 16);
	return rest != value && !*rest;
}

bool stay_read_notes(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file) {
		perror(path);
		return false;
	}
	while (note_count < MAX_NOTES &&
	       fscanf(file, "%" SCNx64 " %47s", &notes[note_count].ea,
		      notes[note_count].name) == 2)
		note_count++;
	fclose(file);
	return note_count > 0;
}

bool stay_is_boundary(uint64_t ea)
{
	for (unsigned int i = 0; i < boundary_count; i++)
		if (boundary[i] == ea)
			return true;
	return false;
}

char *stay_note(uint64_t ea)
{
	for (unsigned int i = 0; i < note_count; i++)
		if (notes[i].ea == ea)
			return notes[i].name;
	return NULL;
}

static void print_long(uint64_t insns, FILE *out)
{
	fprintf(out, "{\"event\":\"long stay\",\"insns\":%" PRIu64 ",\"called\":[",
		insns);
	for (unsigned int i = 0; i < called_count; i++)
		fprintf(out, "%s\"%s\"", i ? "," : "", called[i]);
	fprintf(out, "]}\n");
	fflush(out);
}

void stay_end(uint64_t now, bool counting, FILE *out)
{
	if (staying) {
		stays++;
		if (now - began > longest)
			longest = now - began;
		if (note_count && now - began > LONG_STAY)
			print_long(now - began, out);
	}
	staying = counting;
	began = now;
	called_count = 0;
}

void stay_called(const char *name)
{
	if (called_count < MAX_CALLED)
		called[called_count++] = name;
}

void stay_print(FILE *out)
{
	if (boundary_count)
		fprintf(out,
			"{\"event\":\"longest stay\",\"insns\":%" PRIu64
			",\"stays\":%" PRIu64 "}\n",
			longest, stays);
}
