/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document.cc - a document being made. */
#include <algorithm>
#include <vector>

#include "guard.h"
#include "handles.h"
#include "text.h"

namespace {

/* Rising positions take Xapian's short way (an append); anything else is sorted first. */
void add_positions(Xapian::Document &doc, const std::string &term, const uint32_t *positions, std::size_t count,
                   uint32_t wdf)
{
    std::vector<uint32_t> sorted;
    if (!std::is_sorted(positions, positions + count)) {
        sorted.assign(positions, positions + count);
        std::sort(sorted.begin(), sorted.end());
        positions = sorted.data();
    }
    doc.add_posting(term, positions[0], wdf);
    for (std::size_t i = 1; i < count; i++)
        doc.add_posting(term, positions[i], 0);
}

/* libxapian stores a value of that slot, and mistakes it for no slot when it reads. */
void require_slot(uint32_t slot)
{
    if (slot == Xapian::BAD_VALUENO)
        throw Xapian::InvalidArgumentError("no such slot");
}

} // namespace

extern "C" {

xap_status xap_document_new(xap_document **out, xap_error *err)
{
    return shim::guard(err, [&] { *out = new xap_document; });
}

void xap_document_free(xap_document *doc)
{
    delete doc;
}

xap_status xap_document_clear(xap_document *doc, xap_error *err)
{
    return shim::guard(err, [&] { doc->doc = Xapian::Document(); });
}

xap_status xap_document_add_term(xap_document *doc, xap_text term, const uint32_t *positions, size_t count,
                                 uint32_t wdf, xap_error *err)
{
    return shim::guard(err, [&] {
        shim::require_term(shim::view(term));
        const std::string name = shim::copy(term);
        if (count)
            add_positions(doc->doc, name, positions, count, wdf);
        else
            doc->doc.add_term(name, wdf);
    });
}

xap_status xap_document_add_boolean(xap_document *doc, xap_text term, xap_error *err)
{
    return shim::guard(err, [&] {
        shim::require_term(shim::view(term));
        doc->doc.add_boolean_term(shim::copy(term));
    });
}

xap_status xap_document_set_value(xap_document *doc, uint32_t slot, xap_text value, xap_error *err)
{
    return shim::guard(err, [&] {
        require_slot(slot);
        doc->doc.add_value(slot, shim::copy(value));
    });
}

xap_status xap_document_set_data(xap_document *doc, xap_text data, xap_error *err)
{
    return shim::guard(err, [&] { doc->doc.set_data(shim::copy(data)); });
}

} // extern "C"
