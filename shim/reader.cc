/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader.cc - a snapshot of databases seen as one, and what is hidden in it. */
#include <algorithm>
#include <cstring>
#include <memory>

#include "folder.h"
#include "guard.h"
#include "handles.h"
#include "text.h"

/* A database of several shards gives their UUIDs with colons between. */
void xap_reader::add_part(const Xapian::Database &db)
{
    const std::size_t first = uuids.size();
    const std::string joined = db.get_uuid();
    std::size_t at = 0, colon;
    while ((colon = joined.find(':', at)) != std::string::npos) {
        uuids.push_back(joined.substr(at, colon - at));
        at = colon + 1;
    }
    uuids.push_back(joined.substr(at));
    parts.push_back({db, first, uuids.size() - first});
    hidden.resize(uuids.size());
}

bool xap_reader::is_hidden(Xapian::docid docid) const
{
    const auto shards = static_cast<Xapian::docid>(uuids.size());
    const auto &ids = hidden[(docid - 1) % shards];
    return std::binary_search(ids.begin(), ids.end(), (docid - 1) / shards + 1);
}

namespace {

const shim::part &part_of(const xap_reader *r, std::size_t shard)
{
    for (const shim::part &part : r->parts)
        if (shard >= part.first && shard - part.first < part.shards)
            return part;
    throw Xapian::InvalidArgumentError("no such shard");
}

} // namespace

const Xapian::Database &shim::shard_of(const xap_reader *r, std::size_t shard)
{
    const shim::part &part = part_of(r, shard);
    if (part.shards > 1)
        throw Xapian::UnimplementedError("a stub's shards cannot be asked one by one");
    return part.db;
}

extern "C" {

xap_status xap_reader_open(const char *const *paths, size_t count, xap_reader **out, xap_error *err)
{
    return shim::guard(err, [&] {
        if (count == 0)
            throw Xapian::InvalidArgumentError("no database named");
        auto r = std::make_unique<xap_reader>();
        for (std::size_t i = 0; i < count; i++) {
            r->paths.emplace_back(paths[i]);
            const Xapian::Database db{r->paths.back()};
            shim::require_tables(r->paths.back());
            r->add_part(db);
            r->all.add_database(db);
        }
        *out = r.release();
    });
}

void xap_reader_close(xap_reader *r)
{
    if (r && !r->borrowed)
        delete r;
}

xap_status xap_reader_reopen(xap_reader *r, bool *changed, xap_error *err)
{
    return shim::guard(err, [&] {
        const bool moved = r->all.reopen();
        if (moved)
            std::for_each(r->paths.begin(), r->paths.end(), shim::require_tables);
        if (changed)
            *changed = moved;
    });
}

size_t xap_reader_shards(const xap_reader *r)
{
    return r->uuids.size();
}

xap_status xap_reader_shard(xap_reader *r, size_t shard, char uuid[37], uint64_t *revision, xap_error *err)
{
    return shim::guard(err, [&] {
        const uint64_t now = shim::shard_of(r, shard).get_revision();
        const std::string &name = r->uuids[shard];
        if (name.size() != 36)
            throw Xapian::UnimplementedError("this backend has no uuid");
        std::memcpy(uuid, name.c_str(), 37);
        *revision = now;
    });
}

xap_status xap_reader_documents(xap_reader *r, uint32_t *count, uint32_t *last_docid, xap_error *err)
{
    return shim::guard(err, [&] {
        const Xapian::doccount documents = r->all.get_doccount();
        const Xapian::docid last = r->all.get_lastdocid();
        if (count)
            *count = documents;
        if (last_docid)
            *last_docid = last;
    });
}

xap_status xap_reader_average_length(xap_reader *r, double *length, xap_error *err)
{
    return shim::guard(err, [&] { *length = r->all.get_avlength(); });
}

xap_status xap_reader_hide(xap_reader *r, size_t shard, const uint32_t *docids, size_t count, xap_error *err)
{
    return shim::guard(err, [&] {
        part_of(r, shard);
        if (!std::is_sorted(docids, docids + count) || (count && docids[0] == 0))
            throw Xapian::InvalidArgumentError("hidden documents must be in rising order, from 1");
        r->hidden[shard] = std::vector<Xapian::docid>(docids, docids + count);
    });
}

xap_status xap_reader_positions(xap_reader *r, size_t shard, uint32_t docid, xap_text term, uint32_t *positions,
                                size_t max, size_t *count, xap_error *err)
{
    return shim::guard(err, [&] {
        const Xapian::Database &db = shim::shard_of(r, shard);
        const std::string name = shim::copy(term);
        std::size_t found = 0;
        for (auto at = db.positionlist_begin(docid, name); at != db.positionlist_end(docid, name) && found < max; ++at)
            positions[found++] = *at;
        *count = found;
    });
}

xap_status xap_reader_data(xap_reader *r, uint32_t docid, xap_bytes *out, xap_error *err)
{
    return shim::guard(err, [&] { *out = shim::give_bytes(r->all.get_document(docid).get_data()); });
}

/* Shard by shard: over several, Xapian counts a shard that does not use the slot as one with "". */
xap_status xap_reader_value_bounds(xap_reader *r, uint32_t slot, xap_bytes *low, xap_bytes *high, xap_error *err)
{
    return shim::guard(err, [&] {
        std::string least, greatest;
        for (const shim::part &part : r->parts) {
            const std::string upper = part.db.get_value_upper_bound(slot);
            if (upper.empty())
                continue;
            const std::string lower = part.db.get_value_lower_bound(slot);
            if (greatest.empty() || lower < least)
                least = lower;
            greatest = std::max(greatest, upper);
        }
        xap_bytes low_bytes = shim::give_bytes(least);
        try {
            *high = shim::give_bytes(greatest);
        } catch (...) {
            xap_bytes_free(&low_bytes);
            throw;
        }
        *low = low_bytes;
    });
}

xap_status xap_reader_metadata(xap_reader *r, size_t shard, xap_text key, xap_bytes *out, xap_error *err)
{
    return shim::guard(err,
                       [&] { *out = shim::give_bytes(shim::shard_of(r, shard).get_metadata(shim::copy(key))); });
}

} // extern "C"
