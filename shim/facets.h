/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets.h - counts the values of several slots in one pass over the matches. */
#ifndef HUSTINGS_SHIM_FACETS_H
#define HUSTINGS_SHIM_FACETS_H

#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "text.h"

namespace shim {

class facet_spy final : public Xapian::MatchSpy {
public:
    struct slot_counts {
        Xapian::valueno slot;
        uint32_t none;
        std::unordered_map<std::string, uint32_t> values;
    };

    facet_spy(const uint32_t *slots, std::size_t count);
    void operator()(const Xapian::Document &doc, double weight) override;
    /* In byte order of value. */
    static counted_terms sorted(const slot_counts &counts);
    const std::vector<slot_counts> &slots() const { return counted; }

private:
    std::vector<slot_counts> counted;
};

} // namespace shim

#endif
