/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.cc - copies that C frees. */
#include "text.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include <xapian.h>

bool shim::fits_term(std::string_view term)
{
    const auto zeros = std::count(term.begin(), term.end(), '\0'); /* stored as two bytes each */
    return term.size() + static_cast<std::size_t>(zeros) <= XAP_TERM_MAX;
}

void shim::require_term(std::string_view term)
{
    if (term.empty())
        throw Xapian::InvalidArgumentError("a term may not be empty");
    if (!fits_term(term))
        throw Xapian::InvalidArgumentError("term too long: at most 245 bytes, where a zero byte counts twice");
}

xap_bytes shim::give_bytes(const std::string &bytes)
{
    char *data = static_cast<char *>(std::malloc(bytes.size() + 1));
    if (!data)
        throw std::bad_alloc();
    std::memcpy(data, bytes.c_str(), bytes.size() + 1);
    return {data, bytes.size()};
}

xap_terms shim::give_terms(const counted_terms &terms)
{
    if (terms.empty())
        return {nullptr, 0};
    std::size_t size = terms.size() * sizeof(xap_term);
    for (const auto &[term, freq] : terms)
        size += term.size() + 1;
    void *block = std::malloc(size);
    if (!block)
        throw std::bad_alloc();
    xap_term *at = static_cast<xap_term *>(block);
    char *bytes = reinterpret_cast<char *>(at + terms.size());
    std::size_t i = 0;
    for (const auto &[term, freq] : terms) {
        std::memcpy(bytes, term.c_str(), term.size() + 1);
        at[i++] = {{bytes, term.size()}, freq};
        bytes += term.size() + 1;
    }
    return {at, terms.size()};
}

extern "C" void xap_terms_free(xap_terms *terms)
{
    if (!terms)
        return;
    std::free(terms->at);
    *terms = {nullptr, 0};
}

extern "C" void xap_bytes_free(xap_bytes *bytes)
{
    if (!bytes)
        return;
    std::free(bytes->data);
    *bytes = {nullptr, 0};
}

extern "C" const char *xap_library_version(void)
{
    return Xapian::version_string();
}
