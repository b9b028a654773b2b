/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_article.c - /v1/articles/{id}: one article, whole, or as an entry of a bibliography. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

#include "archive/article_marks.h"
#include "archive/json_put.h"
#include "archive/permalink.h"
#include "archive/render.h"
#include "archive/stored.h"
#include "archive/tombstone.h"
#include "searchd/article_id.h"
#include "searchd/article_text.h"
#include "searchd/ask.h"
#include "searchd/encode.h"
#include "searchd/params_article.h"
#include "searchd/public_url.h"
#include "searchd/route.h"
#include "searchd/worker.h"

enum { SECONDS_A_DAY = 86400, ETAG_TEXT_MAX = 2 * SEGMENT_HASH + 64, FILE_NAME_MAX = CITE_KEY_MAX + 48,
       HTML_TEXT_MAX = 4 << 20 }; /* bytes that HTML is made of: six times that, where all is escaped */

static void scoped_buffer(struct buffer *b)
{
    buffer_free(b);
}

struct lookup {
    const struct request *request;
    struct response *response;
    const char *id;
    struct article_params params;
    struct cite_context context;
    cJSON *article;       /* what is answered, in one of two forms; neither: the client has it */
    struct buffer entry;
    char key[CITE_KEY_MAX];
    bool found;
    struct tombstone tombstone; /* when not found */
    enum article_text_kind kind;
    char told[ARTICLE_TEXTS_TOLD]; /* when there is no such text */
};

static bool marks(const struct lookup *l)
{
    return l->params.marked.q && !l->params.cited && l->params.highlight != HIGHLIGHT_NONE;
}

/* A citation says where and when it was asked for; what is marked depends on all of the archive's articles. */
static void set_etag(struct lookup *l, const struct reader *r, const uint8_t hash[SEGMENT_HASH])
{
    if (marks(l)) {
        response_etag_of(l->response, l->request, reader_snapshot(r)->id);
        return;
    }
    char text[ETAG_TEXT_MAX], digits[2 * SEGMENT_HASH + 1];
    for (size_t i = 0; i < SEGMENT_HASH; i++)
        snprintf(digits + 2 * i, 3, "%02x", hash[i]);
    const char *base = l->context.base;
    if (l->params.cited)
        snprintf(text, sizeof text, "%s-%s-%" PRId32 "-%016" PRIx64, digits, cite_format_name(l->params.format),
                 l->context.accessed, XXH3_64bits(base, strlen(base)));
    else
        snprintf(text, sizeof text, "%s", digits);
    response_etag(l->response, text);
}

static int cite(struct lookup *l, const struct segment_record *stored, struct error *err)
{
    struct article a;
    if (stored_read(stored, &a, err))
        return -1;
    const struct record record = cite_record(&a, stored->hash);
    bool list = l->params.format == CITE_CSL;
    buffer_clear(&l->entry);
    buffer_puts(&l->entry, list ? "[" : "");
    bool ok = cite_put(l->params.format, &record, &l->context, &l->entry) && cite_key(&record, l->key) &&
              buffer_puts(&l->entry, list ? "]" : "");
    article_free(&a);
    return ok ? 0 : error_set(err, FAULT_MEMORY, "no memory to cite article '%.100s'", l->id);
}

/* With the address of just this text: what `add` passes over when it takes the article back. */
static int render(struct lookup *l, const struct segment_record *stored, struct error *err)
{
    static const char member[] = "permalink";
    struct buffer link = buffer_make(SEGMENT_RECORD_MAX);
    cJSON_Delete(l->article);
    l->article = render_article(stored);
    cJSON_DeleteItemFromObjectCaseSensitive(l->article, member); /* a key of its own gives way to ours */
    bool ok = l->article && permalink_put((struct record_text){l->id, strlen(l->id)}, stored->hash, &link) &&
              json_put_string(l->article, member, link.data);
    buffer_free(&link);
    return ok ? 0 : error_set(err, FAULT_MEMORY, "no memory for article '%.100s'", l->id);
}

static struct record_text text_of(const cJSON *article, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(article, name));
    return (struct record_text){text, text ? strlen(text) : 0};
}

/* NULL where there is none, or it is too long to be escaped. */
static bool put_html(cJSON *into, const char *name, const struct marked *marked, struct arena *arena)
{
    bool made = marked->text && marked->len <= HTML_TEXT_MAX;
    const char *html = made ? marked_html(marked, arena) : NULL;
    return (html || !made) && json_put_string(into, name, html);
}

/* Into the rendered article, whose own keys of these names give way. */
static int mark(struct reader *r, struct lookup *l, struct error *err)
{
    static const char *const names[][2] = {[HIGHLIGHT_HTML] = {"title_html", "text_html"},
                                           [HIGHLIGHT_OFFSETS] = {"title_offsets", "text_offsets"}};
    const char *const *name = names[l->params.highlight];
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    cJSON *article = l->article;
    struct article_marks a = {.title = text_of(article, "title"), .text = text_of(article, "text"),
                              .source = text_of(article, "source"), .url = text_of(article, "url")};
    l->params.marked.deadline_ms = ask_deadline_ms(l->request);
    int rc = article_mark(r, &l->params.marked, &arena, &a, err);
    cJSON_DeleteItemFromObjectCaseSensitive(article, name[0]);
    cJSON_DeleteItemFromObjectCaseSensitive(article, name[1]);
    bool put = rc == 0 && (l->params.highlight == HIGHLIGHT_HTML
                               ? put_html(article, name[0], &a.marked_title, &arena) &&
                                     put_html(article, name[1], &a.marked_text, &arena)
                               : render_offsets(article, name[0], &a.marked_title) &&
                                     render_offsets(article, name[1], &a.marked_text));
    arena_free(&arena);
    return rc || put ? rc : error_set(err, FAULT_MEMORY, "no memory to mark article '%.100s'", l->id);
}

/* The unit of retry. */
static int find(struct reader *r, void *ctx, struct error *err)
{
    struct lookup *l = ctx;
    scoped(buffer) struct buffer facts = buffer_make(SEGMENT_RECORD_MAX);
    scoped(buffer) struct buffer whole = buffer_make(SEGMENT_RECORD_MAX);
    struct record record;
    struct segment_record stored;
    struct error why = {0};
    if (reader_find(r, l->id, &facts, &record, NULL, &why)) {
        l->found = false;
        if (why.fault == FAULT_NOT_FOUND)
            return tombstone_look(r, l->id, &l->tombstone, err);
        return error_set(err, why.fault, "%s", why.text);
    }
    l->found = true;
    if (!l->params.hash) {
        l->kind = ARTICLE_TEXT_FOUND;
        set_etag(l, r, record.hash);
        if (encode_client_has(l->request, response_get_header(l->response, "ETag")))
            return 0; /* without reading it */
    }
    if (article_text(r, &record, l->params.hash, &whole, &stored, &l->kind, l->told, err))
        return -1;
    if (l->kind != ARTICLE_TEXT_FOUND)
        return 0;
    set_etag(l, r, stored.hash);
    if (l->params.cited)
        return cite(l, &stored, err);
    return render(l, &stored, err) || (marks(l) && mark(r, l, err)) ? -1 : 0;
}

static void no_such_text(const struct lookup *l)
{
    bool retracted = l->kind == ARTICLE_TEXT_RETRACTED;
    struct problem p = {.status = retracted ? 410 : 404,
                        .code = retracted ? "version_retracted" : "version_not_found",
                        .title = retracted ? "The version was retracted" : "The article has no such version",
                        .param = "hash",
                        .value = l->params.hash,
                        .value_len = strlen(l->params.hash),
                        .hint = "Without hash the newest is shown; /versions behind the id lists all."};
    snprintf(p.detail, sizeof p.detail, "%s%s", l->told, retracted ? "" : ".");
    response_problem(l->response, l->request, &p);
}

static void answer_cited(struct lookup *l)
{
    char name[FILE_NAME_MAX];
    snprintf(name, sizeof name, "attachment; filename=\"%s.%s\"", l->key, cite_extension(l->params.format));
    response_body(l->response, &l->entry, cite_media_type(l->params.format));
    response_header(l->response, "Content-Disposition", name); /* a key is letters, digits and "-" */
}

static void answer(struct lookup *l, struct worker *worker)
{
    char base[PUBLIC_URL_MAX] = "";
    if (l->params.cited) {
        public_url_of(l->request, l->response, base);
        l->response->unshared = true; /* tomorrow it says another day */
        l->context = (struct cite_context){.base = base, .accessed = (int32_t)(time(NULL) / SECONDS_A_DAY)};
    } else {
        l->context.base = base;
    }
    if (!worker_ask(worker, l->request, l->response, find, l))
        return;
    if (!l->found) {
        article_missing(l->request, l->response, l->id, &l->tombstone);
        return;
    }
    if (l->kind != ARTICLE_TEXT_FOUND) {
        no_such_text(l);
        return;
    }
    response_header(l->response, "Cache-Control", "no-cache");
    if (l->article)
        response_json(l->response, 200, l->article);
    else if (l->entry.len)
        answer_cited(l);
}

/* Whether the query is none that a search refuses. */
static bool query_holds(struct lookup *l)
{
    struct asked a = {.given = arena_make(PARAMS_ARENA_MAX)};
    const struct search_request *marked = &l->params.marked;
    a.params.search.match = marked->match;
    a.params.strict = l->params.strict;
    bool holds = !marks(l) || ask_query(l->request, l->response, &a, "q", marked->q, marked->q_len);
    ask_free(&a);
    return holds;
}

void get_article(struct request *request, struct response *response, void *worker)
{
    scoped(char_ptr) char *id = article_id(request, response);
    struct lookup l = {.request = request, .response = response, .id = id, .entry = buffer_make(RESPONSE_BODY_MAX)};
    struct arena given = arena_make(PARAMS_ARENA_MAX);
    struct problem problem;
    if (id) {
        if (params_article(request->query, request->query_len, request->takes, &given, &l.params, &problem))
            response_problem(response, request, &problem);
        else if (query_holds(&l))
            answer(&l, worker);
    }
    cJSON_Delete(l.article);
    buffer_free(&l.entry);
    free(l.tombstone.reason);
    arena_free(&given);
}
