/* SPDX-License-Identifier: GPL-2.0-or-later */
/* term_source.h - a term's documents, weighing nothing, read from its own list.
 *
 * Where a term weighs nothing and stands in every document of a shard, libxapian
 * 1.4.22 reads the list of all documents under the term's name. With gaps between
 * docids that list has chunks, and stepping to the second one throws
 * DatabaseCorruptError "Unexpected end of posting list" (5,000 documents, docids
 * 5, 6, ...: any boolean search for the term). */
#ifndef HUSTINGS_SHIM_TERM_SOURCE_H
#define HUSTINGS_SHIM_TERM_SOURCE_H

#include <string>

#include <xapian.h>

namespace shim {

class term_source final : public Xapian::PostingSource {
    std::string term;
    Xapian::PostingIterator at, end;
    Xapian::doccount documents = 0;
    bool started = false;

public:
    explicit term_source(const std::string &name) : term(name) {}
    void init(const Xapian::Database &db) override;
    Xapian::doccount get_termfreq_min() const override { return documents; }
    Xapian::doccount get_termfreq_est() const override { return documents; }
    Xapian::doccount get_termfreq_max() const override { return documents; }
    Xapian::docid get_docid() const override { return *at; }
    void next(double min_wt) override;
    void skip_to(Xapian::docid did, double min_wt) override;
    bool at_end() const override { return at == end; }
    Xapian::PostingSource *clone() const override { return new term_source(term); }
    std::string get_description() const override { return "shim::term_source(" + term + ")"; }
};

} // namespace shim

#endif
