/* Numbers by their width, and what every file of the runtime uses of the language. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed long s64;

#define KIB             (1UL << 10)
#define MIB             (1UL << 20)
#define PAGE            (4 * KIB)
#define NORETURN        __attribute__((noreturn))
#define LENGTH(array)   (sizeof(array) / sizeof((array)[0]))

/* System registers, by the names that the assembler knows. */
#define read_register(name) ({ u64 value_; __asm__ volatile("mrs %0, " #name : "=r"(value_)); value_; })
#define write_register(name, value) __asm__ volatile("msr " #name ", %0" :: "r"((u64)(value)) : "memory")

static inline void isb(void) { __asm__ volatile("isb" ::: "memory"); }
static inline void dsb(void) { __asm__ volatile("dsb sy" ::: "memory"); }
static inline void wfi(void) { __asm__ volatile("wfi" ::: "memory"); }
