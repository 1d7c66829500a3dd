// SPDX-License-Identifier: GPL-2.0-or-later
/* The console and its ring (xen/console/console.h). */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/sched/timer.h>
#include <xen/string.h>
#include <asm/platform.h>
#include <asm/time.h>

#define DEFAULT_RING KB(16) /* the size that tools of 2005 know */
#define MAX_RING     MB(16)
/* dom0's unfinished line holds the hypervisor's messages back for at most this long. */
#define LINE_PATIENCE_MS 500
/* How soon what could not be sent is tried again. */
#define RETRY_MS 1
/* A console that takes nothing for so long may never do so. */
#define STUCK_MS 1000

static char first_ring[DEFAULT_RING];
static struct text_ring ring = { .text = first_ring, .size = DEFAULT_RING };
static u64 ring_sent; /* position of the next byte to send */

static enum loglevel max_level = LOG_INFO;
/* Whether sending waits for a console that is busy, and how it splits lines. */
static enum { BOOTING, SERVING, STOPPING } phase;
static bool guest_mid_line;
static u64 guest_last_output;
static struct timer retry; /* runs while something waits to be sent */
static u64 last_sent;	   /* the time at which a part of the ring went out */

/* What the platform takes at once: characters on their way out. */
static struct {
	char text[16];
	size_t len;
} out;

static bool something_waits(void)
{
	return out.len || ring_sent != ring.end;
}

/*
 * Sends what is on its way out. False: the console is busy, and the machine has something
 * better to do than to wait.
 */
static bool send(void)
{
	while (out.len) {
		size_t sent = platform->console_put(out.text, out.len);

		if (!sent && phase == SERVING)
			return false;
		out.len -= sent;
		memmove(out.text, out.text + sent, out.len);
	}
	return true;
}

/*
 * Sends what waits, as far as the console takes it, for half a stay: the other half is
 * for who prints, or for what the timer finds. Terminals want CR before LF; dom0's
 * terminal driver has already done so for its own.
 */
static void send_ring(void)
{
	u64 end = get_timebase() + ns_to_timebase(STAY_US * 1000ULL / 2);

	while (ring_sent != ring.end) {
		while (ring_sent != ring.end && out.len + 2 <= sizeof(out.text)) {
			char c = text_ring_at(&ring, ring_sent++);

			if (c == '\n')
				out.text[out.len++] = '\r';
			out.text[out.len++] = c;
		}
		if (!send())
			return;
		last_sent = get_timebase();
		if (phase == SERVING && last_sent >= end)
			return;
	}
}

static u64 ticks_of_ms(u64 ms)
{
	return (u64)boot_info.cpu.timebase_frequency / 1000 * ms;
}

static bool line_may_be_split(void)
{
	return phase == STOPPING || !guest_mid_line ||
	       get_timebase() - guest_last_output > ticks_of_ms(LINE_PATIENCE_MS);
}

bool console_is_behind(void)
{
	return ring.end - ring_sent > ring.size / 2 &&
	       get_timebase() - max(last_sent, guest_last_output) < ticks_of_ms(STUCK_MS);
}

/* What cannot be sent now is tried again when the timer expires. */
static void flush_now(void)
{
	/* What was overwritten is lost; what was only cleared is still to be seen. */
	ring_sent = max(ring_sent, ring.end > ring.size ? ring.end - ring.size : 0);
	if (send() && ring_sent != ring.end && line_may_be_split()) {
		if (guest_mid_line) {
			memcpy(out.text, "\r\n", 2);
			out.len = 2;
		}
		guest_mid_line = false;
		send_ring();
	}
	if (phase == SERVING && something_waits() && !retry.link)
		timer_start(&retry, get_timebase() + ticks_of_ms(RETRY_MS));
}

static void retry_flush(struct timer *timer)
{
	flush_now();
}

/* A console takes long, so that there is one attempt until the timer expires. */
static void flush(void)
{
	if (!retry.link || phase != SERVING)
		flush_now();
}

void console_serve_guests(void)
{
	retry.expire = retry_flush;
	phase = SERVING;
}

void console_force_sync(void)
{
	phase = STOPPING;
	flush_now();
}

void console_write(const char *text, size_t len)
{
	while (len--)
		text_ring_put(&ring, *text++);
	flush();
}

bool console_guest_put(const char *text, size_t len)
{
	size_t sent;

	if (!len)
		return true;
	/* A line of the hypervisor's of which a part is out comes to its end first. */
	if (!guest_mid_line || out.len)
		flush_now();
	if (out.len || (!guest_mid_line && ring_sent != ring.end))
		return false;
	sent = platform->console_put(text, len);
	if (!sent)
		return false;
	out.len = len - sent;
	memcpy(out.text, text + sent, out.len);
	guest_mid_line = text[len - 1] != '\n';
	guest_last_output = get_timebase();
	flush_now();
	return true;
}

size_t console_get(char *buf, size_t size)
{
	flush();
	return platform->console_get(buf, size);
}

void printk(enum loglevel level, const char *fmt, ...)
{
	static const char prefix[] = "(XEN) ";
	static bool line_open;
	char text[256];
	va_list args;

	if (level > max_level)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (const char *p = text; *p; p++) {
		for (const char *q = prefix; !line_open && *q; q++)
			text_ring_put(&ring, *q);
		text_ring_put(&ring, *p);
		line_open = *p != '\n';
	}
	flush();
}

struct text_ring *console_ring(void)
{
	return &ring;
}

static void set_level(const char *value)
{
	static const char *const names[] = {
		[LOG_ERR] = "error",
		[LOG_WARNING] = "warning",
		[LOG_INFO] = "info",
		[LOG_DEBUG] = "debug",
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		size_t len = strlen(names[i]);

		if (!strncmp(value, names[i], len) &&
		    (!value[len] || value[len] == ' ')) {
			max_level = i;
			return;
		}
	}
	if (!strncmp(value, "all", 3))
		max_level = LOG_DEBUG;
	else
		pr_warn("loglvl: not one of error, warning, info, debug, all\n");
}

static void set_ring_size(const char *value)
{
	u64 wanted = parse_size(value, NULL), size = KB(1);
	char *larger;

	while (size < wanted && size < MAX_RING)
		size *= 2;
	larger = heap_alloc(size, 64);
	if (!larger) {
		pr_warn("console_ring: no memory for %llu bytes\n", size);
		return;
	}
	/* What is kept of the old text keeps its position in the stream. */
	if (ring.end - ring.start > size)
		ring.start = ring.end - size;
	for (u64 p = ring.start; p != ring.end; p++)
		larger[p & (size - 1)] = text_ring_at(&ring, p);
	ring.text = larger;
	ring.size = size;
}

void console_init(const char *cmdline)
{
	const char *value;

	value = cmdline_find(cmdline, "loglvl");
	if (value)
		set_level(value);
	value = cmdline_find(cmdline, "console_ring");
	if (value)
		set_ring_size(value);
}
