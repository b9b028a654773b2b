/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake_read.h - the reading side of a run of add. For intake.c and intake_read.c only. */
#ifndef HUSTINGS_INTAKE_READ_H
#define HUSTINGS_INTAKE_READ_H

#include "indexer/date_habit.h"
#include "indexer/dry_run.h"
#include "indexer/intake.h"
#include "indexer/pipeline.h"
#include "indexer/quarantine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

struct intake {
    const struct intake_options *options;
    const struct intake_work *work;
    struct report *report;         /* of work */
    struct quarantine *quarantine; /* likewise */
    pthread_mutex_t quarantine_lock;
    struct writer *writer; /* NULL: a dry run */
    struct dry_run *dry_run;
    struct pipeline *pipeline;
    struct date_habits *habits; /* the reader's own, as input is */
    uint64_t bytes_all;        /* of all files; 0: not known */
    uint64_t bytes_before;     /* of the files before the one being read */
    const struct input *input; /* that one: the reader's own */
    _Atomic uint64_t bytes_read;
    struct tally put, committed;
    time_t pending_since; /* 0: nothing is pending */
    struct error err;     /* why the run must end */
    struct error unread;  /* the reader's own: why it read no further */
    bool interrupted, told_to_wait;
};

/* Bytes of all files to be read; 0: not known, as of a pipe. */
uint64_t intake_size(const struct intake *in);
/* pipeline_work.read: every article of the paths. */
void intake_read(void *ctx, struct pipeline *p);
/* An article that cannot be taken in: said, counted, and kept in the quarantine. Any thread. */
void intake_refuse(struct intake *in, const struct article *a, const char *where, const char *reason);

#endif
