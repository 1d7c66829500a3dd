// SPDX-License-Identifier: GPL-2.0-or-later
/* Telling of what happens to a domain (xen/watch.h). */
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

	if (!evtchn_waits_for(owner, port, d->id))
		return -EINVAL;
	if (!events) {
		if (place < XEN_PPC_WATCHERS)
			forget(w, place);
		return 0;
	}
	if (place == XEN_PPC_WATCHERS)
		forget(w, 0), place--;
	w->watcher[place] = (struct watcher){ owner->id, events, port };
	return 0;
}

void domain_watch_event(struct domain *d, u16 events)
{
	struct watchers *w = &d->watchers;
	u32 place = 0;

	while (place < XEN_PPC_WATCHERS && w->watcher[place].port) {
		const struct watcher *watcher = &w->watcher[place];
		struct domain *owner = domain_find(watcher->owner);

		if (!owner || !evtchn_waits_for(owner, watcher->port, d->id)) {
			forget(w, place);
			continue;
		}
		if (watcher->events & events)
			evtchn_raise(owner, watcher->port);
		place++;
	}
}
