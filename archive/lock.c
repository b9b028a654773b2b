/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lock.c - one writer at a time, and who it is. */
#include "archive/lock.h"

#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

enum {
    POLL_MS = 50,    /* short beside what a person notices, long beside a look at a lock */
    HOLDER_MAX = 120 /* bytes of the holder's own words that are repeated */
};

static void sign(int fd, const char *purpose)
{
    char text[HOLDER_MAX], when[32];
    time_t now = time(NULL);
    struct tm tm;

    strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", localtime_r(&now, &tm));
    int len = snprintf(text, sizeof text, "pid %ld, %.40s, since %s", (long)getpid(), purpose, when);
    /* Only for the message to others: the lock holds even if this cannot be written. */
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) < 0)
        return;
}

static void read_holder(int fd, char holder[HOLDER_MAX])
{
    ssize_t n = pread(fd, holder, HOLDER_MAX - 1, 0);

    holder[n > 0 ? n : 0] = '\0';
    for (char *c = holder; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
}

static int held(int fd, const char *dir, struct error *err)
{
    struct flock other = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char holder[HOLDER_MAX];

    if (fcntl(fd, F_OFD_GETLK, &other) == 0 && other.l_type == F_RDLCK) /* who cannot write cannot sign */
        return error_set(err, FAULT_LOCKED,
                         "archive '%s' is being read through a read-only mount; try again when that is done", dir);
    read_holder(fd, holder);
    return error_set(err, FAULT_LOCKED, "archive '%s' is held by another writer (%s); try again when it is done", dir,
                     *holder ? holder : "it gave no name");
}

/* type: F_WRLCK or F_RDLCK. */
static int lock_wait(int fd, short type, const char *dir, unsigned wait_ms, struct error *err)
{
    for (unsigned waited = 0;; waited += POLL_MS) {
        struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
        if (fcntl(fd, F_OFD_SETLK, &whole) == 0)
            return 0;
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return error_errno(err, errno, "cannot lock archive '%s'", dir);
        if (waited >= wait_ms)
            return held(fd, dir, err);
        nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
    }
}

static int lock_for(const char *dir, const char *purpose, bool reads, unsigned wait_ms, int *fd_out, struct error *err)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/lock", dir) >= (int)sizeof path)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");

    scoped(fd) int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    int why = errno;
    bool shared = fd < 0 && why == EROFS && reads;
    if (shared)
        fd = open(path, O_RDONLY | O_CLOEXEC);
    if (shared && fd < 0 && errno == ENOENT) { /* no writer was ever here, and none can come this way */
        *fd_out = -1;
        return 0;
    }
    if (fd < 0)
        return error_errno(err, shared ? errno : why, "cannot open '%s'", path);
    if (lock_wait(fd, shared ? F_RDLCK : F_WRLCK, dir, wait_ms, err) < 0)
        return -1;
    if (!shared)
        sign(fd, purpose);
    *fd_out = fd;
    fd = -1;
    return 0;
}

int lock_take(const char *dir, const char *purpose, unsigned wait_ms, int *fd, struct error *err)
{
    return lock_for(dir, purpose, false, wait_ms, fd, err);
}

int lock_take_to_read(const char *dir, const char *purpose, unsigned wait_ms, int *fd, struct error *err)
{
    return lock_for(dir, purpose, true, wait_ms, fd, err);
}
