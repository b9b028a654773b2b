/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handles.h - what stands behind the opaque handles. */
#ifndef HUSTINGS_SHIM_HANDLES_H
#define HUSTINGS_SHIM_HANDLES_H

#include <string>
#include <vector>

#include <xapian.h>

#include "xapian_c.h"

namespace shim {

/* One path of a reader. A stub may bring several shards by itself. */
struct part {
    Xapian::Database db;
    std::size_t first; /* number of its first shard */
    std::size_t shards;
};

} // namespace shim

struct xap_document {
    Xapian::Document doc;
};

struct xap_reader {
    Xapian::Database all;
    std::vector<shim::part> parts;
    std::vector<std::string> paths; /* as they were given */
    std::vector<std::string> uuids; /* one a shard */
    std::vector<std::vector<Xapian::docid>> hidden; /* of each shard, rising */
    bool borrowed = false; /* the writer's: not ours to close */

    /* Opens nothing: takes what is open as the next shards. */
    void add_part(const Xapian::Database &db);
    bool is_hidden(Xapian::docid docid) const;
};

namespace shim {

/* A database that is one shard; those inside a stub cannot be had singly. */
const Xapian::Database &shard_of(const xap_reader *r, std::size_t shard);

} // namespace shim

#endif
