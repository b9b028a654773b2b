/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack_members.c - which members of a pack are to be read, by their names. */
#include "indexer/formats/pack_members.h"

#include <string.h>
#include <strings.h>

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);

    return n >= m && strcasecmp(name + n - m, with) == 0;
}

struct pack_layout pack_layout_of(const char *pack_name)
{
    return (struct pack_layout){.is_wacz = ends(pack_name, ".wacz")};
}

static bool is_of_wacz(const char *member)
{
    if (begins(member, "archive/"))
        return ends(member, ".warc") || ends(member, ".warc.gz");
    if (begins(member, "indexes/"))
        return ends(member, ".cdx") || ends(member, ".cdxj") || ends(member, ".cdx.gz") || ends(member, ".idx");
    return strcmp(member, "pages/pages.jsonl") == 0 || strcmp(member, "datapackage.json") == 0;
}

/* "./a" and "../a" are not hidden, "a/.b" is; so is what macOS puts beside each file. */
static bool is_hidden(const char *member)
{
    if (begins(member, "__MACOSX/"))
        return true;
    for (const char *part = member; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t dots = strspn(part, "."), len = strcspn(part, "/");
        if (dots && !(dots == len && dots <= 2))
            return true;
    }
    return false;
}

bool pack_wants(struct pack_layout *layout, const char *member)
{
    layout->is_wacz = layout->is_wacz || is_of_wacz(member);
    if (is_hidden(member))
        return false;
    return !layout->is_wacz || begins(member, "archive/");
}
