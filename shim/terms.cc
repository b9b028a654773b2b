/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms.cc - lists of words and documents: postings, vocabulary, synonyms. */
#include <algorithm>
#include <set>

#include "guard.h"
#include "handles.h"
#include "text.h"

namespace {

shim::counted_terms vocabulary(const Xapian::Database &db, const std::string &prefix, const std::string &after,
                               std::size_t max)
{
    shim::counted_terms terms;
    Xapian::TermIterator at = db.allterms_begin(prefix);
    const Xapian::TermIterator end = db.allterms_end(prefix);
    if (!after.empty() && after >= prefix && at != end) {
        at.skip_to(after);
        if (at != end && *at == after)
            ++at;
    }
    for (; at != end && terms.size() < max; ++at)
        terms.emplace_back(*at, at.get_termfreq());
    return terms;
}

/* A part's documents with a term, as the whole numbers them. */
class part_list {
    Xapian::PostingIterator at, end;
    std::size_t first, own, all; /* its first shard; its shards; the whole's */

public:
    /* The empty name lists every document. */
    part_list(const shim::part &part, const std::string &name, std::size_t shards, uint32_t from)
        : at(part.db.postlist_begin(name)), end(part.db.postlist_end(name)), first(part.first), own(part.shards),
          all(shards)
    {
        if (from > 1 && at != end)
            at.skip_to(static_cast<Xapian::docid>((from - 1) / all * own + 1));
        while (!done() && docid() < from)
            ++at;
    }
    bool done() const { return at == end; }
    uint32_t docid() const
    {
        const std::size_t place = *at - 1;
        return static_cast<uint32_t>(place / own * all + first + place % own + 1);
    }
    void next() { ++at; }
};

/* Part by part: libxapian's own list over several keeps them open for ever when memory ends while it is made. */
std::vector<uint32_t> list_from(const xap_reader &r, const std::string &name, uint32_t from, std::size_t max)
{
    std::vector<uint32_t> found;
    std::vector<part_list> lists;
    for (const shim::part &part : r.parts)
        lists.emplace_back(part, name, r.uuids.size(), from);
    while (found.size() < max) {
        part_list *next = nullptr;
        for (part_list &list : lists)
            if (!list.done() && (!next || list.docid() < next->docid()))
                next = &list;
        if (!next)
            break;
        if (!r.is_hidden(next->docid()))
            found.push_back(next->docid());
        next->next();
    }
    return found;
}

} // namespace

extern "C" {

xap_status xap_reader_term_freq(xap_reader *r, xap_text term, uint32_t *freq, xap_error *err)
{
    return shim::guard(err, [&] {
        const std::string name = shim::copy(term);
        *freq = !name.empty() && shim::fits_term(name) ? r->all.get_termfreq(name) : 0;
    });
}

xap_status xap_reader_postings(xap_reader *r, xap_text term, uint32_t from, uint32_t *docids, size_t max,
                               size_t *count, xap_error *err)
{
    return shim::guard(err, [&] {
        const std::string name = shim::copy(term);
        std::vector<uint32_t> found;
        if (!name.empty() && shim::fits_term(name))
            found = list_from(*r, name, from, max);
        std::copy(found.begin(), found.end(), docids);
        *count = found.size();
    });
}

xap_status xap_reader_docids(xap_reader *r, uint32_t from, uint32_t *docids, size_t max, size_t *count,
                             xap_error *err)
{
    return shim::guard(err, [&] {
        const std::vector<uint32_t> found = list_from(*r, std::string(), from, max);
        std::copy(found.begin(), found.end(), docids);
        *count = found.size();
    });
}

xap_status xap_reader_terms(xap_reader *r, xap_text prefix, xap_text after, size_t max, xap_terms *out,
                            xap_error *err)
{
    return shim::guard(err, [&] {
        *out = shim::give_terms(vocabulary(r->all, shim::copy(prefix), shim::copy(after), max));
    });
}

xap_status xap_reader_document_terms(xap_reader *r, uint32_t docid, xap_text prefix, xap_terms *out,
                                     xap_error *err)
{
    return shim::guard(err, [&] {
        const std::string begin = shim::copy(prefix);
        shim::counted_terms terms;
        Xapian::TermIterator at = r->all.termlist_begin(docid);
        const Xapian::TermIterator end = r->all.termlist_end(docid);
        if (!begin.empty() && at != end)
            at.skip_to(begin);
        for (; at != end && shim::begins_with(*at, begin); ++at)
            terms.emplace_back(*at, at.get_wdf());
        *out = shim::give_terms(terms);
    });
}

xap_status xap_reader_synonyms(xap_reader *r, xap_text word, xap_terms *out, xap_error *err)
{
    return shim::guard(err, [&] {
        const std::string of = shim::copy(word);
        std::set<std::string> words;
        for (const shim::part &part : r->parts)
            words.insert(part.db.synonyms_begin(of), part.db.synonyms_end(of));
        shim::counted_terms terms;
        for (const std::string &synonym : words)
            terms.emplace_back(synonym, 0);
        *out = shim::give_terms(terms);
    });
}

} // extern "C"
