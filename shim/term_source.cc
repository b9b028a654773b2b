/* SPDX-License-Identifier: GPL-2.0-or-later */
/* term_source.cc - walks a posting list on behalf of the matcher. */
#include "term_source.h"

namespace shim {

void term_source::init(const Xapian::Database &db)
{
    at = db.postlist_begin(term);
    end = db.postlist_end(term);
    documents = db.get_termfreq(term);
    started = false;
}

void term_source::next(double)
{
    if (started)
        ++at;
    started = true;
}

void term_source::skip_to(Xapian::docid did, double)
{
    started = true;
    if (at != end)
        at.skip_to(did);
}

} // namespace shim
