// SPDX-License-Identifier: GPL-2.0-or-later
/* The console and its ring (xen/console/console.h). */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/platform.h>
#include <asm/time.h>

#define DEFAULT_RING KB(16) /* the size that tools of 2005 know */
#define MAX_RING     MB(16)
/* dom0's unfinished line holds the hypervisor's messages back for at most this long. */
#define LINE_PATIENCE_MS 500

static char first_ring[DEFAULT_RING];
static struct text_ring ring = { .text = first_ring, .size = DEFAULT_RING };
static u64 ring_sent; /* position of the next byte to send */

static enum loglevel max_level = LOG_INFO;
static bool sync_always;
static bool guest_mid_line;
static u64 guest_last_output;

static void send(const char *text, size_t len)
{
	while (len && !platform->console_put(text, len))
		;
}

/* Terminals want CR before LF; dom0's terminal driver has already done so for its own. */
static void send_ring(void)
{
	char text[16]; /* what console_put takes at once */
	size_t len = 0;

	while (ring_sent != ring.end) {
		char c = text_ring_at(&ring, ring_sent++);

		if (c == '\n')
			text[len++] = '\r';
		text[len++] = c;
		if (len + 2 > sizeof(text)) {
			send(text, len);
			len = 0;
		}
	}
	send(text, len);
}

static bool line_may_be_split(void)
{
	u64 patience = (u64)boot_info.cpu.timebase_frequency / 1000 * LINE_PATIENCE_MS;

	return sync_always || !guest_mid_line ||
	       get_timebase() - guest_last_output > patience;
}

static void flush(void)
{
	if (ring_sent == ring.end || !line_may_be_split())
		return;
	if (guest_mid_line)
		send("\r\n", 2);
	guest_mid_line = false;
	/* What was overwritten is lost; what was only cleared is still to be seen. */
	ring_sent = max(ring_sent, ring.end > ring.size ? ring.end - ring.size : 0);
	send_ring();
}

void console_poll(void)
{
	flush();
}

void console_force_sync(void)
{
	sync_always = true;
	flush();
}

void console_write(const char *text, size_t len)
{
	while (len--)
		text_ring_put(&ring, *text++);
	flush();
}

bool console_guest_put(const char *text, size_t len)
{
	if (!len)
		return true;
	if (!platform->console_put(text, len))
		return false;
	guest_mid_line = text[len - 1] != '\n';
	guest_last_output = get_timebase();
	flush();
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
