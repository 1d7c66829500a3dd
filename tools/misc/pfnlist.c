// SPDX-License-Identifier: GPL-2.0-or-later
/* Print the machine frames that a domain owns: `xen-pfnlist` and `xm pfn-list`. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>

#include "common.h"
#include "json.h"
#include "pfnlist.h"
#include "xc.h"

/* Consecutive machine frames, in the order of the list. */
struct range {
	unsigned long first, count;
};

struct list {
	unsigned long *frame;
	size_t frames;
	struct range *range;
	size_t ranges;
};

static void *allocate(void *old, size_t nr, size_t size)
{
	void *ptr = reallocarray(old, nr ? nr : 1, size);

	if (!ptr)
		error(EXIT_FAILURE, errno, "list of %zu entries", nr);
	return ptr;
}

static void read_frames(uint32_t domid, struct list *list)
{
	int handle = open_interface(), got;
	long pages = xc_get_tot_pages(handle, domid);
	size_t room;

	if (pages < 0)
		fail_domain(domid, "");
	/* A list that fills the array may have been cut off: ask again with more room. */
	for (room = pages + 1;; room *= 2) {
		list->frame = allocate(list->frame, room, sizeof(*list->frame));
		got = xc_get_pfn_list(handle, domid, list->frame, room);
		if (got < 0)
			fail_domain(domid, "list of frames: ");
		if ((size_t)got < room)
			break;
	}
	list->frames = got;
	xc_interface_close(handle);
}

static void find_ranges(struct list *list)
{
	struct range *last = NULL;

	for (size_t i = 0; i < list->frames; i++) {
		if (last && list->frame[i] == last->first + last->count) {
			last->count++;
			continue;
		}
		if ((list->ranges & (list->ranges - 1)) == 0)
			list->range = allocate(list->range, 2 * list->ranges + 1,
					       sizeof(*list->range));
		last = &list->range[list->ranges++];
		*last = (struct range){ list->frame[i], 1 };
	}
}

static void print_text(const struct pfnlist_options *options, const struct list *list)
{
	printf("domain %u: %zu frame%s of %lu KiB in %zu range%s\n", options->domid,
	       list->frames, list->frames == 1 ? "" : "s", XC_PAGE_SIZE / 1024,
	       list->ranges, list->ranges == 1 ? "" : "s");
	if (list->ranges)
		printf("%10s  %10s  %10s  %s\n", "first", "last", "frames",
		       "machine address");
	for (size_t i = 0; i < list->ranges; i++) {
		const struct range *r = &list->range[i];

		printf("%10lu  %10lu  %10lu  0x%012lx\n", r->first,
		       r->first + r->count - 1, r->count, r->first << XC_PAGE_SHIFT);
	}
	for (size_t i = 0; options->all && i < list->frames; i++)
		printf("%s%10lu%s", i % 8 ? "" : "\n", list->frame[i],
		       i + 1 == list->frames ? "\n" : "");
}

static void print_json(const struct pfnlist_options *options, const struct list *list)
{
	struct json_object *top = json_object_new_object();
	struct json_object *ranges = json_object_new_array_ext(list->ranges);

	json_object_object_add(top, "domid", json_object_new_uint64(options->domid));
	json_object_object_add(top, "frame_size", json_object_new_uint64(XC_PAGE_SIZE));
	json_object_object_add(top, "count", json_object_new_uint64(list->frames));
	json_object_object_add(top, "ranges", ranges);
	for (size_t i = 0; i < list->ranges; i++) {
		struct json_object *range = json_object_new_object();

		json_object_object_add(range, "first",
				       json_object_new_uint64(list->range[i].first));
		json_object_object_add(range, "count",
				       json_object_new_uint64(list->range[i].count));
		json_object_array_add(ranges, range);
	}
	if (options->all) {
		struct json_object *frames = json_object_new_array_ext(list->frames);

		for (size_t i = 0; i < list->frames; i++)
			json_object_array_add(frames,
					      json_object_new_uint64(list->frame[i]));
		json_object_object_add(top, "frames", frames);
	}
	json_print(top, JSON_C_TO_STRING_PLAIN);
	json_object_put(top);
}

void pfnlist_print(const struct pfnlist_options *options)
{
	struct list list = { 0 };

	read_frames(options->domid, &list);
	find_ranges(&list);
	if (options->json)
		print_json(options, &list);
	else
		print_text(options, &list);
	free(list.frame);
	free(list.range);
}
