// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for the Python that imports the binding (bindings.c): a function missing from
 * the library is noticed here, not when the binding is linked.
 */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	void *module = dlopen(argc > 1 ? argv[1] : "bindings.so", RTLD_NOW);
	int (*init)(void);
	int num;

	if (!module) {
		printf("import: %s\n", dlerror());
		return 1;
	}
	*(void **)&init = dlsym(module, "initxc");
	num = init ? init() : -1;
	printf("methods: %d\n", num);
	dlclose(module);
	return num <= 0;
}
