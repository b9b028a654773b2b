/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack_members.h - which members of a pack are to be read, by their names. */
#ifndef HUSTINGS_PACK_MEMBERS_H
#define HUSTINGS_PACK_MEMBERS_H

#include <stdbool.h>

/* A WACZ (specs.webrecorder.net/wacz) is a zip of WARC files under archive/; its pages.jsonl and
 * datapackage.json would pass for articles. */
struct pack_layout {
    bool is_wacz; /* known by the pack's name, or by the names of members so far */
};
struct pack_layout pack_layout_of(const char *pack_name);
/* Hidden files are passed over as those of folders are; of a WACZ all but its web archives. */
bool pack_wants(struct pack_layout *layout, const char *member);

#endif
