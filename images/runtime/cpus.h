/* The other virtual CPUs: PSCI CPU_ON, and what they need before C code can run on them. */
#pragma once
#include "types.h"

#define MOST_CPUS       8

/* Which one this is: MPIDR_EL1.Aff0 for the first sixteen. */
static inline u32 this_cpu(void) { return (u32)(read_register(MPIDR_EL1) & 0xFF); }

/* How many there are, asked of PSCI. */
u32 cpu_count(void);

/* Turns a CPU on; it runs `function` with its number, MMU as here, and CPU_OFF when that returns. What PSCI answered. */
s64 cpu_start(u32 cpu, void (*function)(u32 cpu));

/* Waits until a CPU is off. */
void cpu_wait_off(u32 cpu);

/* Asks AFFINITY_INFO of one CPU. */
s64 cpu_state(u32 cpu);
