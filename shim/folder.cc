/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.cc - the files of a database. */
#include "folder.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include <xapian.h>

void shim::sync_folder(const std::string &path)
{
    const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        throw Xapian::DatabaseError("cannot open '" + path + "'", errno);
    const int failed = fsync(fd) ? errno : 0;
    close(fd);
    if (failed)
        throw Xapian::DatabaseError("cannot sync '" + path + "'", failed);
}

void shim::require_tables(const std::string &path)
{
    /* Those that need not be there; of the others libxapian says it itself. */
    for (const char *table : {"position", "docdata", "synonym", "spelling", "termlist"}) {
        const std::string name = path + '/' + table + ".glass";
        const int fd = open(name.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd >= 0)
            close(fd);
        else if (errno != ENOENT && errno != ENOTDIR)
            throw Xapian::DatabaseOpeningError("cannot open '" + name + "'", errno);
    }
}
