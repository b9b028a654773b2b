/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets.cc - a MatchSpy for many slots. Cannot run on a remote shard. */
#include "facets.h"

#include <algorithm>

namespace shim {

facet_spy::facet_spy(const uint32_t *slots, std::size_t count)
{
    counted.reserve(count);
    for (std::size_t i = 0; i < count; i++)
        counted.push_back({slots[i], 0, {}});
}

void facet_spy::operator()(const Xapian::Document &doc, double)
{
    for (slot_counts &counts : counted) {
        const std::string value = doc.get_value(counts.slot);
        if (value.empty())
            counts.none++;
        else
            counts.values[value]++;
    }
}

counted_terms facet_spy::sorted(const slot_counts &counts)
{
    counted_terms values(counts.values.begin(), counts.values.end());
    std::sort(values.begin(), values.end());
    return values;
}

} // namespace shim
