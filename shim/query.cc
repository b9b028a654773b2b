/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query.cc - turns xap_query into Xapian::Query. */
#include "query.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "check_source.h"
#include "term_source.h"
#include "text.h"

namespace {

using Xapian::Query;

/* libxapian walks trees by recursion: 1,600 pairs of OR and AND broke a stack of 512 KB. */
constexpr int DEPTH_MAX = 100;

[[noreturn]] void refuse(const char *why)
{
    throw Xapian::InvalidArgumentError(why);
}

void require_parts(const xap_query *query, std::size_t least)
{
    if (query->count < least || (query->count && !query->parts))
        refuse("a query is missing its parts");
    for (std::size_t i = 0; i < query->count; i++)
        if (!query->parts[i])
            refuse("a part of a query is missing");
}

bool is_term_or_terms(const xap_query *part)
{
    if (part->op == XAP_TERM)
        return true;
    if (part->op != XAP_OR || part->count == 0)
        return false;
    require_parts(part, 1);
    return std::all_of(part->parts, part->parts + part->count, [](const xap_query *p) { return p->op == XAP_TERM; });
}

Query combine(Query::op op, const std::vector<Query> &parts)
{
    return Query(op, parts.begin(), parts.end());
}

/* Never Query::MatchAll: a shared static, unsafe across threads. */
Query make_all()
{
    return Query(0.0, Query(std::string()));
}

/* Without bounds Xapian matches documents that have no value as well: the least
 * value there can be keeps the meaning the same with and without an upper bound. */
Query make_range(const xap_query *query)
{
    if (query->slot == XAP_NO_SLOT)
        refuse("no such slot");
    std::string begin = shim::copy(query->text);
    if (begin.empty())
        begin.assign(1, '\0');
    if (!query->end.data)
        return Query(Query::OP_VALUE_GE, query->slot, begin);
    const std::string end = shim::copy(query->end);
    return begin <= end ? Query(Query::OP_VALUE_RANGE, query->slot, begin, end) : Query();
}

/* What becomes of a term depends on where it stands. */
enum class role {
    weighs,  /* its wdf is read */
    filters, /* neither wdf nor positions are read: see term_source.h */
    stands   /* in a phrase: its positions are read */
};

class builder {
    const xap_reader &r;
    shim::match_limits *limits;

    Query term_that_filters(const std::string &term) const;
    Query make_leaf(const std::string &term, role as) const;
    Query make_term(const xap_query *query, role as) const;
    Query make_wildcard(const xap_query *query, role as) const;
    Query make_any(Query::op op, const xap_query *query, role as, int depth) const;
    Query make_first_with_rest(Query::op op, Query::op rest_op, const xap_query *query, role as, role rest_as,
                               int depth) const;
    Query make_window(Query::op op, const xap_query *query, role as, int depth) const;
    Query make_synonym(const xap_query *query, role as, int depth) const;
    Query make_scale(const xap_query *query, role as, int depth) const;
    Query make_check(const xap_query *query, role as, int depth) const;
    std::vector<Query> make_parts(const xap_query *query, std::size_t from, std::size_t to, role as,
                                  int depth) const;

public:
    builder(const xap_reader &reader, shim::match_limits *shared) : r(reader), limits(shared) {}
    Query make(const xap_query *query, role as, int depth) const;
};

Query builder::term_that_filters(const std::string &term) const
{
    std::size_t full = 0;
    for (const shim::part &part : r.parts)
        full += part.db.get_termfreq(term) == part.db.get_doccount();
    if (full == 0)
        return Query(term);
    limits->walks++;
    if (full == r.parts.size())
        return make_all();
    shim::term_source source(term); /* cloned by Query */
    return Query(&source);
}

/* What no document can have matches nothing. */
Query builder::make_leaf(const std::string &term, role as) const
{
    if (!shim::fits_term(term))
        return Query();
    return as == role::filters ? term_that_filters(term) : Query(term);
}

/* Xapian takes the empty term for every document. */
Query builder::make_term(const xap_query *query, role as) const
{
    if (query->text.len == 0)
        refuse("a term may not be empty");
    return make_leaf(shim::copy(query->text), as);
}

/* Expanded here, not by OP_WILDCARD: that counts its limit shard by shard, so that a
 * word may match in one shard and not in the next, and takes the path of term_source.h. */
Query builder::make_wildcard(const xap_query *query, role as) const
{
    if (query->limit == 0)
        refuse("a wildcard needs a limit");
    const std::string prefix = shim::copy(query->text);
    std::vector<Query> terms;
    auto at = r.all.allterms_begin(prefix);
    for (; at != r.all.allterms_end(prefix) && terms.size() < query->limit; ++at)
        terms.push_back(make_leaf(*at, as));
    return combine(as == role::filters ? Query::OP_OR : Query::OP_SYNONYM, terms);
}

Query builder::make_any(Query::op op, const xap_query *query, role as, int depth) const
{
    require_parts(query, op == Query::OP_AND ? 1 : 0);
    return combine(op, make_parts(query, 0, query->count, as, depth));
}

Query builder::make_first_with_rest(Query::op op, Query::op rest_op, const xap_query *query, role as, role rest_as,
                                    int depth) const
{
    require_parts(query, 1);
    const Query first = make_parts(query, 0, 1, as, depth)[0];
    if (query->count == 1)
        return first;
    return Query(op, first, combine(rest_op, make_parts(query, 1, query->count, rest_as, depth)));
}

Query builder::make_window(Query::op op, const xap_query *query, role as, int depth) const
{
    require_parts(query, 1);
    if (!std::all_of(query->parts, query->parts + query->count, is_term_or_terms))
        refuse("a part of a phrase or near must be a term, or an or of terms");
    if (query->count == 1)
        return make_parts(query, 0, 1, as, depth)[0];
    const std::vector<Query> parts = make_parts(query, 0, query->count, role::stands, depth);
    if (std::any_of(parts.begin(), parts.end(), [](const Query &part) { return part.empty(); }))
        return Query();
    const auto window = std::max(query->window, static_cast<uint32_t>(parts.size()));
    return Query(op, parts.begin(), parts.end(), window);
}

Query builder::make_synonym(const xap_query *query, role as, int depth) const
{
    require_parts(query, 0);
    for (std::size_t i = 0; i < query->count; i++)
        if (query->parts[i]->op != XAP_TERM)
            refuse("a part of a synonym must be a term");
    return combine(as == role::filters ? Query::OP_OR : Query::OP_SYNONYM,
                   make_parts(query, 0, query->count, as, depth));
}

Query builder::make_scale(const xap_query *query, role as, int depth) const
{
    require_parts(query, 1);
    if (query->count != 1 || !std::isfinite(query->factor) || query->factor < 0)
        refuse("scale takes one part and a factor that is not negative");
    const role inner = query->factor > 0 ? as : role::filters;
    return Query(query->factor, make_parts(query, 0, 1, inner, depth)[0]);
}

Query builder::make_check(const xap_query *query, role as, int depth) const
{
    require_parts(query, 1);
    if (query->count != 1 || !query->check)
        refuse("a check takes one part and a function");
    limits->walks++;
    shim::check_source source(r, query, limits); /* cloned by Query */
    return Query(Query::OP_FILTER, make_parts(query, 0, 1, as, depth)[0], Query(&source));
}

std::vector<Query> builder::make_parts(const xap_query *query, std::size_t from, std::size_t to, role as,
                                       int depth) const
{
    std::vector<Query> parts;
    parts.reserve(to - from);
    for (std::size_t i = from; i < to; i++)
        parts.push_back(make(query->parts[i], as, depth + 1));
    return parts;
}

Query builder::make(const xap_query *query, role as, int depth) const
{
    if (depth > DEPTH_MAX)
        refuse("query too deep: at most 100 levels");
    switch (query->op) {
    case XAP_NOTHING:
        return Query();
    case XAP_ALL:
        limits->walks++;
        return make_all();
    case XAP_TERM:
        return make_term(query, as);
    case XAP_AND:
        return make_any(Query::OP_AND, query, as, depth);
    case XAP_OR:
        return make_any(Query::OP_OR, query, as, depth);
    case XAP_AND_NOT:
        return make_first_with_rest(Query::OP_AND_NOT, Query::OP_OR, query, as, role::filters, depth);
    case XAP_FILTER:
        return make_first_with_rest(Query::OP_FILTER, Query::OP_AND, query, as, role::filters, depth);
    case XAP_AND_MAYBE:
        return make_first_with_rest(Query::OP_AND_MAYBE, Query::OP_OR, query, as, as, depth);
    case XAP_PHRASE:
        return make_window(Query::OP_PHRASE, query, as, depth);
    case XAP_NEAR:
        return make_window(Query::OP_NEAR, query, as, depth);
    case XAP_SYNONYM:
        return make_synonym(query, as, depth);
    case XAP_MAX:
        return make_any(Query::OP_MAX, query, as, depth);
    case XAP_SCALE:
        return make_scale(query, as, depth);
    case XAP_WILDCARD:
        return make_wildcard(query, as);
    case XAP_RANGE:
        limits->walks++;
        return make_range(query);
    case XAP_CHECK:
        return make_check(query, as, depth);
    }
    refuse("no such kind of query");
}

} // namespace

Xapian::Query shim::make_query(const xap_reader &r, const xap_query *query, bool weighted, match_limits *limits)
{
    if (!query)
        refuse("no query");
    return builder(r, limits).make(query, weighted ? role::weighs : role::filters, 1);
}
