/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_guard.cc - every exception becomes its status and one line. */
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include <csetjmp>

extern "C" {
#include <cmocka.h>
}

#include <xapian.h>

#include "shim/guard.h"

namespace {

template <typename Thrown>
void throws(const Thrown &thrown, xap_status expected, const char *line)
{
    xap_error err;
    std::memset(&err, 'x', sizeof err);
    const xap_status status = shim::guard(&err, [&] { throw thrown; });
    assert_int_equal(status, expected);
    assert_string_equal(err.text, line);
    assert_int_equal(shim::guard(nullptr, [&] { throw thrown; }), expected);
}

template <typename Thrown>
void xapian_throws(xap_status expected)
{
    throws(Thrown("the reason"), expected, "the reason");
}

void a_body_that_returns_is_ok_and_leaves_the_error_alone(void **)
{
    xap_error err = {"untouched"};
    bool ran = false;
    assert_int_equal(shim::guard(&err, [&] { ran = true; }), XAP_OK);
    assert_true(ran);
    assert_string_equal(err.text, "untouched");
}

void every_xapian_error_has_its_status(void **)
{
    xapian_throws<Xapian::AssertionError>(XAP_FAILED);
    xapian_throws<Xapian::InvalidArgumentError>(XAP_INVALID);
    xapian_throws<Xapian::InvalidOperationError>(XAP_INVALID);
    xapian_throws<Xapian::UnimplementedError>(XAP_UNSUPPORTED);
    xapian_throws<Xapian::DatabaseError>(XAP_FAILED);
    xapian_throws<Xapian::DatabaseCorruptError>(XAP_DAMAGED);
    xapian_throws<Xapian::DatabaseCreateError>(XAP_FAILED);
    xapian_throws<Xapian::DatabaseLockError>(XAP_FAILED); /* no other writer has it */
    xapian_throws<Xapian::DatabaseModifiedError>(XAP_STALE);
    xapian_throws<Xapian::DatabaseOpeningError>(XAP_NO_DATABASE);
    xapian_throws<Xapian::DatabaseVersionError>(XAP_VERSION);
    xapian_throws<Xapian::DatabaseNotFoundError>(XAP_NO_DATABASE);
    xapian_throws<Xapian::DatabaseClosedError>(XAP_FAILED);
    xapian_throws<Xapian::DocNotFoundError>(XAP_NOT_FOUND);
    xapian_throws<Xapian::FeatureUnavailableError>(XAP_UNSUPPORTED);
    xapian_throws<Xapian::InternalError>(XAP_FAILED);
    xapian_throws<Xapian::NetworkError>(XAP_UNREACHABLE);
    xapian_throws<Xapian::NetworkTimeoutError>(XAP_UNREACHABLE);
    xapian_throws<Xapian::QueryParserError>(XAP_INVALID);
    xapian_throws<Xapian::SerialisationError>(XAP_FAILED);
    xapian_throws<Xapian::RangeError>(XAP_NOT_FOUND);
    xapian_throws<Xapian::WildcardError>(XAP_INVALID);
}

void a_lock_that_another_writer_has_is_locked(void **)
{
    throws(Xapian::DatabaseLockError("Unable to get write lock on a: already locked"), XAP_LOCKED,
           "Unable to get write lock on a: already locked");
}

void the_systems_reason_stands_behind_the_message(void **)
{
    throws(Xapian::DatabaseError("cannot write", ENOSPC), XAP_FAILED, "cannot write: No space left on device");
}

void an_error_without_message_gives_its_kind(void **)
{
    throws(Xapian::DatabaseLockError(""), XAP_FAILED, "DatabaseLockError");
}

void other_exceptions_do_not_pass_either(void **)
{
    throws(std::bad_alloc(), XAP_NO_MEMORY, "out of memory");
    throws(std::runtime_error("broken"), XAP_FAILED, "broken");
    throws(std::length_error("too long"), XAP_FAILED, "too long");
    throws(42, XAP_FAILED, "unknown failure inside libxapian");
}

void the_line_is_one_line_and_is_cut(void **)
{
    throws(Xapian::DatabaseError("a\nb\tc\x7f"), XAP_FAILED, "a b c ");
    throws(std::runtime_error(std::string(1000, 'y')), XAP_FAILED, std::string(255, 'y').c_str());
}

} // namespace

int main()
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_that_returns_is_ok_and_leaves_the_error_alone),
        cmocka_unit_test(every_xapian_error_has_its_status),
        cmocka_unit_test(a_lock_that_another_writer_has_is_locked),
        cmocka_unit_test(the_systems_reason_stands_behind_the_message),
        cmocka_unit_test(an_error_without_message_gives_its_kind),
        cmocka_unit_test(other_exceptions_do_not_pass_either),
        cmocka_unit_test(the_line_is_one_line_and_is_cut),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
