/*
 * What an image in C is made of. It has one function:
 *
 *      IMAGE("name", MMU_ON) { ...; return PASS; }
 *
 * which finds its argument (x1 at entry) in `argument`, a console, vectors, a stack with a page below it that is not mapped, and
 * with MMU_ON an identity map of the image and all of RAM. What it returns is the exit status; the last line on the console is
 * "name: PASS" or "name: FAIL". An exception that nobody expects is printed and ends the image with FAIL.
 *
 * All code but what says otherwise is for the general registers only, and makes aligned accesses only, so it runs with the MMU off.
 */
#pragma once
#include "types.h"
#include "smccc.h"

enum { PASS = 0, FAIL = 1 };
enum { MMU_OFF = 0, MMU_ON = 1 };

struct image { const char *name; int mmu; };
extern const struct image image;
int image_main(u64 argument);

#define IMAGE(name_, mmu_) \
    const struct image image = { name_, mmu_ }; \
    int image_main(__attribute__((unused)) u64 argument)

/* ---- console: %s, %u, %d, %x (16 digits at most, no prefix), %p (0x and 16 digits), %c ---------------------- */

void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_character(char character);

/* ---- ends and checks -------------------------------------------------------------------------------------- */

/* Prints the verdict, tells the host the status, and powers off. */
void NORETURN finish(int status);

/* Says what was checked; the image fails when it does not hold. */
void check(int holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, silent while it holds: for what is checked thousands of times. */
#define require(holds, ...) do { if (!(holds)) check(0, __VA_ARGS__); } while (0)

/* Power off with a status, from anywhere, without the console. */
void NORETURN power_off(u64 status);

/* ---- exceptions ------------------------------------------------------------------------------------------- */

struct frame { u64 x[31], sp, elr, spsr, esr, far; };

/* Vector = offset in the vector table / 0x80. An image may take exceptions itself; true: go on at frame->elr. */
enum { SAME_SP0 = 0, SAME = 4, LOWER = 8, SYNCHRONOUS = 0, IRQ = 1, FIQ = 2, SERROR = 3 };
typedef int (*exception_hook)(struct frame *frame, u32 vector);
extern exception_hook on_exception;

/* Called for an interrupt that has been acknowledged and will be ended. */
typedef void (*interrupt_hook)(u32 id);
extern interrupt_hook on_interrupt;

/*
 * A probe is a leaf function that may fault. Returns what it returns; when it faulted, fault.taken is 1, what the exception said is
 * in the rest, and the value is 0.
 */
struct fault { u64 taken, esr, far, elr; };
extern struct fault fault;
typedef u64 (*probe_function)(u64 first, u64 second);
u64 probe(probe_function function, u64 first, u64 second);
u64 probe_load8(u64, u64), probe_load16(u64, u64), probe_load32(u64, u64), probe_load64(u64, u64);
u64 probe_store8(u64, u64), probe_store16(u64, u64), probe_store32(u64, u64), probe_store64(u64, u64);
u64 probe_fetch(u64, u64);              /* branches to its first argument */

#define ESR_EC(esr)     ((esr) >> 26 & 0x3F)
#define ESR_FSC(esr)    ((esr) & 0x3F)
#define ESR_EA          (1UL << 9)
#define ESR_WNR         (1UL << 6)
enum {
    EC_UNKNOWN = 0, EC_FP = 0x07, EC_BTI = 0x0D, EC_ILLEGAL = 0x0E, EC_SVC = 0x15, EC_SVE = 0x19, EC_PAC = 0x1C, EC_FETCH_LOWER = 0x20,
    EC_FETCH = 0x21, EC_PC = 0x22, EC_DATA_LOWER = 0x24, EC_DATA = 0x25, EC_SP = 0x26, EC_BRK = 0x3C,
};
enum {
    FSC_ADDRESS_SIZE_L0 = 0x00, FSC_TRANSLATION_L0 = 0x04, FSC_ACCESS_FLAG_L0 = 0x08, FSC_PERMISSION_L0 = 0x0C, FSC_EXTERNAL = 0x10,
    FSC_ALIGNMENT = 0x21,
};

/* ---- memory that the image does not fill ------------------------------------------------------------------- */

extern u8 image_start[], text_end[], data_start[], image_end[], stacks[];

#define STACK_SPACING   (32 * KIB)      /* the upper half is the stack, the lower half its guard */

/* The first 2 MiB boundary behind the image: RAM from here on is the image's to use. */
u64 free_ram(void);

/* ---- FP and SIMD registers (fp.S); CPACR_EL1 has to allow them ------------------------------------------------ */

#define FP_WORDS        66
void fp_on(void);
void fp_save(u64 *to), fp_load(const u64 *from), fp_fill(u64 seed);
u64 fp_differs(u64 seed);

/* ---- random numbers, by seed ------------------------------------------------------------------------------- */

u64 next_random(u64 *state);
