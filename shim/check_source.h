/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check_source.h - matches those documents for which a function of the caller's says so.
 *
 * Stands beside the query whose documents it is asked about, as the last of an AND: it claims
 * to match every document, so that libxapian leads with the others. Cannot run on a remote shard. */
#ifndef HUSTINGS_SHIM_CHECK_SOURCE_H
#define HUSTINGS_SHIM_CHECK_SOURCE_H

#include <cstddef>

#include <xapian.h>

#include "guard_source.h"
#include "handles.h"

namespace shim {

class check_source final : public Xapian::PostingSource {
    const xap_reader &reader;
    const xap_query *query;
    match_limits *limits;
    std::size_t shard = 0;
    Xapian::Database all;
    Xapian::PostingIterator there; /* of all documents; begun when this source must find one by itself */
    bool walking = false, ended = false;
    Xapian::docid at = 0;
    Xapian::doccount documents = 0;

    bool holds(Xapian::docid did);

public:
    check_source(const xap_reader &r, const xap_query *q, match_limits *shared) : reader(r), query(q), limits(shared) {}
    void init(const Xapian::Database &db) override;
    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return documents; }
    Xapian::doccount get_termfreq_max() const override { return documents; }
    Xapian::docid get_docid() const override { return at; }
    void next(double min_wt) override;
    void skip_to(Xapian::docid did, double min_wt) override;
    bool check(Xapian::docid did, double min_wt) override;
    bool at_end() const override { return ended; }
    Xapian::PostingSource *clone() const override { return new check_source(reader, query, limits); }
    std::string get_description() const override { return "shim::check_source"; }
};

} // namespace shim

#endif
