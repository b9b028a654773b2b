/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - the command line of searchd, and its life from listening to SIGTERM. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/mapped.h"
#include "searchd/cache.h"
#include "searchd/confine.h"
#include "searchd/http.h"
#include "searchd/log.h"
#include "searchd/probe.h"
#include "searchd/public_url.h"
#include "searchd/scrub.h"

enum {
    EXIT_USAGE = 2,
    ADDRESS_MAX = 64,            /* a numeric IPv6 address is under 46 */
    DEADLINE_MS_DEFAULT = 1000,  /* longer, and a person has asked again */
    CACHE_BYTES_DEFAULT = 64 << 20
};

static const char help[] =
    "usage: searchd [--archive DIR] [--listen ADDR:PORT] [--workers N] [--deadline-ms N] [--cache-bytes N]\n"
    "               [--scrub-seconds N] [--public-url URL] [--site-name TEXT] [--user NAME] [--unconfined]\n"
    "               [LIMITS]\n"
    "\n"
    "Answers searches of an archive over HTTP.\n"
    "\n"
    "  --archive DIR       the archive that indexer made ($HUSTINGS_ARCHIVE, else ./archive);\n"
    "                      may be made later: until then searches are answered 503\n"
    "  --listen ADDR:PORT  where to listen (127.0.0.1:8080); port 0 picks a free one\n"
    "  --workers N         searches done at once (one a processor)\n"
    "  --deadline-ms N     time for a search (1000); then it answers with what it has\n"
    "  --cache-bytes N     memory for answers given before (67108864); 0 for none\n"
    "  --scrub-seconds N   how often what is searched is read again, for what the disk has lost\n"
    "                      since (604800, a week); 0 for never\n"
    "  --public-url URL    how others reach it, such as https://news.example: for citations and\n"
    "                      feeds (each request's Host)\n"
    "  --site-name TEXT    what the search page is called (Hustings)\n"
    "  --user NAME         who to become once it listens, when started as root (itself)\n"
    "  --unconfined        keeps the rights it was started with, for debuggers; else it can open\n"
    "                      only what lies beside the archive, and make no process, socket or file\n"
    "  --help, --version\n"
    "\n"
    "When it serves, it prints 'listening on ADDR:PORT'. SIGTERM: answers what it took, then ends.\n";

static bool read_number(const char *text, unsigned long long min, unsigned long long max, unsigned long long *out)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (errno || *end || *text < '0' || *text > '9' || n < min || n > max)
        return false;
    *out = n;
    return true;
}

/* 127.0.0.1:8080 or [::1]:8080 */
static bool read_listen(const char *text, char address[ADDRESS_MAX], unsigned short *port)
{
    const char *colon = strrchr(text, ':');
    unsigned long long n;
    if (!colon || !read_number(colon + 1, 0, 65535, &n))
        return false;
    size_t len = (size_t)(colon - text);
    if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
        text++;
        len -= 2;
    }
    if (len == 0 || len >= ADDRESS_MAX)
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    *port = (unsigned short)n;
    return true;
}

static int bad_value(const char *option, const char *value, const char *hint)
{
    fprintf(stderr, "searchd: bad value '%s' for --%s; %s\n", value, option, hint);
    return EXIT_USAGE;
}

static int check_folder(const struct service *service, struct error *err)
{
    struct stat folder;
    if (stat(service->archive, &folder) == 0 && !S_ISDIR(folder.st_mode))
        return error_set(err, FAULT_INVALID, "'%s' is no folder; give --archive the folder that indexer made",
                         service->archive);
    return 0;
}

/* What no waiting will mend is said at once; an archive that is not there yet may come, and files that are not what was
 * written (proof.h) may be put back. */
static int check_archive(const struct service *service)
{
    struct error state;
    probe_found(service->probe, &state);
    if (state.fault != FAULT_VERSION && state.fault != FAULT_DAMAGED)
        return 0;
    fprintf(stderr, "searchd: cannot serve: %s\n", state.text);
    return -1;
}

#ifdef HUSTINGS_SANITIZED
enum { UNCONFINED = true }; /* sanitizers open files and trace at their reports */
#else
enum { UNCONFINED = false };
#endif

struct guard {
    const char *user; /* to become; NULL: stays who it is */
    bool unconfined;
    struct confinement made;
};

static int run(const struct http_options *options, struct service *service, size_t cache_bytes, struct guard *guard)
{
    /* Blocked before any thread is made, so that sigwait alone gets them. */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    mapped_catch();

    struct error err = {0};
    if ((!guard->unconfined && confine_inherited(&err)) || check_folder(service, &err) ||
        (!guard->unconfined && confine_files(service->archive, guard->user, &guard->made, &err))) {
        fprintf(stderr, "searchd: %s\n", err.text);
        return EXIT_FAILURE;
    }
    service->probe = probe_start(service->archive);
    service->cache = cache_bytes ? cache_new(service->archive, cache_bytes) : NULL;
    if (!service->probe || (cache_bytes && !service->cache) ||
        (service->scrub_seconds && probe_scrub(service->probe, service->scrub_seconds))) {
        fputs("searchd: no memory or thread to start\n", stderr);
        return EXIT_FAILURE;
    }
    if (check_archive(service))
        return EXIT_FAILURE;
    char confined[CONFINE_TOLD] = "unconfined";
    struct http *http = NULL;
    if (http_start(options, service, &http, &err) ||
        (!guard->unconfined && confine_calls(&guard->made, confined, &err))) {
        fprintf(stderr, "searchd: %s\n", err.text);
        http_stop(http);
        return EXIT_FAILURE;
    }
    log_line("%s", confined);
    bool six = strchr(options->address, ':');
    printf("listening on %s%s%s:%u\n", six ? "[" : "", options->address, six ? "]" : "", http_port(http));
    fflush(stdout);
    int got;
    sigwait(&stop, &got);
    log_line("stopping on signal %d", got);
    http_stop(http);
    return EXIT_SUCCESS;
}

static int serve(const struct http_options *options, struct service *service, size_t cache_bytes, struct guard *guard)
{
    int code = run(options, service, cache_bytes, guard);
    probe_stop(service->probe);
    cache_free(service->cache);
    return code;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"archive", required_argument, NULL, 'a'},     {"listen", required_argument, NULL, 'l'},
        {"workers", required_argument, NULL, 'w'},     {"deadline-ms", required_argument, NULL, 'd'},
        {"cache-bytes", required_argument, NULL, 'c'}, {"public-url", required_argument, NULL, 'p'},
        {"site-name", required_argument, NULL, 'n'},   {"user", required_argument, NULL, 'u'},
        {"unconfined", no_argument, NULL, 'x'},        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},           {"scrub-seconds", required_argument, NULL, 's'},
        LIMIT_OPTIONS,                                 {NULL, 0, NULL, 0}};
    char address[ADDRESS_MAX] = "127.0.0.1", public_url[PUBLIC_URL_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const char *named = getenv("HUSTINGS_ARCHIVE");
    struct service service = {.archive = named && *named ? named : "./archive",
                              .deadline_ms = DEADLINE_MS_DEFAULT,
                              .scrub_seconds = SCRUB_SECONDS_DEFAULT,
                              .site_name = "Hustings",
                              .started = time(NULL)};
    struct guard guard = {.unconfined = UNCONFINED};
    size_t cache_bytes = CACHE_BYTES_DEFAULT;
    struct limits limits = limits_default();
    struct error err = {0};
    struct http_options options = {.address = address,
                                   .port = 8080,
                                   .workers = (size_t)(cores < 1                   ? 1
                                                       : cores > QUEUE_WORKERS_MAX ? QUEUE_WORKERS_MAX
                                                                                   : cores),
                                   .limits = &limits};
    unsigned long long n;
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (c) {
        case 'a':
            service.archive = optarg;
            break;
        case 'l':
            if (!read_listen(optarg, address, &options.port))
                return bad_value("listen", optarg, "give ADDR:PORT, such as 127.0.0.1:8080");
            break;
        case 'w':
            if (!read_number(optarg, 1, QUEUE_WORKERS_MAX, &n))
                return bad_value("workers", optarg, "give 1 to 256");
            options.workers = (size_t)n;
            break;
        case 'd':
            if (!read_number(optarg, 1, 600000, &n))
                return bad_value("deadline-ms", optarg, "give 1 to 600000");
            service.deadline_ms = (unsigned)n;
            break;
        case 'c':
            if (!read_number(optarg, 0, SIZE_MAX, &n))
                return bad_value("cache-bytes", optarg, "give a number of bytes");
            cache_bytes = (size_t)n;
            break;
        case 's':
            if (!read_number(optarg, 0, UINT_MAX, &n))
                return bad_value("scrub-seconds", optarg, "give a number of seconds");
            service.scrub_seconds = (unsigned)n;
            break;
        case 'p':
            if (!public_url_read(optarg, public_url))
                return bad_value("public-url", optarg, "give http:// or https://, a host, maybe a port and a path");
            service.public_url = public_url;
            break;
        case 'u':
            guard.user = optarg;
            break;
        case 'x':
            guard.unconfined = true;
            break;
        case 'n':
            service.site_name = optarg;
            break;
        case 'h':
            fputs(help, stdout);
            fputs(limits_help, stdout);
            return EXIT_SUCCESS;
        case 'v':
            puts("searchd " HUSTINGS_VERSION);
            return EXIT_SUCCESS;
        default:
            if (limits_option(&limits, c, optarg, &err) > 0)
                break;
            if (err.fault)
                fprintf(stderr, "searchd: %s\n", err.text);
            fputs("see searchd --help\n", stderr);
            return EXIT_USAGE;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "searchd: '%s' is no option; see searchd --help\n", argv[optind]);
        return EXIT_USAGE;
    }
    service.page_depth = limits.page_depth;
    service.facet_values = limits.facet_values;
    int code = serve(&options, &service, cache_bytes, &guard);
    limits_free(&limits);
    return code;
}
