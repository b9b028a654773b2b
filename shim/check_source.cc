/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check_source.cc - matches those documents for which a function of the caller's says so. */
#include "check_source.h"

#include <algorithm>

namespace shim {

void check_source::init(const Xapian::Database &db)
{
    const auto found = std::find(reader.uuids.begin(), reader.uuids.end(), db.get_uuid());
    if (found == reader.uuids.end())
        throw Xapian::UnimplementedError("a check cannot run on this backend");
    shard = static_cast<std::size_t>(found - reader.uuids.begin());
    all = db;
    walking = false;
    documents = db.get_doccount();
    ended = documents == 0 || limits->failed != XAP_OK;
    at = 0;
}

bool check_source::holds(Xapian::docid did)
{
    bool yes = false;
    if (limits->failed == XAP_OK)
        limits->failed = query->check(query->check_ctx, shard, did, &yes, &limits->error);
    return yes && limits->failed == XAP_OK;
}

void check_source::skip_to(Xapian::docid did, double)
{
    if (ended || (did <= at && at != 0))
        return;
    if (!walking)
        there = all.postlist_begin(std::string());
    walking = true;
    there.skip_to(did);
    while (there != Xapian::PostingIterator() && !limits->out_of_time() && limits->failed == XAP_OK && !holds(*there))
        ++there;
    ended = there == Xapian::PostingIterator() || limits->expired || limits->failed != XAP_OK;
    if (!ended)
        at = *there;
}

void check_source::next(double min_wt)
{
    skip_to(at + 1, min_wt);
}

/* False: not this one, and where the next one is was not looked for. */
bool check_source::check(Xapian::docid did, double)
{
    if (ended || limits->failed != XAP_OK || limits->out_of_time()) {
        ended = true;
        return true;
    }
    if (!holds(did))
        return false;
    at = did;
    return true;
}

} // namespace shim
