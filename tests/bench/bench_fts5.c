/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_fts5.c - SQLite's FTS5 on the same corpus and queries, as someone who reaches for it first would use it.
 * usage: bench_fts5 index DB corpus.jsonl                    one transaction, then optimize
 *        bench_fts5 search DB queries.tsv RUNS COUNT SNIPPETS   SNIPPETS: 0 or 1
 * queries.tsv: TYPE<TAB>query; type 'or' asks any word, 'date' the newest. */
#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { QUERIES_MAX = 20000, QUERY_MAX = 2048 };

struct timing {
    const char *type;
    double ms;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(sqlite3 *db, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    fprintf(stderr, "bench_fts5: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static void bind(sqlite3_stmt *insert, int column, const cJSON *object, const char *key)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
    sqlite3_bind_text(insert, column, cJSON_IsString(value) ? value->valuestring : "", -1, SQLITE_TRANSIENT);
}

static int index_corpus(const char *path, const char *corpus)
{
    sqlite3 *db;
    sqlite3_stmt *insert;
    char *line = NULL;
    size_t size = 0, count = 0;
    FILE *file = fopen(corpus, "r");

    if (!file) {
        perror(corpus);
        return 1;
    }
    unlink(path);
    must(NULL, sqlite3_open(path, &db));
    run(db, "CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, date UNINDEXED, title, body, tokenize='porter unicode61');"
            "BEGIN");
    must(db, sqlite3_prepare_v2(db, "INSERT INTO a VALUES(?,?,?,?)", -1, &insert, NULL));
    while (getline(&line, &size, file) > 0) {
        cJSON *object = cJSON_Parse(line);
        bind(insert, 1, object, "id");
        bind(insert, 2, object, "date");
        bind(insert, 3, object, "title");
        bind(insert, 4, object, "text");
        must(db, sqlite3_step(insert));
        sqlite3_reset(insert);
        cJSON_Delete(object);
        count++;
    }
    sqlite3_finalize(insert);
    run(db, "COMMIT; INSERT INTO a(a) VALUES('optimize')");
    sqlite3_close(db);
    free(line);
    fclose(file);
    printf("indexed %zu articles\n", count);
    return 0;
}

/* FTS5's own language: every word a string in quotes, phrases as they are, OR between where any will do. */
static void translate(const char *query, bool any, char out[QUERY_MAX])
{
    size_t n = 0;

    while (*query && n + 16 < QUERY_MAX) {
        query += strspn(query, " ");
        bool phrase = *query == '"';
        query += phrase;
        size_t len = strcspn(query, phrase ? "\"" : " \"");
        if (len && n + len + 16 < QUERY_MAX)
            n += (size_t)snprintf(out + n, QUERY_MAX - n, "%s\"%.*s\"", n ? any ? " OR " : " " : "", (int)len,
                                  query);
        query += len;
        query += phrase && *query;
    }
    out[n] = '\0';
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *order, bool snippets)
{
    char sql[300];
    sqlite3_stmt *ask;

    snprintf(sql, sizeof sql, "SELECT id, date, title%s FROM a WHERE a MATCH ? ORDER BY %s LIMIT ?",
             snippets ? ", snippet(a, 3, '<mark>', '</mark>', '...', 48)" : "", order);
    must(db, sqlite3_prepare_v2(db, sql, -1, &ask, NULL));
    return ask;
}

static size_t answer(sqlite3 *db, sqlite3_stmt *ask, const char *query, int count)
{
    size_t bytes = 0;
    int code;

    sqlite3_bind_text(ask, 1, query, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(ask, 2, count);
    while ((code = sqlite3_step(ask)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(ask); i++) {
            sqlite3_column_text(ask, i);
            bytes += (size_t)sqlite3_column_bytes(ask, i);
        }
    must(db, code);
    sqlite3_reset(ask);
    return bytes;
}

static int compare(const void *a, const void *b)
{
    const struct timing *x = a, *y = b;
    int order = strcmp(x->type, y->type);
    return order ? order : (x->ms > y->ms) - (x->ms < y->ms);
}

static void report(struct timing *all, size_t count)
{
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 0; i + n < count && strcmp(all[i + n].type, all[i].type) == 0;)
            n++;
        printf("fts5\t%s\tn=%zu\tp50=%.3f ms\tp99=%.3f ms\n", all[i].type, n, all[i + n / 2].ms,
               all[i + n * 99 / 100].ms);
    }
}

static int search(char **args)
{
    static char types[QUERIES_MAX][16], texts[QUERIES_MAX][QUERY_MAX / 4];
    size_t queries = 0, done = 0, runs = strtoul(args[2], NULL, 10), bytes = 0;
    FILE *file = fopen(args[1], "r");
    sqlite3 *db;

    while (file && queries < QUERIES_MAX && fscanf(file, "%15[^\t]\t%511[^\n]\n", types[queries], texts[queries]) == 2)
        queries++;
    struct timing *all = calloc(queries * runs + 1, sizeof *all);
    if (!file || !all || sqlite3_open_v2(args[0], &db, SQLITE_OPEN_READONLY, NULL)) {
        fprintf(stderr, "bench_fts5: cannot open '%s' or '%s'\n", args[0], args[1]);
        return 1;
    }
    sqlite3_stmt *best = prepare(db, "rank", args[4][0] == '1'), *newest = prepare(db, "date DESC", args[4][0] == '1');
    for (size_t pass = 0; pass < runs; pass++)
        for (size_t i = 0; i < queries; i++) {
            char query[QUERY_MAX];
            double begin = now_ms();
            translate(texts[i], strcmp(types[i], "or") == 0, query);
            if (*query)
                bytes += answer(db, strcmp(types[i], "date") == 0 ? newest : best, query, atoi(args[3]));
            if (pass || runs == 1) /* the first warms up */
                all[done++] = (struct timing){types[i], now_ms() - begin};
        }
    report(all, done);
    fprintf(stderr, "%zu bytes of answers\n", bytes);
    sqlite3_finalize(best);
    sqlite3_finalize(newest);
    sqlite3_close(db);
    fclose(file);
    free(all);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "index") == 0)
        return index_corpus(argv[2], argv[3]);
    if (argc == 7 && strcmp(argv[1], "search") == 0)
        return search(argv + 2);
    fputs("usage: bench_fts5 index DB corpus.jsonl | search DB queries.tsv RUNS COUNT SNIPPETS\n", stderr);
    return 2;
}
