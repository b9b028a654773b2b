// SPDX-License-Identifier: GPL-2.0-or-later
// starved_new.cc - operator new by starved.c's malloc, where a sanitizer has one of its own.
#include <cstdlib>
#include <new>

void *operator new(std::size_t size)
{
    if (void *piece = std::malloc(size ? size : 1))
        return piece;
    throw std::bad_alloc();
}

void *operator new[](std::size_t size)
{
    return operator new(size);
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return std::malloc(size ? size : 1);
}

void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return std::malloc(size ? size : 1);
}

void operator delete(void *piece) noexcept
{
    std::free(piece);
}

void operator delete[](void *piece) noexcept
{
    std::free(piece);
}

void operator delete(void *piece, std::size_t) noexcept
{
    std::free(piece);
}

void operator delete[](void *piece, std::size_t) noexcept
{
    std::free(piece);
}
