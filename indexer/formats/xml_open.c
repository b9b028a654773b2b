/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_open.c - the elements that are open at a place in XML, by name. */
#include "indexer/formats/xml_open.h"

#include "indexer/formats/xml_mend.h"

#include <string.h>

struct xml_open xml_open_make(void)
{
    return (struct xml_open){.names = buffer_make((size_t)XML_DEPTH_MAX * (XML_NAME_MAX + 1))};
}

void xml_open_free(struct xml_open *o)
{
    buffer_free(&o->names);
    o->depth = 0;
}

void xml_open_push(struct xml_open *o, const char *name)
{
    size_t at = o->names.len;
    if (buffer_append(&o->names, name, strlen(name) + 1))
        o->at[o->depth++] = at;
}

const char *xml_open_name(const struct xml_open *o, size_t level)
{
    return o->names.data + o->at[level];
}

const char *xml_open_pop(struct xml_open *o)
{
    o->names.len = o->at[--o->depth];
    return o->names.data + o->names.len;
}

size_t xml_open_find(const struct xml_open *o, const char *name)
{
    for (size_t level = o->depth; level-- > 0;) {
        if (strcmp(xml_open_name(o, level), name) == 0)
            return level;
    }
    return SIZE_MAX;
}
