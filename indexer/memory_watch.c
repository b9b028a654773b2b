/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory_watch.c - libraries call the allocator themselves, unless they are told of ours. */
#include "indexer/memory_watch.h"

#include "archive/memory.h"

#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

bool memory_watch(void)
{
    cJSON_Hooks hooks = {.malloc_fn = malloc, .free_fn = free}; /* the linker's --wrap makes them memory_wrap.c's */

    if (xmlMemSetup(free, malloc, realloc, strdup) != 0)
        return false;
    cJSON_InitHooks(&hooks);
    xmlInitParser(); /* its tables, which would lack what there was no memory for as long as we run */
    return !memory_ended();
}
