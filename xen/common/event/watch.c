// SPDX-License-Identifier: GPL-2.0-or-later
/* Telling of what happens to a domain (xen/event/watch.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>

static void forget(struct watchers *w, u32 place)
{
	for (; place + 1 < XEN_PPC_WATCHERS; place++)
		w->watcher[place] = w->watcher[place + 1];
	w->watcher[place] = (struct watcher){ 0 };
}

/* The place of that port, or of the first empty one, or XEN_PPC_WATCHERS. */
static u32 find(const struct watchers *w, domid_t owner, u32 port)
{
	u32 place = 0;

	while (place < XEN_PPC_WATCHERS && w->watcher[place].port &&
	       (w->watcher[place].owner != owner || w->watcher[place].port != port))
		place++;
	return place;
}

int domain_watch(struct domain *d, const struct domain *owner, u32 port, u16 events)
{
	struct watchers *w = &d->watchers;
	u32 place = find(w, owner->id, port);

	if (!evtchn_is_for(owner, port, d))
		return -EINVAL;
	if (!events) {
		domain_watch_end(d, owner, port);
		return 0;
	}
	if (place == XEN_PPC_WATCHERS)
		forget(w, 0), place--;
	w->watcher[place] = (struct watcher){ owner->id, events, port };
	return 0;
}

void domain_watch_end(struct domain *d, const struct domain *owner, u32 port)
{
	u32 place = find(&d->watchers, owner->id, port);

	if (place < XEN_PPC_WATCHERS)
		forget(&d->watchers, place);
}

void domain_watch_event(struct domain *d, u16 events)
{
	for (u32 place = 0; place < XEN_PPC_WATCHERS; place++) {
		const struct watcher *watcher = &d->watchers.watcher[place];

		/* An empty place has no events, and no owner goes with its ports open. */
		if (watcher->events & events)
			evtchn_raise(domain_find(watcher->owner), watcher->port);
	}
}
