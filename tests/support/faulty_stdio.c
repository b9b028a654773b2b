/* SPDX-License-Identifier: GPL-2.0-or-later */
/* faulty_stdio.c - the C library's streams, for faulty.c: they go to the kernel by calls that nothing can stand between,
 * so a stream opened for writing is one of ours, made of the calls that faulty.c has. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct stream {
    int fd;
    FILE *file;
    struct stream *next;
};

static struct stream *streams;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static ssize_t stream_read(void *cookie, char *bytes, size_t len)
{
    return read(((struct stream *)cookie)->fd, bytes, len);
}

static ssize_t stream_write(void *cookie, const char *bytes, size_t len)
{
    ssize_t n = write(((struct stream *)cookie)->fd, bytes, len);

    return n < 0 ? 0 : n; /* as fopencookie wants it told; errno stays */
}

static int stream_seek(void *cookie, off64_t *at, int from)
{
    off64_t now = lseek64(((struct stream *)cookie)->fd, *at, from);

    if (now < 0)
        return -1;
    *at = now;
    return 0;
}

static int stream_close(void *cookie)
{
    struct stream *s = cookie;

    pthread_mutex_lock(&lock);
    struct stream **at = &streams;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    pthread_mutex_unlock(&lock);
    int rc = close(s->fd);
    free(s);
    return rc;
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*next)(const char *, const char *);
    int flags = (strchr(mode, '+') ? O_RDWR : O_WRONLY) | O_CREAT | (strchr(mode, 'e') ? O_CLOEXEC : 0) |
                (strchr(mode, 'x') ? O_EXCL : 0) | (*mode == 'a' ? O_APPEND : O_TRUNC);

    *(void **)&next = dlsym(RTLD_NEXT, "fopen"); /* POSIX's way */
    if (*mode == 'r')
        return next(path, mode);
    struct stream *s = calloc(1, sizeof *s);
    if (!s || (s->fd = open(path, flags, 0666)) < 0) {
        free(s);
        return NULL;
    }
    s->file = fopencookie(s, mode, (cookie_io_functions_t){stream_read, stream_write, stream_seek, stream_close});
    if (!s->file) {
        close(s->fd);
        free(s);
        return NULL;
    }
    pthread_mutex_lock(&lock);
    s->next = streams;
    streams = s;
    pthread_mutex_unlock(&lock);
    return s->file;
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}

int fileno(FILE *file)
{
    int (*next)(FILE *);
    int fd = -1;

    *(void **)&next = dlsym(RTLD_NEXT, "fileno");
    pthread_mutex_lock(&lock);
    for (struct stream *s = streams; s; s = s->next)
        fd = s->file == file ? s->fd : fd;
    pthread_mutex_unlock(&lock);
    return fd >= 0 ? fd : next(file);
}
