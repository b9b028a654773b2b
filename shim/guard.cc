/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard.cc - what each exception means to a caller in C. */
#include "guard.h"

#include <cstdio>
#include <exception>
#include <new>

#include <xapian.h>

namespace {

/* One line for people: control characters (a file name may hold them) become blanks. */
void set_line(xap_error *err, const char *first, const char *then) noexcept
{
    if (!err)
        return;
    const bool both = then && *then;
    std::snprintf(err->text, sizeof err->text, "%s%s%s", first, both ? ": " : "", both ? then : "");
    for (char *c = err->text; *c; c++)
        if (static_cast<unsigned char>(*c) < ' ' || *c == '\x7f')
            *c = ' ';
}

xap_status say(const Xapian::Error &error, xap_error *err, xap_status status) noexcept
{
    const char *system = nullptr;
    try {
        system = error.get_error_string(); /* errno's text; made on demand, so it may run out of memory */
    } catch (...) {
    }
    set_line(err, error.get_msg().empty() ? error.get_type() : error.get_msg().c_str(), system);
    return status;
}

} // namespace

/* Most specific first: a DatabaseVersionError is also a DatabaseOpeningError. Xapian's
 * errors have no virtual function, so that only catch can tell them apart. */
xap_status shim::translate(xap_error *err) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseVersionError &e) {
        return say(e, err, XAP_VERSION);
    } catch (const Xapian::DatabaseOpeningError &e) { /* DatabaseNotFoundError too */
        return say(e, err, XAP_NO_DATABASE);
    } catch (const Xapian::DatabaseLockError &e) {
        /* Out of descriptors, or a file system without locks: no other writer will be done soon. */
        return say(e, err, e.get_msg().find("already locked") == std::string::npos ? XAP_FAILED : XAP_LOCKED);
    } catch (const Xapian::DatabaseModifiedError &e) {
        return say(e, err, XAP_STALE);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return say(e, err, XAP_DAMAGED);
    } catch (const Xapian::NetworkError &e) { /* NetworkTimeoutError too */
        return say(e, err, XAP_UNREACHABLE);
    } catch (const Xapian::DocNotFoundError &e) {
        return say(e, err, XAP_NOT_FOUND);
    } catch (const Xapian::RangeError &e) {
        return say(e, err, XAP_NOT_FOUND);
    } catch (const Xapian::InvalidArgumentError &e) {
        return say(e, err, XAP_INVALID);
    } catch (const Xapian::InvalidOperationError &e) {
        return say(e, err, XAP_INVALID);
    } catch (const Xapian::QueryParserError &e) {
        return say(e, err, XAP_INVALID);
    } catch (const Xapian::WildcardError &e) {
        return say(e, err, XAP_INVALID);
    } catch (const Xapian::UnimplementedError &e) {
        return say(e, err, XAP_UNSUPPORTED);
    } catch (const Xapian::FeatureUnavailableError &e) {
        return say(e, err, XAP_UNSUPPORTED);
    } catch (const Xapian::Error &e) {
        return say(e, err, XAP_FAILED);
    } catch (const std::bad_alloc &) {
        set_line(err, "out of memory", nullptr);
        return XAP_NO_MEMORY;
    } catch (const std::exception &e) {
        set_line(err, e.what(), nullptr);
        return XAP_FAILED;
    } catch (...) {
        set_line(err, "unknown failure inside libxapian", nullptr);
        return XAP_FAILED;
    }
}
