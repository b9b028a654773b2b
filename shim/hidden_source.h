/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden_source.h - matches the documents that no search may find.
 *
 * Stands under OP_AND_NOT beside a query: the matcher compares two docids for each document and calls
 * this source only once it has passed the next hidden one. Cannot run on a remote shard. */
#ifndef HUSTINGS_SHIM_HIDDEN_SOURCE_H
#define HUSTINGS_SHIM_HIDDEN_SOURCE_H

#include <cstddef>

#include <xapian.h>

#include "handles.h"

namespace shim {

class hidden_source final : public Xapian::PostingSource {
    const hidden_by_uuid *hidden; /* outlives the match */
    const hidden_docids *mine = nullptr;
    std::size_t next_one = 0; /* into mine: one behind the docid it stands at */

public:
    explicit hidden_source(const hidden_by_uuid *all) : hidden(all) {}
    void init(const Xapian::Database &db) override;
    Xapian::doccount get_termfreq_min() const override { return mine ? mine->present : 0; }
    Xapian::doccount get_termfreq_est() const override { return get_termfreq_min(); }
    Xapian::doccount get_termfreq_max() const override { return get_termfreq_min(); }
    Xapian::docid get_docid() const override { return mine->ids[next_one - 1]; }
    void next(double min_wt) override;
    void skip_to(Xapian::docid did, double min_wt) override;
    bool at_end() const override { return !mine || next_one > mine->ids.size(); }
    Xapian::PostingSource *clone() const override { return new hidden_source(hidden); }
    std::string get_description() const override { return "shim::hidden_source"; }
};

} // namespace shim

#endif
