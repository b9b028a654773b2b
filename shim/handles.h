/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handles.h - what stands behind the opaque handles. */
#ifndef HUSTINGS_SHIM_HANDLES_H
#define HUSTINGS_SHIM_HANDLES_H

#include <map>
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

/* Documents of one shard that no search may find. */
struct hidden_docids {
    std::vector<Xapian::docid> ids; /* rising */
    Xapian::doccount present;       /* of ids, those that are stored now */
};

/* Keyed by UUID: all that a PostingSource is told of its shard is the shard. */
using hidden_by_uuid = std::map<std::string, hidden_docids>;

} // namespace shim

struct xap_document {
    Xapian::Document doc;
};

struct xap_reader {
    Xapian::Database all;
    std::vector<shim::part> parts;
    std::vector<std::string> paths; /* as they were given */
    std::vector<std::string> uuids; /* one a shard */
    shim::hidden_by_uuid hidden;
    bool borrowed = false; /* the writer's: not ours to close */

    /* Opens nothing: takes what is open as the next shards. */
    void add_part(const Xapian::Database &db);
    /* Document docid of part, as numbered over all shards. */
    uint64_t docid_over_all(const shim::part &part, Xapian::docid docid) const;
    bool is_hidden(Xapian::docid docid) const;
    void count_hidden();
};

namespace shim {

/* A database that is one shard; those inside a stub cannot be had singly. */
const Xapian::Database &shard_of(const xap_reader *r, std::size_t shard);

} // namespace shim

#endif
