/* GICv3 of a guest: one security state, group 1, no LPIs. */
#pragma once
#include "types.h"

enum { VIRTUAL_TIMER = 27, PHYSICAL_TIMER = 30 };
#define GICD_IPA        0x2F000000UL
#define GICR_IPA        0x2F100000UL

/* The distributor (once) and this PE's redistributor and CPU interface; interrupts stay masked by PSTATE.I. */
void gic_start(void);

/* Enables an SGI, a PPI (of this PE) or an SPI. */
void gic_enable(u32 id);

/* Sends an SGI to the PE with this number. */
void gic_send(u32 id, u32 pe);

static inline void interrupts_on(void) { __asm__ volatile("msr DAIFClr, #2" ::: "memory"); }
static inline void interrupts_off(void) { __asm__ volatile("msr DAIFSet, #2" ::: "memory"); }

/* Ticks of the system counter (100 MHz). */
#define MICROSECOND     100UL
#define MILLISECOND     100000UL
static inline u64 now(void) { isb(); return read_register(CNTVCT_EL0); }
static inline u64 now_physical(void) { isb(); return read_register(CNTPCT_EL0); }
static inline void virtual_timer(u64 at) { write_register(CNTV_CVAL_EL0, at); write_register(CNTV_CTL_EL0, 1UL); isb(); }
static inline void physical_timer(u64 at) { write_register(CNTP_CVAL_EL0, at); write_register(CNTP_CTL_EL0, 1UL); isb(); }
static inline void timers_off(void) { write_register(CNTV_CTL_EL0, 0UL); write_register(CNTP_CTL_EL0, 0UL); isb(); }
