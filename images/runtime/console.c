/* A PL011 in the unprotected half, and printing. Single registers without write-back: that is what a host can emulate. */
#include <stdarg.h>
#include "runtime.h"

#define UART    0x1C090000UL
#define DR      0x00
#define FR      0x18
#define TXFF    (1U << 5)

static inline u32 load32(u64 address)
{
    u32 value;
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

static inline void store32(u64 address, u32 value)
{
    __asm__ volatile("str %w0, [%1]" :: "r"(value), "r"(address) : "memory");
}

void print_character(char character)
{
    u64 uart = environment.shared_bit | UART;
    while (load32(uart + FR) & TXFF)
        ;
    store32(uart + DR, (u8)character);
}

static void print_text(const char *text)
{
    while (*text)
        print_character(*text++);
}

static void print_number(u64 value, u32 base, u32 least)
{
    char digits[24], *at = digits + sizeof digits;
    *--at = 0;
    do {
        u32 digit = (u32)(value % base);
        *--at = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        value /= base;
    } while (value || at > digits + sizeof digits - 1 - least);
    print_text(at);
}

void print_arguments(const char *format, va_list arguments)
{
    for (; *format; format++) {
        if (*format != '%') {
            print_character(*format);
            continue;
        }
        int is_long = 0;
        while (*++format == 'l')
            is_long = 1;
        switch (*format) {
        case 's': print_text(va_arg(arguments, const char *)); break;
        case 'c': print_character((char)va_arg(arguments, int)); break;
        case 'u': print_number(is_long ? va_arg(arguments, u64) : va_arg(arguments, u32), 10, 1); break;
        case 'x': print_number(is_long ? va_arg(arguments, u64) : va_arg(arguments, u32), 16, 1); break;
        case 'd': {
            s64 value = is_long ? va_arg(arguments, s64) : va_arg(arguments, int);
            if (value < 0)
                print_character('-');
            print_number((u64)(value < 0 ? -value : value), 10, 1);
            break;
        }
        case 'p':
            print_text("0x");
            print_number(va_arg(arguments, u64), 16, 16);
            break;
        default: print_character(*format);
        }
    }
}

void print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_arguments(format, arguments);
    va_end(arguments);
}

void check(int holds, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_text(holds ? "ok    " : "FAIL  ");
    print_arguments(format, arguments);
    print_character('\n');
    va_end(arguments);
    if (!holds)
        finish(FAIL);
}
