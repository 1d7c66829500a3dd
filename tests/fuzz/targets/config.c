// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's configurations: as a file, and as the JSON that a saved domain brings. */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "target.h"

/* Settings that were taken are taken again in the form in which they are kept. */
static void read_again(struct json_object *config)
{
	struct json_object *from, *again;

	if (config_finish(config) < 0)
		return;
	from = json_tokener_parse(json_object_to_json_string(config));
	must(from != NULL);
	again = config_from_json("again", from);
	must(again != NULL);
	free(config_cmdline(again));
	json_object_put(again);
	json_object_put(from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_object *config = config_new(), *from, *made;
	struct json_tokener *tokener = json_tokener_new();
	char *text = exact_copy(data, size);

	must(config && tokener);
	if (size <= CONFIG_SIZE_MAX && config_read_text(config, "f", text, size) == 0)
		read_again(config);
	from = size ? json_tokener_parse_ex(tokener, text, (int)size) : NULL;
	made = from ? config_from_json("j", from) : NULL;
	json_object_put(made);
	json_object_put(from);
	json_object_put(config);
	json_tokener_free(tokener);
	free(text);
	return 0;
}
