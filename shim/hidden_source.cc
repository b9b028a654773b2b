/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden_source.cc - a list of docids, walked beside a match. */
#include "hidden_source.h"

#include <algorithm>

namespace shim {

/* Hidden docids lie in runs or far apart: a few steps first, then by halves. */
constexpr std::size_t STEPS = 8;

void hidden_source::init(const Xapian::Database &db)
{
    const auto found = hidden->find(db.get_uuid());
    mine = found == hidden->end() ? nullptr : &found->second;
    next_one = 0;
}

void hidden_source::next(double)
{
    next_one++;
}

void hidden_source::skip_to(Xapian::docid did, double)
{
    if (at_end())
        return;
    const auto &ids = mine->ids;
    std::size_t at = next_one ? next_one - 1 : 0;
    for (std::size_t i = 0; at < ids.size() && ids[at] < did; i++) {
        if (i == STEPS) {
            at = static_cast<std::size_t>(
                std::lower_bound(ids.begin() + static_cast<std::ptrdiff_t>(at), ids.end(), did) - ids.begin());
            break;
        }
        at++;
    }
    next_one = at + 1;
}

} // namespace shim
