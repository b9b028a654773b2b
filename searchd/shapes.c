/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shapes.c - the tables of what answers hold. */
#include "searchd/shapes.h"

static const char offsets_say[] = "Byte ranges of the marked words, start and end.";
static const char marked_says[] = "Escaped; <mark> is the only tag.";
static const char facets_say[] = "Of each facet that was asked the most frequent first.";
static const char group_says[] = "Other copies of the story in the archive; null: none.";

static const struct member problem[] = {
    {"type", "string", "A path that tells kinds of problems apart."},
    {"title", "string", NULL},
    {"status", "integer", "As the status line has it."},
    {"code", "string", "For programs: date_invalid."},
    {"param?", "string", "The parameter at fault."},
    {"value?", "string", "What was given."},
    {"detail?", "string", NULL},
    {"hint?", "string", "What to do."},
    {"request_id", "string", "As X-Request-Id has it, for who asks the operator."},
    {0}};

static const struct member snapshot[] = {
    {"id", "string", "The state of the archive that was asked."},
    {"articles", "integer", NULL},
    {"newest", "boolean", "Whether it is the archive as it is now."},
    {0}};

static const struct member query[] = {
    {"q", "string?", NULL},
    {"understood_as", "string", "The query as it was read, in the query language."},
    {"match", "string", "all or any."},
    {"from", "string?", NULL},
    {"to", "string?", NULL},
    {"filters", "{}[]string", "By field; a leading '-': not. In quotes where one is asked for so."},
    {"collapse", "string", "group or none."},
    {"hash", "string", "The same for queries that mean the same."},
    {0}};

static const struct member result[] = {
    {"id?", "string", NULL},
    {"url?", "string?", NULL},
    {"title?", "string?", NULL},
    {"title_offsets?", "[][]integer", offsets_say},
    {"title_html?", "string?", marked_says},
    {"source?", "string?", NULL},
    {"section?", "string?", NULL},
    {"author?", "[]string", NULL},
    {"tags?", "[]string", NULL},
    {"date?", "string?", "To the precision that is known."},
    {"date_precision?", "string?", "year, month, day or time."},
    {"lang?", "string?", NULL},
    {"score?", "number?", "By relevance alone."},
    {"snippet?", "string?", "As highlight asks."},
    {"snippet_offsets?", "[][]integer", offsets_say},
    {"copies?", "integer?", group_says},
    {"version?", "integer", NULL},
    {"text?", "string?", NULL},
    {"content_hash?", "string?", "SHA-256 of what it says, in hex; null: it is withdrawn."},
    {"permalink?", "string?", "The path by which searchd shows just this text, by id and hash; null likewise."},
    {"withdrawn?", "boolean", "Whether it was in the snapshot, and was deleted or retracted since: then only its id is "
                              "shown, and this is told unasked."},
    {"explain?", "explanation", NULL},
    {0}};

static const struct member explanation[] = {
    {"words", "[]reason", NULL},
    {"closeness", "number", "For words that stand together."},
    {"title", "number", "For words that stand in the title."},
    {"feedback", "number", "For words of the best results."},
    {"recency", "number", "The factor for its age; 1: age does not count."},
    {0}};

static const struct member reason[] = {
    {"word", "string", NULL},
    {"forms", "[]string", "Those of its forms that stand there."},
    {"fields", "[]string", "title, body, author."},
    {"occurrences", "number", NULL},
    {"weight", "number", NULL},
    {0}};

static const struct member hindrances[] = {
    {"without", "[]hindrance", "Where nothing was found: how many there are without each word and filter."},
    {0}};

static const struct member hindrance[] = {
    {"part", "string", NULL},
    {"total", "integer", NULL},
    {0}};

static const struct member facet_count[] = {
    {"value", "string", NULL},
    {"count", "integer", NULL},
    {0}};

static const struct member facet_other[] = {
    {"values", "integer", "How many there are besides those that are told."},
    {"articles", "integer", "That have one of them."},
    {0}};

#define WHAT_WAS_FOUND                                                                                              \
    {"query", "query", NULL},                                                                                       \
    {"snapshot", "snapshot", NULL},                                                                                 \
    {"total", "integer", NULL},                                                                                     \
    {"total_exact", "boolean", NULL},                                                                               \
    {"relaxed", "boolean", "Nothing has every word; this has any of them."}
#define HOW_IT_WAS_FOUND                                                                                            \
    {"took_ms", "number", NULL},                                                                                    \
    {"partial", "boolean", "The time limit was met; this is what was found by then."},                              \
    {"warnings", "[]string", "What was repaired or left out."}

static const struct member search[] = {
    WHAT_WAS_FOUND,
    {"order_exact", "boolean", "Whether ranks are those that the snapshot had."},
    {"page", "integer?", "null: it was asked by cursor."},
    {"per_page", "integer", NULL},
    {"pages", "integer", NULL},
    {"next_cursor", "string?", "For the next page, at any depth; null: this is the last."},
    HOW_IT_WAS_FOUND,
    {"did_you_mean", "string?", NULL},
    {"corrected", "boolean", "the results are those of did_you_mean"},
    {"explain?", "hindrances", NULL},
    {"facets?", "{}[]facet_count", facets_say},
    {"facet_others?", "{}facet_other", NULL},
    {"results", "[]result", NULL},
    {0}};

static const struct member end[] = {
    {"id", "string", NULL},
    {"title", "string?", NULL},
    {"url", "string?", NULL},
    {"source", "string?", NULL},
    {"date", "string?", "To the precision that is known."},
    {"date_precision", "string?", "year, month, day or time."},
    {0}};

static const struct member first[] = {
    {"value", "string?", NULL},
    {"article", "end", NULL},
    {0}};

static const struct member count[] = {
    WHAT_WAS_FOUND,
    HOW_IT_WAS_FOUND,
    {"did_you_mean", "string?", NULL},
    {"facets?", "{}[]facet_count", facets_say},
    {"facet_others?", "{}facet_other", NULL},
    {"first", "end?", "The oldest article that has a date; null: none has."},
    {"last", "end?", "The newest."},
    {"first_by?", "[]first", "As first_by asks: the oldest of each value, by date."},
    {"first_by_complete?", "boolean", "Whether these are all: there are 1,000 at most."},
    {0}};

/* What counts are made of: facets.h, timeline.h. */
#define WHAT_WAS_COUNTED                                                                                            \
    {"query", "query", NULL},                                                                                       \
    {"snapshot", "snapshot", NULL},                                                                                 \
    {"count", "string", "stories, of which copies count once, or copies."},                                         \
    {"total", "integer", "All that the query finds."},                                                              \
    {"total_exact", "boolean", NULL}

static const struct member facets[] = {
    WHAT_WAS_COUNTED,
    HOW_IT_WAS_FOUND,
    {"facets", "{}[]facet_count", facets_say},
    {"facet_others", "{}facet_other", NULL},
    {0}};

static const struct member timeline_interval[] = {
    {"start", "string", "Its first day."},
    {"end", "string", "Its last day."},
    {"count", "integer?", "That the query finds; null: nothing is known of it."},
    {"all", "integer", "That the filters find without the query."},
    {"share", "number?", "count of all, to six decimals."},
    {"gap", "boolean", "There is no article of it: nothing is known."},
    {0}};

static const struct member timeline_point[] = {
    {"count", "integer", NULL},
    {"all", "integer", NULL},
    {0}};

static const char share_says[] = "Of all; null: of none.";
#define BY_INTERVAL                                                                                                 \
    {"imprecise", "timeline_point", "Those whose date is longer than an interval: in none of them."},               \
    {"undated", "timeline_point", "Those without a date: in none of them."},                                        \
    {"before?", "timeline_point", "With interval=auto, those left out before the first: a few far from the others."}, \
    {"after?", "timeline_point", "Likewise after the last."},                                                       \
    {"intervals", "[]timeline_interval", "Without holes from the first to the last."}

static const struct member timeline_series[] = {
    {"value", "string", NULL},
    {"count", "integer", NULL},
    {"all", "integer", NULL},
    {"share", "number?", share_says},
    BY_INTERVAL,
    {0}};

static const struct member timeline_others[] = {
    {"values", "integer", "How many have no series."},
    {"count", "integer", NULL},
    {"all", "integer", NULL},
    {"share", "number?", share_says},
    BY_INTERVAL,
    {0}};

static const struct member timeline[] = {
    WHAT_WAS_COUNTED,
    HOW_IT_WAS_FOUND,
    {"all", "integer", "That the filters find without the query."},
    {"share", "number?", share_says},
    {"interval", "string", "year, month, week or day."},
    BY_INTERVAL,
    {"by?", "string", "The field of the series."},
    {"series?", "[]timeline_series", "Of the values that most articles found have."},
    {"others?", "timeline_others?", "Articles with a value that has no series; null: there are none."},
    {0}};

static const struct member compared_set[] = {
    {"q", "string", "What its articles match besides the query."},
    {"understood_as", "string", "Both, as they were read."},
    {"articles", "integer", NULL},
    {"counted", "integer", "Of these, so many were read."},
    {0}};

static const struct member compared_sets[] = {
    {"a", "compared_set", NULL},
    {"b", "compared_set", NULL},
    {"both", "integer", "Articles that are in both, and count in each."},
    {0}};

static const struct member compared_word[] = {
    {"word", "string", "Its most frequent form, as most write it."},
    {"forms", "[]string", "What counted as this word, the most frequent first; 8 at most."},
    {"articles_a", "integer", "Articles of the first set that have it."},
    {"articles_b", "integer", NULL},
    {"share_a", "number", "Of the articles that were counted."},
    {"share_b", "number", NULL},
    {"occurrences_a", "integer", NULL},
    {"occurrences_b", "integer", NULL},
    {"log_likelihood", "number", "Dunning's G2 of the articles: how surprising it is that the shares differ so."},
    {0}};

static const struct member compare[] = {
    {"query", "query", NULL},
    {"snapshot", "snapshot", NULL},
    {"sets", "compared_sets", NULL},
    {"sampled", "boolean", "Of a set of more than 20,000 articles so many were read, spread over its time."},
    {"log_likelihood_min", "number", "Below it no word is told: p < 0.001."},
    {"articles_min", "integer", "So many articles of its set have each word."},
    HOW_IT_WAS_FOUND,
    {"a", "[]compared_word", "Over-used in the first set, the most telling first."},
    {"b", "[]compared_word", "Likewise in the second."},
    {0}};

static const struct member manifest[] = {
    {"query", "query", NULL},
    {"parameters", "string", "That ask for it again, as a query string."},
    {"snapshot", "string", "The state of the archive that it is of."},
    {"articles", "integer", "Of the archive then."},
    {"count", "integer", "Of the export."},
    {"order", "string", "newest or oldest."},
    {"sha256", "string", "Of the ids in their order, each with a newline behind it, in hex."},
    {"made", "string", "When, as RFC 3339 has it."},
    {"program", "string", NULL},
    {0}};

static const struct member similar_query[] = {
    {"id", "string", NULL},
    {"words", "[]string", "By which they were found."},
    {"from", "string?", NULL},
    {"to", "string?", NULL},
    {"filters", "{}[]string", NULL},
    {0}};

static const struct member similar[] = {
    {"query", "similar_query", NULL},
    {"snapshot", "snapshot", NULL},
    {"per_page", "integer", NULL},
    HOW_IT_WAS_FOUND,
    {"results", "[]result", NULL},
    {0}};

static const struct member suggestion[] = {
    {"text", "string", NULL},
    {"html", "string", marked_says},
    {"kind", "string", "word, name or title."},
    {"articles", "integer", NULL},
    {"id", "string?", "Of a title's article."},
    {"url", "string?", NULL},
    {0}};

static const struct member suggest[] = {
    {"q", "string", NULL},
    {"suggestions", "[]suggestion", NULL},
    {"snapshot", "snapshot", NULL},
    {"took_ms", "number", NULL},
    {"warnings", "[]string", NULL},
    {0}};

static const struct member opensearch_suggestions[] = {
    {NULL, "string", "What was typed."},
    {NULL, "[]string", "Completions."},
    {NULL, "[]string", "What is said of each."},
    {NULL, "[]string", "Where each leads, or nothing."},
    {0}};

#define FACTS                                                                                                       \
    {"id", "string", NULL},                                                                                         \
    {"url", "string?", NULL},                                                                                       \
    {"title", "string?", NULL},                                                                                     \
    {"source", "string?", NULL},                                                                                    \
    {"section", "string?", NULL},                                                                                   \
    {"author", "[]string", NULL},                                                                                   \
    {"tags", "[]string", NULL},                                                                                     \
    {"date", "string?", "To the precision that is known."},                                                         \
    {"date_precision", "string?", "year, month, day or time."},                                                     \
    {"lang", "string?", NULL},                                                                                      \
    {"credit", "string?", "The agency that is named as where it is from."}

static const struct member article[] = {
    FACTS,
    {"updated", "string?", NULL},
    {"summary", "string?", NULL},
    {"text", "string?", NULL},
    {"content_hash", "string", "SHA-256 of what it says, in hex."},
    {"permalink", "string", "The path by which searchd shows just this text, by id and hash."},
    {"version", "integer", NULL},
    {"title_html?", "string?", marked_says},
    {"text_html?", "string?", "Likewise, where q was given; null: there is none, or it is over 4 MB."},
    {"title_offsets?", "[][]integer", offsets_say},
    {"text_offsets?", "[][]integer", offsets_say},
    {0}};

static const struct member copy[] = {
    FACTS,
    {"version", "integer", NULL},
    {"leads", "boolean", "It stands for its group in searches."},
    {"differs", "difference?", NULL},
    {0}};

static const struct member copies[] = {
    {"id", "string", NULL},
    {"group", "string?", NULL},
    {"total", "integer", NULL},
    {"copies", "[]copy", NULL},
    {"warnings", "[]string", NULL},
    {0}};

static const struct member change[] = {
    {"change", "string", "same, removed or added."},
    {"text", "string", NULL},
    {0}};

static const struct member difference[] = {
    {"from", "string", "The id of the article that it is compared with."},
    {"title_same", "boolean", NULL},
    {"text_same", "boolean", NULL},
    {"share", "number", "Of this one's words that the other has, too."},
    {"share_of_other", "number", NULL},
    {"title?", "[]change", NULL},
    {"text?", "[]change", NULL},
    {"shortest?", "boolean", "False: what changed is too much to be told piece by piece."},
    {0}};

static const struct member retraction[] = {
    {"stored", "string?", NULL},
    {"reason", "string?", NULL},
    {0}};

static const struct member version[] = {
    {"version", "integer", NULL},
    {"stored", "string?", "When it was put into the archive."},
    {"content_hash", "string", NULL},
    {"title", "string?", NULL},
    {"retracted", "retraction?", NULL},
    {0}};

static const struct member versions[] = {
    {"id", "string", NULL},
    {"version", "integer", "The newest."},
    {"current?", "version", NULL},
    {"versions?", "[]version", "The earlier ones, newest first."},
    {"a?", "version", NULL},
    {"b?", "version", NULL},
    {"title?", "[]change", NULL},
    {"text?", "[]change", NULL},
    {"shortest?", "boolean", "False: what changed is too much to be told piece by piece."},
    {"warnings", "[]string", NULL},
    {0}};

static const struct member programs[] = {
    {"hustings", "string", NULL},
    {"libxapian", "string", NULL},
    {0}};

static const struct member status[] = {
    {"snapshot", "snapshot", NULL},
    {"articles", "integer", NULL},
    {"sources", "[]facet_count", "The most frequent first."},
    {"first_date", "string?", NULL},
    {"last_date", "string?", NULL},
    {"shards", "integer", NULL},
    {"versions", "programs", NULL},
    {"partial", "boolean", NULL},
    {0}};

static const struct member health[] = {
    {"status", "string", NULL},
    {"version", "string", NULL},
    {0}};

static const struct member ready[] = {
    {"status", "string", NULL},
    {0}};

#define SHAPE(members) {#members, members, false, false}
static const struct shape shapes[] = {
    SHAPE(problem), SHAPE(snapshot), SHAPE(query), SHAPE(result), SHAPE(explanation), SHAPE(reason),
    SHAPE(hindrances), SHAPE(hindrance), SHAPE(facet_count), SHAPE(facet_other), SHAPE(search), SHAPE(count),
    SHAPE(end), SHAPE(first), SHAPE(compared_set), SHAPE(compared_sets), SHAPE(compared_word), SHAPE(compare),
    SHAPE(facets), SHAPE(timeline), SHAPE(timeline_interval), SHAPE(timeline_point), SHAPE(timeline_series),
    SHAPE(timeline_others), SHAPE(similar_query), SHAPE(similar), SHAPE(suggestion), SHAPE(suggest), SHAPE(copy),
    SHAPE(copies), SHAPE(change), SHAPE(difference), SHAPE(retraction), SHAPE(version), SHAPE(versions),
    SHAPE(programs), SHAPE(status), SHAPE(health), SHAPE(ready),
    SHAPE(manifest),
    {.name = "article", .members = article, .open = true},
    {.name = "opensearch_suggestions", .members = opensearch_suggestions, .list = true},
};

const struct shape *shape_at(size_t i)
{
    return i < sizeof shapes / sizeof shapes[0] ? &shapes[i] : NULL;
}
