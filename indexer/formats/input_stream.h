/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input_stream.h - what an input is made of. For input.c, which opens it, and input_read.c, which reads it. */
#ifndef HUSTINGS_INPUT_STREAM_H
#define HUSTINGS_INPUT_STREAM_H

#include "indexer/formats/format.h"

enum { READ_BYTES = 64 << 10 };

struct input {
    struct archive *packed;
    struct gunzip *gunzip; /* between the source and libarchive */
    int fd, stop_fd;       /* -1: none */
    char *block;           /* READ_BYTES of fd */
    const char *memory;    /* what is not taken yet of memory_len bytes */
    size_t memory_len;
    struct input *outer;  /* what it is a part of; or NULL */
    struct error why;     /* what ended it, or its source, too early */
    bool failed;
    uint64_t taken;       /* bytes of fd, or of memory */
    uint64_t unpacked;    /* bytes that came out of it and of all its parts */
    bool empty;           /* libarchive finds no entry in nothing and must not be asked for data */
    long long left;       /* bytes until max */
    const char *block_at; /* what libarchive gave and was not copied yet */
    size_t block_len;
    size_t from, to; /* what of bytes is not used up */
    char bytes[READ_BYTES];
};

/* The reason of the source goes before what libarchive makes of it; returns -1. */
int input_say(struct input *in, struct error *err);

#endif
