/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard.cc - what one shard holds, list by list: for those who match by themselves. */
#include <cstdlib>
#include <new>

#include "guard.h"
#include "handles.h"
#include "text.h"

namespace {

/* malloc'd: C frees it. */
class postings {
    xap_posting *at = nullptr;
    std::size_t count = 0;

public:
    explicit postings(std::size_t room)
    {
        at = static_cast<xap_posting *>(std::malloc((room + 1) * sizeof(xap_posting)));
        if (!at)
            throw std::bad_alloc();
    }
    ~postings() { std::free(at); }
    postings(const postings &) = delete;
    postings &operator=(const postings &) = delete;
    void add(Xapian::docid docid, Xapian::termcount number) { at[count++] = {docid, number}; }
    xap_postings give()
    {
        const xap_postings given{at, count};
        at = nullptr;
        return given;
    }
};

} // namespace

extern "C" {

void xap_postings_free(xap_postings *list)
{
    if (!list)
        return;
    std::free(list->at);
    *list = {};
}

xap_status xap_shard_postings(xap_reader *r, size_t shard, xap_text term, xap_postings *out, xap_error *err)
{
    return shim::guard(err, [&] {
        const Xapian::Database &db = shim::shard_of(r, shard);
        const std::string name = shim::copy(term);
        const Xapian::doccount room = name.empty() ? db.get_doccount() : db.get_termfreq(name);
        postings list(room);
        if (room == 0) {
            *out = list.give();
            return;
        }
        Xapian::doccount left = room;
        for (auto at = db.postlist_begin(name); at != db.postlist_end(name); ++at) {
            if (left-- == 0)
                throw Xapian::DatabaseCorruptError("a posting list is longer than it says");
            list.add(*at, name.empty() ? at.get_doclength() : at.get_wdf());
        }
        *out = list.give();
    });
}

xap_status xap_shard_values(xap_reader *r, size_t shard, uint32_t slot, const uint32_t *docids, size_t count,
                            xap_take_value *take, void *ctx, xap_error *err)
{
    return shim::guard(err, [&] {
        const Xapian::Database &db = shim::shard_of(r, shard);
        if (count == 0 || db.get_value_freq(slot) == 0)
            return;
        auto at = db.valuestream_begin(slot);
        for (std::size_t i = 0; i < count && at != db.valuestream_end(slot); i++) {
            at.skip_to(docids[i]);
            if (at == db.valuestream_end(slot) || at.get_docid() != docids[i])
                continue;
            const std::string value = *at;
            if (!take(ctx, i, {value.data(), value.size()}))
                throw std::bad_alloc();
        }
    });
}

xap_status xap_shard_terms(xap_reader *r, size_t shard, uint32_t min_freq, xap_take_term *take, void *ctx,
                           xap_error *err)
{
    return shim::guard(err, [&] {
        const Xapian::Database &db = shim::shard_of(r, shard);
        for (auto at = db.allterms_begin(); at != db.allterms_end(); ++at) {
            const Xapian::doccount freq = at.get_termfreq();
            if (freq < min_freq)
                continue;
            const std::string term = *at;
            if (!take(ctx, {term.data(), term.size()}, freq))
                throw std::bad_alloc();
        }
    });
}

} // extern "C"
