/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer.cc - the single writer of one database.
 *
 * Xapian commits by itself at 10,000 changes and when a database is closed. Inside
 * a transaction it does neither: at 10,000 changes it only moves them from memory
 * to blocks of the next revision, and closing drops them. So a durable writer is
 * always inside an unflushed transaction, left and entered again by commit. */
#include <unistd.h>

#include "folder.h"
#include "guard.h"
#include "handles.h"
#include "text.h"

struct xap_writer {
    Xapian::WritableDatabase db;
    std::string path;
    bool throwaway;
    bool lost = false; /* a failure dropped uncommitted changes: no commit may pretend otherwise */
    xap_reader reader;

    xap_writer(const char *folder, int flags, bool throwaway_shard)
        : db(folder, flags), path(folder), throwaway(throwaway_shard)
    {
        if (!throwaway)
            db.begin_transaction(false);
        if (!throwaway)
            shim::require_tables(path);
        reader.borrowed = true;
        reader.all = db;
        reader.add_part(db);
    }
};

namespace {

/* Making a database ends with this file: a crash before leaves a folder that neither opens nor holds anything. */
bool is_made(const char *path)
{
    return access((std::string(path) + "/iamglass").c_str(), F_OK) == 0;
}

int open_flags(const char *path, xap_open how)
{
    switch (how) {
    case XAP_OPEN:
        return Xapian::DB_OPEN;
    case XAP_CREATE:
        return is_made(path) ? Xapian::DB_CREATE_OR_OPEN : Xapian::DB_CREATE_OR_OVERWRITE;
    case XAP_CREATE_THROWAWAY:
        return Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC | Xapian::DB_NO_TERMLIST;
    }
    throw Xapian::InvalidArgumentError("no such way to open a database");
}

/* Runs a change. libxapian cancels all uncommitted changes when one fails half way. */
template <typename Change>
xap_status change(xap_writer *w, xap_error *err, Change &&body) noexcept
{
    return shim::guard(err, [&] {
        if (w->lost)
            throw Xapian::DatabaseError("uncommitted changes were dropped by an earlier failure, open it again");
        try {
            body();
        } catch (...) {
            w->lost = true;
            throw;
        }
    });
}

void require_docid(uint32_t docid)
{
    if (docid == 0)
        throw Xapian::InvalidArgumentError("document 0 does not exist");
}

/* Enters the next transaction whatever becomes of the commit: outside of one, closing would commit. */
class between_transactions {
    Xapian::WritableDatabase &db;

public:
    explicit between_transactions(Xapian::WritableDatabase &database) : db(database)
    {
        db.commit_transaction();
    }
    ~between_transactions()
    {
        try {
            db.begin_transaction(false);
        } catch (...) {
            /* closed by a failure worse than this one, which is on its way up */
        }
    }
    between_transactions(const between_transactions &) = delete;
    between_transactions &operator=(const between_transactions &) = delete;
};

void commit(xap_writer *w)
{
    if (w->throwaway) {
        w->db.commit();
        return;
    }
    between_transactions outside(w->db);
    w->db.commit();
    shim::sync_folder(w->path);
}

} // namespace

extern "C" {

xap_status xap_writer_open(const char *path, xap_open how, xap_writer **out, xap_error *err)
{
    return shim::guard(err,
                       [&] { *out = new xap_writer(path, open_flags(path, how), how == XAP_CREATE_THROWAWAY); });
}

void xap_writer_close(xap_writer *w)
{
    delete w;
}

xap_status xap_writer_commit(xap_writer *w, xap_error *err)
{
    return change(w, err, [&] { commit(w); });
}

xap_status xap_writer_put(xap_writer *w, uint32_t docid, const xap_document *doc, xap_error *err)
{
    const xap_status refused = shim::guard(err, [&] { require_docid(docid); });
    if (refused)
        return refused;
    return change(w, err, [&] { w->db.replace_document(docid, doc->doc); });
}

/* The two below keep their changes in tables of their own: a failure drops nothing. */

xap_status xap_writer_set_metadata(xap_writer *w, xap_text key, xap_text value, xap_error *err)
{
    return shim::guard(err, [&] { w->db.set_metadata(shim::copy(key), shim::copy(value)); });
}

xap_status xap_writer_add_synonym(xap_writer *w, xap_text word, xap_text synonym, xap_error *err)
{
    return shim::guard(err, [&] { w->db.add_synonym(shim::copy(word), shim::copy(synonym)); });
}

xap_reader *xap_writer_reader(xap_writer *w)
{
    return &w->reader;
}

} // extern "C"
