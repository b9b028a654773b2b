/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search.cc - one query, one page, copied out whole. */
#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include "facets.h"
#include "guard.h"
#include "guard_source.h"
#include "handles.h"
#include "hidden_source.h"
#include "query.h"
#include "text.h"

namespace {

using steady = std::chrono::steady_clock;

/* A deadline past this is none: the clock's arithmetic must not overflow. */
constexpr double DEADLINE_MAX_MS = 1e12;

/* With k1 = 0 BM25 does not read the wdf: see term_source.h. This is as good as 0. */
constexpr double K1_MIN = 1e-9;

/* The page that C sees and what its pointers point into. */
struct owned_page : xap_page {
    std::vector<xap_hit> hit_store;
    std::vector<std::string> data_store;
    std::vector<xap_facet> facet_store;

    owned_page() : xap_page{} {}
    ~owned_page()
    {
        for (const xap_facet &facet : facet_store) {
            xap_terms values{facet.at, facet.count};
            xap_terms_free(&values);
        }
    }
    /* Before the hits: once they point into data_store it may not move. */
    void reserve(std::size_t hits_to_come)
    {
        hit_store.reserve(hits_to_come);
        data_store.reserve(hits_to_come);
    }
    void add_hit(Xapian::docid docid, Xapian::doccount collapsed, double weight, std::string bytes)
    {
        data_store.push_back(std::move(bytes));
        const std::string &data = data_store.back();
        hit_store.push_back({docid, collapsed, weight, {data.data(), data.size()}});
        hits = hit_store.data();
        count = hit_store.size();
    }
    owned_page(const owned_page &) = delete;
    owned_page &operator=(const owned_page &) = delete;
};

void require_sense(const xap_search_options &o)
{
    if (std::isnan(o.deadline_ms) || o.deadline_ms < 0)
        throw Xapian::InvalidArgumentError("a deadline may not be negative");
    if (o.collapse && (o.collapse_max == 0 || o.collapse_slot == XAP_NO_SLOT))
        throw Xapian::InvalidArgumentError("collapse needs a slot and a maximum of at least 1");
    const bool by_value = o.order == XAP_BY_VALUE || o.order == XAP_BY_VALUE_DOWN;
    if (by_value && o.sort_slot == XAP_NO_SLOT)
        throw Xapian::InvalidArgumentError("sorting by value needs a slot");
    if (o.facets && !o.facet_slots)
        throw Xapian::InvalidArgumentError("facets need slots");
}

void set_limits(shim::match_limits &limits, const xap_search_options &o, steady::time_point start)
{
    limits.timed = o.deadline_ms > 0 && o.deadline_ms < DEADLINE_MAX_MS;
    if (limits.timed)
        limits.deadline = start + std::chrono::duration_cast<steady::duration>(
                                      std::chrono::duration<double, std::milli>(o.deadline_ms));
}

/* Whether a match could last a quarter of its time. Going on by a posting takes 20 to 50 ns, in the
 * processor's cache or not, and reading a value for a facet 100 to 300; this counts with more. */
bool may_be_late(const Xapian::Query &query, const xap_reader &r, const shim::match_limits &limits,
                 const xap_search_options &o)
{
    constexpr double POSTING_MS = 1e-4, FACET_POSTINGS = 10;
    const double each = POSTING_MS * (1 + FACET_POSTINGS * static_cast<double>(o.facets));
    const double most = o.deadline_ms / 4 / each, documents = r.all.get_doccount();
    if ((static_cast<double>(query.get_length()) + limits.walks) * documents <= most)
        return false;
    double postings = limits.walks * documents;
    for (auto at = query.get_terms_begin(); at != query.get_terms_end() && postings <= most; ++at)
        postings += r.all.get_termfreq(*at);
    return postings > most;
}

/* Without what is hidden, and ending at the deadline. The guard costs each document that matches more than the rest of
 * a match of one word: only a match that may be late has it. The matcher clones sources, so that those here may end
 * with this function. */
Xapian::Query limited(Xapian::Query query, const xap_reader &r, const xap_search_options &o, shim::match_limits *limits)
{
    if (!r.hidden.empty()) {
        shim::hidden_source hidden(&r.hidden);
        query = Xapian::Query(Xapian::Query::OP_AND_NOT, query, Xapian::Query(&hidden));
    }
    if (limits->timed && may_be_late(query, r, *limits, o)) {
        shim::guard_source guard(limits);
        query = Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(&guard));
    }
    return query;
}

void set_order(Xapian::Enquire &enquire, const xap_search_options &o)
{
    enquire.set_docid_order(o.order == XAP_BY_DOCID_DOWN ? Xapian::Enquire::DESCENDING : Xapian::Enquire::ASCENDING);
    if (o.order != XAP_BY_RELEVANCE)
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    else if (o.bm25.set)
        enquire.set_weighting_scheme(
            Xapian::BM25Weight(std::max(o.bm25.k1, K1_MIN), o.bm25.k2, o.bm25.k3, o.bm25.b, o.bm25.min_normlen));
    if (o.order == XAP_BY_VALUE || o.order == XAP_BY_VALUE_DOWN)
        enquire.set_sort_by_value(o.sort_slot, o.order == XAP_BY_VALUE_DOWN);
}

/* The one part that has documents, or null: the others, as an empty delta, would be asked at every step of a match. */
const shim::part *only_part(const xap_reader &r)
{
    const shim::part *only = nullptr;
    for (const shim::part &part : r.parts) {
        if (part.db.get_doccount() == 0)
            continue;
        if (only)
            return nullptr;
        only = &part;
    }
    return only;
}

/* only: the part that was asked instead of all. */
void take_hits(owned_page &page, Xapian::MSet &mset, const xap_reader &r, const shim::part *only)
{
    /* One round trip for all, where shards are remote. MSet::fetch of 1.4.22 forgets
     * the hits skipped and reads outside the page: later pages go hit by hit. */
    if (mset.get_firstitem() == 0)
        mset.fetch();
    page.reserve(mset.size());
    for (Xapian::MSetIterator at = mset.begin(); at != mset.end(); ++at)
        page.add_hit(only ? static_cast<Xapian::docid>(r.docid_over_all(*only, *at)) : *at, at.get_collapse_count(),
                     at.get_weight(), at.get_document().get_data());
}

void take_facets(owned_page &page, const shim::facet_spy &spy)
{
    page.facet_store.reserve(spy.slots().size());
    for (const auto &counts : spy.slots()) {
        const xap_terms values = shim::give_terms(shim::facet_spy::sorted(counts));
        page.facet_store.push_back({counts.slot, values.at, values.count, counts.none});
    }
    page.facets = page.facet_store.data();
    page.facet_count = page.facet_store.size();
}

struct bounds {
    uint64_t lower, estimate, upper;
};

/* A match that was cut believes it saw all there is. What can still be said without
 * matching (a page of nothing) gives the other bounds; what was seen, the lower one. */
bounds bounds_of(const Xapian::MSet &mset, Xapian::Enquire &enquire, bool expired)
{
    bounds b{mset.get_matches_lower_bound(), mset.get_matches_estimated(), mset.get_matches_upper_bound()};
    if (expired) {
        enquire.clear_matchspies();
        const Xapian::MSet unmatched = enquire.get_mset(0, 0, Xapian::doccount{0});
        b.upper = std::max<uint64_t>(b.lower, unmatched.get_matches_upper_bound());
        b.estimate = std::clamp<uint64_t>(unmatched.get_matches_estimated(), b.lower, b.upper);
    }
    return b;
}

void set_bounds(xap_page &page, const bounds &b)
{
    page.lower = static_cast<uint32_t>(b.lower);
    page.estimate = static_cast<uint32_t>(b.estimate);
    page.upper = static_cast<uint32_t>(b.upper);
}

void search_together(owned_page &page, const xap_reader &r, const Xapian::Query &query, const xap_search_options &o,
                     const shim::match_limits &limits)
{
    shim::facet_spy spy(o.facet_slots, o.facets);
    const shim::part *only = only_part(r);
    Xapian::Enquire enquire(only ? only->db : r.all);
    enquire.set_query(query);
    set_order(enquire, o);
    if (o.collapse)
        enquire.set_collapse_key(o.collapse_slot, o.collapse_max);
    if (o.facets)
        enquire.add_matchspy(&spy);
    Xapian::MSet mset = enquire.get_mset(o.first, std::min(o.count, UINT32_MAX - o.first), o.check_at_least);
    take_hits(page, mset, r, only);
    take_facets(page, spy);
    bounds b = bounds_of(mset, enquire, limits.expired);
    if (o.collapse && !limits.expired && o.check_at_least >= r.all.get_doccount())
        b.estimate = b.upper = b.lower; /* all was seen and counted; Xapian's upper bound is not exact here */
    set_bounds(page, b);
    page.max_possible = mset.get_max_possible();
}

/* By rising docid a match may stop when its page is full, but libxapian 1.4 goes through
 * shards one after the other and so stops in none (2 x 50,000 documents: 9 ms for
 * 0.02). Without weights shards know nothing of each other: each is asked by itself. */
bool apart_is_better(const xap_reader &r, const xap_search_options &o)
{
    return o.order == XAP_BY_DOCID && r.parts.size() > 1 && !o.collapse && !o.facets;
}

void search_apart(owned_page &page, const xap_reader &r, const Xapian::Query &query, const xap_search_options &o,
                  const shim::match_limits &limits)
{
    struct candidate {
        uint64_t docid; /* over all shards */
        const shim::part *part;
        Xapian::docid local;
    };
    std::vector<candidate> found;
    bounds sum{0, 0, 0};
    for (const shim::part &part : r.parts) {
        Xapian::Enquire enquire(part.db);
        enquire.set_query(query);
        set_order(enquire, o);
        const Xapian::MSet mset = enquire.get_mset(0, o.first + std::min(o.count, UINT32_MAX - o.first),
                                                   o.check_at_least);
        for (Xapian::MSetIterator at = mset.begin(); at != mset.end(); ++at)
            found.push_back({r.docid_over_all(part, *at), &part, *at});
        const bounds b = bounds_of(mset, enquire, limits.expired);
        sum = {sum.lower + b.lower, sum.estimate + b.estimate, sum.upper + b.upper};
    }
    std::sort(found.begin(), found.end(), [](const candidate &a, const candidate &b) { return a.docid < b.docid; });
    const std::size_t end = std::min<std::size_t>(found.size(), uint64_t{o.first} + o.count);
    page.reserve(end > o.first ? end - o.first : 0);
    for (std::size_t i = o.first; i < end; i++)
        page.add_hit(static_cast<Xapian::docid>(found[i].docid), 0, 0,
                     found[i].part->db.get_document(found[i].local).get_data());
    set_bounds(page, sum);
}

} // namespace

extern "C" {

xap_status xap_search(xap_reader *r, const xap_query *query, const xap_search_options *options, xap_page **out,
                      xap_error *err)
{
    const steady::time_point start = steady::now();
    shim::match_limits limits;
    const xap_status status = shim::guard(err, [&] {
        const xap_search_options &o = *options;
        require_sense(o);
        set_limits(limits, o, start);
        const Xapian::Query all = limited(shim::make_query(*r, query, o.order == XAP_BY_RELEVANCE, &limits), *r,
                                          o, &limits);
        auto page = std::make_unique<owned_page>();
        (apart_is_better(*r, o) ? search_apart : search_together)(*page, *r, all, o, limits);
        page->expired = limits.expired;
        if (limits.failed == XAP_OK)
            *out = page.release();
    });
    if (status == XAP_OK && limits.failed != XAP_OK && err)
        *err = limits.error;
    return status == XAP_OK ? limits.failed : status;
}

void xap_page_free(xap_page *page)
{
    delete static_cast<owned_page *>(page);
}

} // extern "C"
