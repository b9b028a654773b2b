/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.h - bytes across the border: std::string to and from what C owns. */
#ifndef HUSTINGS_SHIM_TEXT_H
#define HUSTINGS_SHIM_TEXT_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xapian_c.h"

namespace shim {

inline std::string_view view(xap_text text)
{
    return text.len ? std::string_view(text.data, text.len) : std::string_view();
}

inline std::string copy(xap_text text)
{
    return std::string(view(text));
}

inline bool begins_with(const std::string &text, const std::string &prefix)
{
    return text.compare(0, prefix.size(), prefix) == 0;
}

/* Whether glass can store it as a term. Xapian says no only when the document is
 * written, and by then drops every uncommitted change; for a unique term never. */
bool fits_term(std::string_view term);
/* Throws InvalidArgumentError when term is empty or does not fit. */
void require_term(std::string_view term);

/* A malloc'd copy; throws bad_alloc. */
xap_bytes give_bytes(const std::string &bytes);

using counted_terms = std::vector<std::pair<std::string, uint32_t>>;
/* One malloc'd block: the array, then the bytes. */
xap_terms give_terms(const counted_terms &terms);

} // namespace shim

#endif
