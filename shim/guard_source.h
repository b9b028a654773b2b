/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard_source.h - matches every document, until the deadline.
 *
 * Stands under OP_FILTER at the top of a query. Past the deadline it does not throw:
 * it is at its end, so the match ends as if nothing more matched, with the best seen
 * so far. Asked about a docid it says yes without looking whether that is a document: the
 * other side of the filter knows. Cannot run on a remote shard. */
#ifndef HUSTINGS_SHIM_GUARD_SOURCE_H
#define HUSTINGS_SHIM_GUARD_SOURCE_H

#include <chrono>
#include <cstddef>

#include <xapian.h>

#include "handles.h"

namespace shim {

/* One search's; outlives its query, shared by the source's clones (one a shard). */
struct match_limits {
    bool timed = false;
    bool expired = false;
    std::chrono::steady_clock::time_point deadline;
    xap_status failed = XAP_OK; /* what a check of the caller's said went wrong: the match ends at once */
    xap_error error = {};
    unsigned calls = 0;
    unsigned walks = 0; /* parts of the query, other than terms, that may go through all documents */

    bool out_of_time();
};

class guard_source final : public Xapian::PostingSource {
    match_limits *limits;
    Xapian::docid at = 0;
    Xapian::docid last = 0;
    Xapian::doccount documents = 0;
    Xapian::Database all;
    Xapian::PostingIterator there; /* of all documents; begun by the first next() */
    bool walking = false;
    bool ended = false;

public:
    explicit guard_source(match_limits *shared) : limits(shared) {}
    void init(const Xapian::Database &db) override;
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    Xapian::docid get_docid() const override;
    void next(double min_wt) override;
    void skip_to(Xapian::docid did, double min_wt) override;
    bool check(Xapian::docid did, double min_wt) override;
    bool at_end() const override;
    Xapian::PostingSource *clone() const override;
    std::string get_description() const override;
};

} // namespace shim

#endif
