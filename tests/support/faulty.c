/* SPDX-License-Identifier: GPL-2.0-or-later */
/* faulty.c - a file system that fails or a process that dies at a chosen call; to be preloaded.
 *
 * FAULT_CALLS  which calls count, comma-separated: write sync rename remove mkdir open truncate, create (an open for
 *              writing), read, close, map (of a file), link, list (of a folder)
 * FAULT_PATH   only of files whose name holds this
 * FAULT_AT     the number of the first call that fails; not set: none does
 * FAULT_WITH   kill (the default; a write is done by half before), an errno's name (EIO ENOSPC EMFILE EACCES ENOMEM
 *              EROFS), or short: half of it is written, and that is no error
 * FAULT_ONCE   set: only that call fails, those behind it do not
 * FAULT_LOG    a file that gets a line for each call that counts, as it is begun
 *
 * Straight to the kernel, so that it works before and under any other library that stands between. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SHORT = 1 << 20 /* no errno: as many bytes as were written are told */ };

static atomic_ulong calls;

static int chosen_errno(void)
{
    static const struct {
        const char *name;
        int number;
    } known[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EMFILE", EMFILE}, {"EACCES", EACCES},
                 {"ENOMEM", ENOMEM}, {"EROFS", EROFS},   {"short", SHORT}};
    const char *with = getenv("FAULT_WITH");

    for (size_t i = 0; with && i < sizeof known / sizeof *known; i++)
        if (strcmp(with, known[i].name) == 0)
            return known[i].number;
    return 0;
}

static bool counts(const char *call, const char *path)
{
    const char *list = getenv("FAULT_CALLS"), *part = getenv("FAULT_PATH");
    size_t len = strlen(call);

    if (part && !strstr(path, part))
        return false;
    for (const char *at = list; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : "")
        if (strncmp(at, call, len) == 0 && (at[len] == ',' || !at[len]))
            return true;
    return false;
}

static void log_call(const char *call, const char *path, unsigned long number)
{
    const char *log = getenv("FAULT_LOG");
    char line[4400];

    if (!log)
        return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    int len = snprintf(line, sizeof line, "%lu %s %s\n", number, call, path);
    if (fd >= 0 && syscall(SYS_write, fd, line, (size_t)len) < 0)
        abort();
    syscall(SYS_close, fd);
}

/* Whether this call is to fail; die_first: it may be the last of the process. */
static bool fails(const char *call, const char *path, bool *dies)
{
    int saved = errno;
    const char *at = getenv("FAULT_AT");

    *dies = false;
    if (!counts(call, path))
        return false;
    unsigned long number = atomic_fetch_add(&calls, 1) + 1, chosen = at ? strtoul(at, NULL, 10) : 0;
    log_call(call, path, number);
    errno = saved;
    bool now = chosen && (number == chosen || (number > chosen && !getenv("FAULT_ONCE")));
    if (!now)
        return false;
    errno = chosen_errno();
    *dies = errno == 0;
    return true;
}

static bool fails_or_dies(const char *call, const char *path)
{
    bool dies;

    if (!fails(call, path, &dies))
        return false;
    if (dies)
        kill(getpid(), SIGKILL);
    return true;
}

/* The name that fd was opened by. */
static const char *name_of(int fd, char path[4096])
{
    char link[64];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
    path[n > 0 ? n : 0] = '\0';
    return path;
}

static bool is_file(const char *path)
{
    return *path == '/' && (strncmp(path, "/dev/", 5) != 0 || strncmp(path, "/dev/shm/", 9) == 0);
}

static ssize_t write_at(int fd, const void *bytes, size_t len, off_t offset)
{
    return offset >= 0 ? syscall(SYS_pwrite64, fd, bytes, len, offset) : syscall(SYS_write, fd, bytes, len);
}

static ssize_t write_or_fail(int fd, const void *bytes, size_t len, off_t offset)
{
    char path[4096];
    bool dies;
    int saved = errno;

    if (!is_file(name_of(fd, path)) || !fails("write", path, &dies)) {
        errno = saved;
        return write_at(fd, bytes, len, offset);
    }
    int why = errno;
    ssize_t half = write_at(fd, bytes, why == SHORT ? (len + 1) / 2 : len / 2, offset);
    if (dies)
        kill(getpid(), SIGKILL);
    if (why == SHORT) {
        errno = saved;
        return half;
    }
    errno = why;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    return write_or_fail(fd, bytes, len, -1);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    return write_or_fail(fd, bytes, len, offset);
}

/* As if it were as many calls, of which it tells the first's. */
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    int at = 0;

    while (at + 1 < count && !parts[at].iov_len)
        at++;
    return count > 0 ? write(fd, parts[at].iov_base, parts[at].iov_len) : 0;
}

static bool read_fails(int fd)
{
    char path[4096];
    int saved = errno;
    bool dies, failed = is_file(name_of(fd, path)) && fails("read", path, &dies);

    if (failed && dies)
        kill(getpid(), SIGKILL);
    if (!failed)
        errno = saved;
    return failed;
}

ssize_t read(int fd, void *bytes, size_t len)
{
    return read_fails(fd) ? -1 : syscall(SYS_read, fd, bytes, len);
}

ssize_t pread(int fd, void *bytes, size_t len, off_t offset)
{
    return read_fails(fd) ? -1 : syscall(SYS_pread64, fd, bytes, len, offset);
}

ssize_t pread64(int fd, void *bytes, size_t len, off_t offset)
{
    return pread(fd, bytes, len, offset);
}

/* What could not be closed is closed all the same, as Linux has it. */
int close(int fd)
{
    char path[4096];
    bool dies, failed = is_file(name_of(fd, path)) && fails("close", path, &dies);
    int why = errno;

    if (failed && dies)
        kill(getpid(), SIGKILL);
    int closed = (int)syscall(SYS_close, fd);
    if (!failed)
        return closed;
    errno = why;
    return -1;
}

void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
    char path[4096];

    if (fd >= 0 && is_file(name_of(fd, path)) && fails_or_dies("map", path))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
    return mmap(at, len, protection, flags, fd, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t offset)
{
    return pwrite(fd, bytes, len, offset);
}

int fsync(int fd)
{
    char path[4096];

    return fails_or_dies("sync", name_of(fd, path)) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    char path[4096];

    return fails_or_dies("sync", name_of(fd, path)) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    return fails_or_dies("rename", to) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    return fails_or_dies("remove", path) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return fails_or_dies("remove", path) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
    if (fails_or_dies("remove", path))
        return -1;
    if (syscall(SYS_unlinkat, AT_FDCWD, path, 0) == 0)
        return 0;
    return errno == EISDIR ? (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR) : -1;
}

int link(const char *from, const char *to)
{
    return fails_or_dies("link", to) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

DIR *opendir(const char *path)
{
    if (fails_or_dies("list", path))
        return NULL;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? NULL : fdopendir(fd);
}

int mkdir(const char *path, mode_t mode)
{
    return fails_or_dies("mkdir", path) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int ftruncate(int fd, off_t len)
{
    char path[4096];

    return fails_or_dies("truncate", name_of(fd, path)) ? -1 : (int)syscall(SYS_ftruncate, fd, len);
}

int ftruncate64(int fd, off_t len)
{
    return ftruncate(fd, len);
}

static int open_at(const char *path, int flags, mode_t mode)
{
    if (fails_or_dies("open", path) || (flags & (O_WRONLY | O_RDWR | O_CREAT) && fails_or_dies("create", path)))
        return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(path, flags, mode);
}
