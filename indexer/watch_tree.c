/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_tree.c - a folder and all below it, told of by inotify, and walked where that says nothing. */
#include "indexer/watch_tree.h"

#include "archive/scoped.h"
#include "indexer/walk.h"
#include "indexer/watch_where.h"

#include <errno.h>
#include <limits.h>
#include <search.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

enum { EVENTS_BYTES = 64 << 10 };
static const uint32_t told = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB |
                             IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

struct folder {
    int wd;
    char *path;
};

struct watch_tree {
    const char *root;
    struct watch_tree_options options;
    int fd;
    void *folders; /* tsearch of struct folder, by wd */
    void *told;    /* tsearch of strings: problems that were said */
    bool full;     /* inotify had no room */
    bool root_gone;
    struct error err;
};

bool watch_is_partial(const char *name)
{
    static const char *const endings[] = {"~",    ".part", ".partial",    ".filepart",
                                          ".tmp", ".temp", ".crdownload", ".swp"};
    size_t len = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (len >= n && strcasecmp(name + len - n, endings[i]) == 0)
            return true;
    }
    return *name == '.';
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* ---- problems, each once ------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void problem(void *ctx, const char *path, const char *reason)
{
    struct watch_tree *w = ctx;
    char *text = NULL;

    if (strcmp(path, w->root) == 0) {
        w->root_gone = true;
        return;
    }
    if (asprintf(&text, "%s\t%s", path, reason) < 0)
        return;
    char **found = tsearch(text, &w->told, by_text);
    if (!found || *found != text)
        free(text);
    else
        w->options.problem(w->options.ctx, path, reason);
}

/* ---- folders ----------------------------------------------------------- */

static int by_wd(const void *a, const void *b)
{
    int x = ((const struct folder *)a)->wd, y = ((const struct folder *)b)->wd;

    return (x > y) - (x < y);
}

static void free_folder(void *folder)
{
    free(((struct folder *)folder)->path);
    free(folder);
}

static void forget(struct watch_tree *w, struct folder *folder)
{
    tdelete(folder, &w->folders, by_wd);
    free_folder(folder);
}

/* A folder that is reached on two ways keeps the path it was found by last. */
static int watch_folder(void *ctx, const char *path)
{
    struct watch_tree *w = ctx;
    struct folder *one;

    if (w->fd < 0 || w->full)
        return 0;
    int wd = inotify_add_watch(w->fd, path, told);
    if (wd < 0) {
        w->full = errno == ENOSPC || errno == ENOMEM;
        if (!w->full && errno != ENOENT && errno != ENOTDIR)
            problem(w, path, strerror(errno));
        return 0;
    }
    one = calloc(1, sizeof *one);
    if (one)
        *one = (struct folder){wd, strdup(path)};
    struct folder **found = one && one->path ? tsearch(one, &w->folders, by_wd) : NULL;
    if (found && *found != one) {
        char *path_before = (*found)->path;
        (*found)->path = one->path;
        one->path = path_before;
    }
    if (!found || *found != one) {
        if (one)
            free_folder(one);
    }
    return found ? 0 : error_set(&w->err, FAULT_MEMORY, "no memory to watch folders");
}

struct within {
    const char *path;
    struct folder *found;
};

static void find_within(const void *node, VISIT visit, void *ctx)
{
    struct folder *const *folder = node;
    struct within *w = ctx;
    size_t len = strlen(w->path);

    if ((visit == postorder || visit == leaf) && strncmp((*folder)->path, w->path, len) == 0 &&
        ((*folder)->path[len] == '/' || !(*folder)->path[len]))
        w->found = *folder;
}

/* It was moved away: what happens in it from now on is no business of ours. */
static void leave(struct watch_tree *w, const char *path)
{
    for (;;) {
        struct within within = {.path = path};
        twalk_r(w->folders, find_within, &within);
        if (!within.found)
            return;
        inotify_rm_watch(w->fd, within.found->wd);
        forget(w, within.found);
    }
}

/* ---- walking ----------------------------------------------------------- */

static int found_file(void *ctx, const char *path, const char *root, uint64_t bytes)
{
    struct watch_tree *w = ctx;
    struct stat st;

    (void)root;
    (void)bytes;
    if (!watch_is_partial(name_of(path)) && stat(path, &st) == 0 && S_ISREG(st.st_mode))
        w->options.file(w->options.ctx, path, WATCH_SEEN);
    return 0;
}

static int walk(struct watch_tree *w, const char *path, struct error *err)
{
    char *const paths[] = {(char *)path};
    const struct walk_options options = {.ctx = w,
                                         .file = found_file,
                                         .problem = problem,
                                         .folder = watch_folder,
                                         .within = w->root,
                                         .leave_out = w->options.leave_out};

    w->err.fault = FAULT_NONE;
    if (walk_paths(paths, 1, &options, err) == 0)
        return 0;
    return w->err.fault ? error_set(err, w->err.fault, "%s", w->err.text) : -1;
}

static int gone(const struct watch_tree *w, struct error *err)
{
    return error_set(err, FAULT_NOT_FOUND,
                     "folder '%s' is gone or cannot be read any more; what it held before is in the archive, watch it "
                     "again when it is back",
                     w->root);
}

int watch_tree_walk(struct watch_tree *w, struct error *err)
{
    struct stat st;

    if (walk(w, w->root, err) < 0)
        return -1;
    return w->root_gone || stat(w->root, &st) < 0 || !S_ISDIR(st.st_mode) ? gone(w, err) : 0;
}

/* ---- events ------------------------------------------------------------ */

static int take_folder(struct watch_tree *w, const char *path, const struct inotify_event *e, struct error *err)
{
    if (*e->name == '.')
        return 0;
    if (e->mask & (IN_MOVED_FROM | IN_DELETE))
        leave(w, path);
    return e->mask & (IN_CREATE | IN_MOVED_TO) ? walk(w, path, err) : 0;
}

static void take_file(struct watch_tree *w, const char *path, const struct inotify_event *e)
{
    struct stat st;

    if (watch_is_partial(e->name))
        return;
    if (e->mask & (IN_MOVED_FROM | IN_DELETE))
        w->options.file(w->options.ctx, path, WATCH_GONE);
    else if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
        w->options.file(w->options.ctx, path,
                        e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO) ? WATCH_WHOLE
                        : e->mask & IN_ATTRIB                    ? WATCH_TOUCHED
                                                                 : WATCH_SEEN);
}

static int take_event(struct watch_tree *w, const struct inotify_event *e, struct error *err)
{
    const struct folder sought = {.wd = e->wd};
    struct folder **found = tfind(&sought, &w->folders, by_wd);
    scoped(char_ptr) char *path = NULL;

    if (!found)
        return 0;
    bool root = strcmp((*found)->path, w->root) == 0;
    if (root && e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT))
        return gone(w, err);
    if (e->mask & IN_IGNORED)
        forget(w, *found);
    if (e->mask & IN_IGNORED || !e->len)
        return 0;
    if (asprintf(&path, "%s/%s", (*found)->path, e->name) < 0)
        return error_set(err, FAULT_MEMORY, "no memory to watch folders");
    struct stat st; /* a link to a folder is no folder to inotify */
    char reason[WALK_REASON_MAX];
    if (!(e->mask & (IN_MOVED_FROM | IN_DELETE)) && walk_leads_out(path, &w->root, 1, reason)) {
        problem(w, path, reason);
        return 0;
    }
    if (e->mask & IN_ISDIR || (e->mask & (IN_CREATE | IN_MOVED_TO) && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        return take_folder(w, path, e, err);
    take_file(w, path, e);
    return 0;
}

int watch_tree_read(struct watch_tree *w, struct error *err)
{
    _Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
    bool lost = false;
    ssize_t n;

    while (w->fd >= 0 && (n = read(w->fd, bytes, sizeof bytes)) > 0) {
        for (const char *at = bytes; at < bytes + n;) {
            const struct inotify_event *e = (const void *)at;
            if (e->mask & IN_Q_OVERFLOW)
                lost = true;
            else if (take_event(w, e, err) < 0)
                return -1;
            at += sizeof *e + e->len;
        }
    }
    return lost;
}

/* ---- the tree ---------------------------------------------------------- */

struct watch_tree *watch_tree_new(const char *root, const struct watch_tree_options *options, struct error *err)
{
    struct watch_tree *w = calloc(1, sizeof *w);

    if (!w) {
        error_set(err, FAULT_MEMORY, "no memory to watch a folder");
        return NULL;
    }
    w->root = root;
    w->options = *options;
    w->fd = options->walks_only ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    w->full = w->fd < 0 && !options->walks_only;
    return w;
}

void watch_tree_free(struct watch_tree *w)
{
    if (!w)
        return;
    tdestroy(w->folders, free_folder);
    tdestroy(w->told, free);
    scoped_fd(&w->fd);
    free(w);
}

int watch_tree_fd(const struct watch_tree *w)
{
    return w->fd;
}

bool watch_tree_is_told(const struct watch_tree *w)
{
    return w->fd >= 0 && !w->full && !watch_where_is_shared(w->root);
}
