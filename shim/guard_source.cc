/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard_source.cc - the deadline and the hidden documents of a match. */
#include "guard_source.h"

#include <algorithm>

namespace shim {

namespace {

/* Reading the clock costs 20-30 ns, a step of a match about as much. */
constexpr unsigned CALLS_A_LOOK = 64;
/* Hidden docids lie in runs or far apart: a few steps first, then by halves. */
constexpr std::size_t STEPS = 8;

} // namespace

void guard_source::init(const Xapian::Database &db)
{
    mine = nullptr;
    if (limits->hidden && !limits->hidden->empty()) {
        const auto found = limits->hidden->find(db.get_uuid());
        if (found != limits->hidden->end())
            mine = &found->second;
    }
    cursor = 0;
    at = 0;
    last = db.get_lastdocid();
    documents = db.get_doccount();
    if (mine)
        documents -= std::min(documents, mine->present);
    ended = limits->expired;
    all = db;
    walking = false;
}

bool match_limits::out_of_time()
{
    if (timed && calls++ % CALLS_A_LOOK == 0 && std::chrono::steady_clock::now() >= deadline)
        expired = true;
    return expired;
}

void guard_source::leap_over_hidden()
{
    const auto &ids = mine->ids;
    for (std::size_t i = 0; cursor < ids.size() && ids[cursor] < at; i++) {
        if (i == STEPS) {
            cursor = static_cast<std::size_t>(
                std::lower_bound(ids.begin() + static_cast<std::ptrdiff_t>(cursor), ids.end(), at) - ids.begin());
            break;
        }
        cursor++;
    }
    while (cursor < ids.size() && ids[cursor] == at && at < last) {
        at++;
        while (cursor < ids.size() && ids[cursor] < at)
            cursor++;
    }
    if (cursor < ids.size() && ids[cursor] == at)
        ended = true; /* the last document is hidden too */
}

void guard_source::skip_to(Xapian::docid did, double)
{
    if (ended || (did <= at && at != 0))
        return;
    if (did > last || limits->out_of_time()) {
        ended = true;
        return;
    }
    at = did;
    if (mine)
        leap_over_hidden();
}

/* Called where this source leads a match, which Xapian lets it when it believes that few documents
 * are left. Docids are dates: the next number is seldom a document, the next document is. */
void guard_source::next(double min_wt)
{
    if (ended)
        return;
    if (!walking)
        there = all.postlist_begin(std::string());
    walking = true;
    if (at == last) {
        ended = true;
        return;
    }
    there.skip_to(at + 1);
    if (there == Xapian::PostingIterator())
        ended = true;
    else
        skip_to(*there, min_wt);
}

bool guard_source::check(Xapian::docid did, double min_wt)
{
    skip_to(did, min_wt);
    return true;
}

bool guard_source::at_end() const
{
    return ended;
}

Xapian::docid guard_source::get_docid() const
{
    return at;
}

Xapian::doccount guard_source::get_termfreq_min() const
{
    return documents;
}

Xapian::doccount guard_source::get_termfreq_est() const
{
    return documents;
}

Xapian::doccount guard_source::get_termfreq_max() const
{
    return documents;
}

Xapian::PostingSource *guard_source::clone() const
{
    return new guard_source(limits);
}

std::string guard_source::get_description() const
{
    return "shim::guard_source";
}

} // namespace shim
