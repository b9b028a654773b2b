/* SPDX-License-Identifier: GPL-2.0-or-later */
/* maintain.cc - whole databases: merged and checked. */
#include <sstream>

#include "folder.h"
#include "guard.h"
#include "handles.h"
#include "text.h"

extern "C" {

xap_status xap_compact(const char *const *sources, size_t count, const char *target, bool keep_docids, bool sync,
                       xap_error *err)
{
    return shim::guard(err, [&] {
        if (count == 0)
            throw Xapian::InvalidArgumentError("no database to compact");
        Xapian::Database all;
        for (std::size_t i = 0; i < count; i++) {
            all.add_database(Xapian::Database{std::string(sources[i])});
            shim::require_tables(sources[i]);
        }
        unsigned flags = Xapian::Compactor::FULL; /* in one pass: several took a third longer for twenty sources */
        if (keep_docids)
            flags |= Xapian::DBCOMPACT_NO_RENUMBER;
        all.compact(std::string(target), flags); /* 1.4.22 always syncs: DB_NO_SYNC's bit means NO_RENUMBER here */
        if (sync)
            shim::sync_folder(target);
    });
}

xap_status xap_check(const char *path, size_t *problems, xap_bytes *report, xap_error *err)
{
    return shim::guard(err, [&] {
        std::ostringstream printed;
        const std::size_t found = Xapian::Database::check(std::string(path), 0, &printed);
        if (report)
            *report = shim::give_bytes(printed.str());
        *problems = found;
    });
}

} // extern "C"
