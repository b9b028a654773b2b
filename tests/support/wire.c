/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.c - what curl will not do to a daemon: bytes as they are, bytes one by one, a stop amid requests.
 *
 *   wire PORT send            sends standard input, prints what comes back until it is quiet or closed
 *   wire PORT drip            sends standard input a byte each 100 ms; exits 0 when cut off before its end
 *   wire PORT late            as send, but with 1.5 s between the first half and the rest
 *   wire PORT drain PID N T   asks for target T on N connections at once, sends PID a SIGTERM when the
 *                             first answer begins, and exits 0 when all N are answered by 200
 *   wire PORT stall S T       asks for target T and reads nothing for S seconds, then all; exits 0 when the last
 *                             chunk came
 *   wire PORT hold N S        opens N connections that say nothing, and keeps them for S seconds */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUIET_MS = 3000, DRIP_MS = 100, LATE_MS = 1500, CONNECTIONS_MAX = 64, ANSWER_MAX = 1 << 20 };

static int dial(const char *port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("wire: cannot connect");
        exit(EXIT_FAILURE);
    }
    return fd;
}

/* Whether there is something to read, or the end, within ms. */
static int readable(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, ms) > 0;
}

static size_t read_all(int fd, char *out, size_t size)
{
    size_t len = 0;
    while (len + 1 < size && readable(fd, QUIET_MS)) {
        ssize_t n = recv(fd, out + len, size - len - 1, 0);
        if (n <= 0)
            break;
        len += (size_t)n;
    }
    out[len] = '\0';
    return len;
}

static int send_input(const char *port, const char *bytes, size_t len, unsigned pause_ms)
{
    int fd = dial(port);
    size_t half = pause_ms ? len / 2 : len;
    if (send(fd, bytes, half, MSG_NOSIGNAL) < 0)
        return EXIT_FAILURE;
    usleep(pause_ms * 1000);
    if (half < len && send(fd, bytes + half, len - half, MSG_NOSIGNAL) < 0)
        return EXIT_FAILURE;
    static char answer[ANSWER_MAX];
    read_all(fd, answer, sizeof answer);
    fputs(answer, stdout);
    return EXIT_SUCCESS;
}

static int drip_input(const char *port, const char *bytes, size_t len)
{
    int fd = dial(port);
    for (size_t i = 0; i < len; i++) {
        if (send(fd, bytes + i, 1, MSG_NOSIGNAL) < 0)
            return EXIT_SUCCESS;
        char byte;
        if (readable(fd, DRIP_MS) && recv(fd, &byte, 1, 0) <= 0)
            return EXIT_SUCCESS;
    }
    return EXIT_FAILURE;
}

static int drain(const char *port, pid_t pid, int count, const char *target)
{
    static char answer[ANSWER_MAX];
    int fds[CONNECTIONS_MAX] = {0};
    /* Each has had an answer before, so that the daemon has surely taken it. */
    for (int i = 0; i < count; i++) {
        fds[i] = dial(port);
        static const char first[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
        if (send(fds[i], first, sizeof first - 1, MSG_NOSIGNAL) < 0 || !readable(fds[i], QUIET_MS) ||
            recv(fds[i], answer, sizeof answer, 0) <= 0)
            return EXIT_FAILURE;
    }
    char request[1024];
    int len = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
    for (int i = 0; i < count; i++)
        if (send(fds[i], request, (size_t)len, MSG_NOSIGNAL) < 0)
            return EXIT_FAILURE;
    readable(fds[0], QUIET_MS);
    kill(pid, SIGTERM);
    int failed = 0;
    for (int i = 0; i < count; i++) {
        size_t got = read_all(fds[i], answer, sizeof answer);
        if (strncmp(answer, "HTTP/1.1 200", 12) != 0 || got < 2 || answer[got - 1] != '}') {
            printf("connection %d got: %.200s\n", i, answer);
            failed++;
        }
    }
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int stall(const char *port, unsigned seconds, const char *target)
{
    static char block[64 << 10];
    static const char last[] = "0\r\n\r\n";
    char end[sizeof last] = "", request[1024];
    int fd = dial(port), len = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
    if (send(fd, request, (size_t)len, MSG_NOSIGNAL) < 0)
        return EXIT_FAILURE;
    sleep(seconds);
    for (ssize_t n; strcmp(end, last) != 0 && (n = recv(fd, block, sizeof block, 0)) > 0;) {
        size_t keep = sizeof last - 1, got = (size_t)n;
        if (got >= keep) {
            memcpy(end, block + got - keep, keep);
        } else {
            memmove(end, end + got, keep - got);
            memcpy(end + keep - got, block, got);
        }
    }
    return strcmp(end, last) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int hold(const char *port, int count, unsigned seconds)
{
    while (count-- > 0)
        dial(port); /* closed at the end */
    puts("held");
    fflush(stdout);
    sleep(seconds);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static char input[1 << 20];
    if (argc == 6 && strcmp(argv[2], "drain") == 0 && atoi(argv[4]) > 0 && atoi(argv[4]) <= CONNECTIONS_MAX)
        return drain(argv[1], (pid_t)atoi(argv[3]), atoi(argv[4]), argv[5]);
    if (argc == 5 && strcmp(argv[2], "hold") == 0)
        return hold(argv[1], atoi(argv[3]), (unsigned)atoi(argv[4]));
    if (argc == 5 && strcmp(argv[2], "stall") == 0)
        return stall(argv[1], (unsigned)atoi(argv[3]), argv[4]);
    if (argc != 3)
        return EXIT_FAILURE;
    size_t len = fread(input, 1, sizeof input, stdin);
    if (strcmp(argv[2], "drip") == 0)
        return drip_input(argv[1], input, len);
    return send_input(argv[1], input, len, strcmp(argv[2], "late") == 0 ? LATE_MS : 0);
}
