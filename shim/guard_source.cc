/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard_source.cc - the deadline of a match. */
#include "guard_source.h"

namespace shim {

namespace {

/* Reading the clock costs 20-30 ns, a step of a match about as much. */
constexpr unsigned CALLS_A_LOOK = 64;

} // namespace

void guard_source::init(const Xapian::Database &db)
{
    at = 0;
    last = db.get_lastdocid();
    documents = db.get_doccount();
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

void guard_source::skip_to(Xapian::docid did, double)
{
    if (ended || (did <= at && at != 0))
        return;
    if (did > last || limits->out_of_time()) {
        ended = true;
        return;
    }
    at = did;
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
