/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_metrics.c - /metrics: what the daemon counted, as Prometheus text, version 0.0.4. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "searchd/cache.h"
#include "searchd/probe.h"
#include "searchd/queue.h"
#include "searchd/route.h"

enum { METRICS_TEXT_MAX = 1 << 20 }; /* 32 routes of 25 lines are under 100 KB */

static void put_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_one(struct buffer *out, const char *name, const char *type, const char *help, double value)
{
    put_head(out, name, type, help);
    buffer_printf(out, "%s %.16g\n", name, value);
}

static void put_requests(struct buffer *out, const struct metrics *m)
{
    put_head(out, "hustings_http_requests_total", "counter", "Requests answered, by route and class of status.");
    for (size_t i = 0; route_name(i); i++) {
        /* Those at 0 too: a series that is there from the start lets its first rise be seen. 1xx is never sent. */
        for (unsigned c = 1; c < METRICS_CLASSES; c++)
            buffer_printf(out, "hustings_http_requests_total{route=\"%s\",code=\"%uxx\"} %lu\n", route_name(i), c + 1,
                          metrics_read(&m->routes[i].classes[c]));
    }
}

static void put_latency(struct buffer *out, const struct metrics *m)
{
    static const char name[] = "hustings_http_request_duration_seconds";
    put_head(out, name, "histogram", "From the request's last header to its answer being given to the socket.");
    for (size_t i = 0; route_name(i); i++) {
        unsigned long sum = 0;
        for (size_t b = 0; b < METRICS_BOUNDS; b++) {
            sum += metrics_read(&m->routes[i].buckets[b]);
            buffer_printf(out, "%s_bucket{route=\"%s\",le=\"%g\"} %lu\n", name, route_name(i),
                          metrics_bounds_us[b] / 1e6, sum);
        }
        sum += metrics_read(&m->routes[i].buckets[METRICS_BOUNDS]);
        buffer_printf(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %lu\n", name, route_name(i), sum);
        buffer_printf(out, "%s_sum{route=\"%s\"} %.6f\n", name, route_name(i),
                      (double)metrics_read(&m->routes[i].time_us) / 1e6);
        buffer_printf(out, "%s_count{route=\"%s\"} %lu\n", name, route_name(i), sum);
    }
}

static void put_searches(struct buffer *out, const struct service *s)
{
    const struct metrics *m = &s->metrics;
    put_one(out, "hustings_queue_depth", "gauge", "Requests that wait for a worker.",
        s->queue ? (double)queue_depth(s->queue) : 0);
    put_one(out, "hustings_queue_refusals_total", "counter", "Requests answered 503 because too many wait.",
        (double)metrics_read(&m->refusals[REFUSED_QUEUE]));
    put_head(out, "hustings_refusals_total", "counter", "What was refused or cut off, by the limit that it met.");
    for (size_t i = 0; i < REFUSED_NOBODY; i++)
        buffer_printf(out, "hustings_refusals_total{reason=\"%s\"} %lu\n", metrics_refusal_names[i],
                      metrics_read(&m->refusals[i]));
    put_one(out, "hustings_clients_gone_total", "counter", "Requests whose client had left when their turn came.",
        (double)metrics_read(&m->gone));
    put_one(out, "hustings_search_retries_total", "counter", "Searches done again because a writer overtook them.",
        (double)metrics_read(&m->retries));
    put_one(out, "hustings_partial_answers_total", "counter", "Answers that the deadline cut short.",
        (double)metrics_read(&m->partial));
    put_one(out, "hustings_exports", "gauge", "Exports that are being sent.",
        (double)(long)(metrics_read(&m->exports_begun) - metrics_read(&m->exports_ended)));
    put_one(out, "hustings_exports_broken_total", "counter", "Exports that ended before they were whole.",
        (double)metrics_read(&m->exports_broken));
    put_one(out, "hustings_http_connections", "gauge", "Open connections.",
        (double)(long)(metrics_read(&m->connections_opened) - metrics_read(&m->connections_closed)));
}

static void put_cache(struct buffer *out, struct cache *cache)
{
    struct cache_stats c;
    cache_stats(cache, &c);
    put_one(out, "hustings_cache_hits_total", "counter", "Answers given again from the cache.", (double)c.hits);
    put_one(out, "hustings_cache_misses_total", "counter", "Answers that the cache did not have.", (double)c.misses);
    put_one(out, "hustings_cache_evictions_total", "counter", "Answers that left the cache for want of room.",
        (double)c.evicted);
    put_one(out, "hustings_cache_invalidations_total", "counter", "Answers that left it because the archive changed.",
        (double)c.dropped);
    put_one(out, "hustings_cache_entries", "gauge", "Answers in the cache.", (double)c.entries);
    put_one(out, "hustings_cache_bytes", "gauge", "Memory that the cache takes.", (double)c.bytes);
    put_one(out, "hustings_cache_limit_bytes", "gauge", "Memory that the cache may take; 0: there is none.",
        (double)c.bytes_max);
}

static void put_archive(struct buffer *out, struct probe *probe)
{
    struct snapshot snapshot = {0};
    struct error state = {.fault = FAULT_INTERNAL};
    if (probe) {
        probe_state(probe, &state);
        probe_snapshot(probe, &snapshot);
    }
    const char *number = strchr(snapshot.id, '-');
    put_one(out, "hustings_ready", "gauge", "1 while the archive can be searched.", state.fault == FAULT_NONE);
    put_one(out, "hustings_snapshot_number", "counter", "The archive's commits, as last looked at.",
        number ? strtod(number + 1, NULL) : 0);
    put_one(out, "hustings_articles", "gauge", "Articles in the archive.", snapshot.articles);
}

/* What Prometheus's own client libraries say of a process, by the same names. */
static void put_process(struct buffer *out, const struct service *s)
{
    struct timespec used;
    long virtual_pages = 0, resident_pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%ld %ld", &virtual_pages, &resident_pages) == 2) {
        double page = (double)sysconf(_SC_PAGESIZE);
        put_one(out, "process_resident_memory_bytes", "gauge", "Resident memory.", (double)resident_pages * page);
        put_one(out, "process_virtual_memory_bytes", "gauge", "Virtual memory.", (double)virtual_pages * page);
    }
    if (f)
        fclose(f);
    put_one(out, "process_start_time_seconds", "gauge", "When it began, since 1970.", (double)s->started);
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0)
        put_one(out, "process_cpu_seconds_total", "counter", "User and system time.",
            (double)used.tv_sec + (double)used.tv_nsec / 1e9);
}

void get_metrics(struct request *request, struct response *response, void *worker)
{
    (void)worker;
    const struct service *s = request->service;
    struct buffer out = buffer_make(METRICS_TEXT_MAX);
    put_head(&out, "hustings_build_info", "gauge", "What runs.");
    buffer_printf(&out, "hustings_build_info{version=\"%s\",libxapian=\"%s\"} 1\n", HUSTINGS_VERSION,
                  xap_library_version());
    put_requests(&out, &s->metrics);
    put_latency(&out, &s->metrics);
    put_searches(&out, s);
    put_cache(&out, s->cache);
    put_archive(&out, s->probe);
    put_process(&out, s);
    response_body(response, &out, "text/plain; version=0.0.4; charset=utf-8");
    response_header(response, "Cache-Control", "no-store");
}
