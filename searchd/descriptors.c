/* SPDX-License-Identifier: GPL-2.0-or-later */
/* descriptors.c - open files, shared out between connections and the archive. */
#include "searchd/descriptors.h"

#include <errno.h>
#include <sys/resource.h>

enum {
    A_READER = 80, /* files: four databases of up to eight, twice while a new generation is opened, and the articles */
    BESIDE = 32,   /* standard streams, sockets that listen, epoll, what libraries open now and then */
    CONNECTIONS_MIN = 8
};

int descriptors_share(size_t workers, size_t wanted, unsigned *connections, struct error *err)
{
    struct rlimit files;
    size_t needed = (workers + 2) * A_READER + BESIDE; /* the probe and exports read too */

    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return error_errno(err, errno, "cannot ask how many files may be open");
    if (files.rlim_cur < needed + wanted && files.rlim_cur < files.rlim_max) {
        struct rlimit raised = {.rlim_cur = files.rlim_max < needed + wanted ? files.rlim_max : needed + wanted,
                                .rlim_max = files.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            files = raised;
    }
    if (files.rlim_cur < needed + CONNECTIONS_MIN)
        return error_set(err, FAULT_IO, "%zu workers need %zu open files and the limit is %llu; raise it (ulimit -n, "
                         "LimitNOFILE=) or give fewer --workers", workers, needed + CONNECTIONS_MIN,
                         (unsigned long long)files.rlim_cur);
    *connections = (unsigned)(files.rlim_cur - needed < wanted ? files.rlim_cur - needed : wanted);
    return 0;
}
