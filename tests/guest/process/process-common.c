// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: right answers, and state that must not change (process-test.h). */
#include <pthread.h>
#include <sys/resource.h>

#include "process-test.h"

unsigned long *dom0_frames;
int dom0_frame_count;

/* ---- right answers ---- */

#define MAX_LABELLED 64
static u32 labelled[MAX_LABELLED];
static unsigned int labelled_count;

void labelled_make(unsigned int count)
{
	for (unsigned int k = 0; k < count; k++) {
		dom0_op_t *op = op_new(DOM0_CREATEDOMAIN);

		op->u.createdomain.ssidref = k + 1;
		CU_ASSERT_EQUAL_FATAL(op_do(), 0);
		labelled[k] = op->u.createdomain.domain;
		labelled_count = k + 1;
		CU_ASSERT_EQUAL(domain_set_max(labelled[k], (k + 1) * 64UL), 0);
	}
}

void labelled_destroy(void)
{
	while (labelled_count)
		CU_ASSERT_EQUAL(domain_destroy(labelled[--labelled_count]), 0);
}

bool labelled_ok(int handle, unsigned int k)
{
	xc_dominfo_t info;

	return xc_domain_getinfo(handle, labelled[k], 1, &info) == 1 &&
	       info.domid == labelled[k] && info.ssidref == k + 1 && info.paused &&
	       info.max_memkb == (k + 1) * 64UL;
}

static bool frames_ok(int handle, int count)
{
	unsigned long *frames = calloc((size_t)count, sizeof(*frames));
	bool ok = frames &&
		  xc_get_pfn_list(handle, 0, frames, (unsigned long)count) == count;

	for (int i = 0; ok && i < count; i++)
		ok = frames[i] == dom0_frames[i];
	free(frames);
	return ok;
}

bool answers_ok(int handle)
{
	xc_dominfo_t info;

	errno = 0;
	return xc_domain_getinfo(handle, 0, 1, &info) == 1 && info.domid == 0 &&
	       info.running && info.nr_pages == (unsigned long)dom0_frame_count &&
	       frames_ok(handle, 16) && xc_domain_pause(handle, NO_SUCH_DOMAIN) == -1 &&
	       errno == ESRCH && xc_get_tot_pages(handle, 0) == dom0_frame_count;
}

bool everything_ok(int handle)
{
	return answers_ok(handle) && frames_ok(handle, dom0_frame_count);
}

static void *call_until_stopped(void *arg)
{
	struct callers *callers = arg;

	/* Low priority: the thread is usually inside a call, and does not delay the
	 * others. */
	setpriority(PRIO_PROCESS, (id_t)gettid(), 19);
	while (!callers->stop) {
		callers->wrong += !everything_ok(callers->handle);
		callers->calls++;
	}
	return NULL;
}

void callers_start(struct callers *callers, unsigned int count, int handle)
{
	*callers = (struct callers){ .handle = handle };
	while (callers->count < count &&
	       !pthread_create(&callers->thread[callers->count], NULL, call_until_stopped,
			       callers))
		callers->count++;
	/* Wait until each has made a call. */
	while (callers->calls < callers->count)
		usleep(1000);
}

unsigned long callers_stop(struct callers *callers)
{
	callers->stop = true;
	for (unsigned int i = 0; i < callers->count; i++)
		pthread_join(callers->thread[i], NULL);
	return callers->wrong;
}

/* ---- state that must not change ---- */

/* "heap: N bytes free" in the debug key's text, at the end of the ring. */
static unsigned long heap_free(void)
{
	static const char word[] = "heap: ";
	const char *text, *end;
	unsigned long value = ~0UL;
	dom0_op_t *op = op_new(DOM0_PPC_DEBUG_KEY);

	op->u.ppc_debug_key.key = 'm';
	if (op_do())
		return ~0UL;
	op = op_new(DOM0_READCONSOLE);
	memset(buffer(), 0, buffer_size());
	op->u.readconsole.buffer = buffer_gpa();
	op->u.readconsole.count = (u32)buffer_size();
	if (op_do())
		return ~0UL;
	/* The text is somewhere in the buffer: the op moves its pointer. */
	text = buffer();
	end = text + buffer_size();
	for (;;) {
		text = memmem(text, (size_t)(end - text), word, sizeof(word) - 1);
		if (!text)
			break;
		text += sizeof(word) - 1;
		value = strtoul(text, NULL, 10);
	}
	return value;
}

void state_take(struct state *state)
{
	state->pins = system_pins();
	state->users = module_users("privcmd");
	state->frames = free_frames();
	state->heap = heap_free();
	state->spaces = address_spaces();
	CU_ASSERT_NOT_EQUAL(state->pins, ~0UL);
	CU_ASSERT_NOT_EQUAL(state->users, ~0UL);
	CU_ASSERT_NOT_EQUAL(state->heap, ~0UL);
	CU_ASSERT_NOT_EQUAL(state->spaces, ~0UL);
}

void state_check(const struct state *before)
{
	/* The kernel frees address spaces later, and keeps some for reuse. */
	enum { SPACES_LATE = 100 };
	struct state now;

	state_take(&now);
	CU_ASSERT_EQUAL(now.pins, before->pins);
	CU_ASSERT_EQUAL(now.users, before->users);
	CU_ASSERT_EQUAL(now.frames, before->frames);
	CU_ASSERT_EQUAL(now.heap, before->heap);
	CU_ASSERT(now.spaces < before->spaces + SPACES_LATE);
}

/* ---- the library's pages ---- */

/*
 * Recognise a library's page: private readable and writable memory that fork leaves out
 * (dc) and that belongs to no device (io).
 */
static bool is_magic(const char *flags)
{
	return strstr(flags, " rd") && strstr(flags, " wr") && strstr(flags, " dc") &&
	       !strstr(flags, " io");
}

void magic_find(struct magic *magic)
{
	FILE *file = fopen("/proc/self/smaps", "r");
	unsigned long begin = 0, end = 0, first, last;
	char line[512];

	magic->count = 0;
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%lx-%lx ", &first, &last) == 2) {
			begin = first;
			end = last;
		}
		if (strncmp(line, "VmFlags:", 8) || !is_magic(line))
			continue;
		for (; begin < end && magic->count < MAX_MAGIC;
		     begin += (unsigned long)getpagesize()) {
			magic->va[magic->count] = (char *)begin;
			magic->gpa[magic->count] = pagemap_gpa((char *)begin);
			magic->count++;
		}
	}
	if (file)
		fclose(file);
}

bool magic_same(const struct magic *magic)
{
	for (unsigned int i = 0; i < magic->count; i++)
		if (!magic->gpa[i] || pagemap_gpa(magic->va[i]) != magic->gpa[i])
			return false;
	return magic->count > 0;
}

/* ---- waiting for each other ---- */

void signpost_make(struct signpost *post)
{
	CU_ASSERT_EQUAL_FATAL(pipe(post->fd), 0);
}

void signpost_give(const struct signpost *post, char word)
{
	ssize_t n = write(post->fd[1], &word, 1);

	(void)n;
}

char signpost_wait(const struct signpost *post)
{
	char word = 0;
	ssize_t n;

	do
		n = read(post->fd[0], &word, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? word : 0;
}

void signpost_close(const struct signpost *post)
{
	close(post->fd[0]);
	close(post->fd[1]);
}
