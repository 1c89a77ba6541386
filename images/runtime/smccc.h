/*
 * Calls to the software above: SMC #0 both in a realm and in an ordinary virtual machine.
 *
 * Numbers: RMM specification (DEN0137), RSI commands; PSCI (DEN0022); SMC Calling Convention (DEN0028).
 */
#pragma once
#include "types.h"

enum {
    RSI_VERSION = 0xC4000190, RSI_FEATURES = 0xC4000191, RSI_MEASUREMENT_READ = 0xC4000192, RSI_MEASUREMENT_EXTEND = 0xC4000193,
    RSI_ATTESTATION_TOKEN_INIT = 0xC4000194, RSI_ATTESTATION_TOKEN_CONTINUE = 0xC4000195, RSI_REALM_CONFIG = 0xC4000196,
    RSI_IPA_STATE_SET = 0xC4000197, RSI_IPA_STATE_GET = 0xC4000198, RSI_HOST_CALL = 0xC4000199,
};

enum { RSI_SUCCESS = 0, RSI_ERROR_INPUT = 1, RSI_ERROR_STATE = 2, RSI_INCOMPLETE = 3, RSI_ERROR_UNKNOWN = 4 };
enum { RIPAS_EMPTY = 0, RIPAS_RAM = 1, RIPAS_DESTROYED = 2 };
enum { RSI_ACCEPT = 0, RSI_REJECT = 1 };
enum { RSI_CHANGE_DESTROYED = 1 };      /* flag of RSI_IPA_STATE_SET */

enum {
    PSCI_VERSION = 0x84000000, PSCI_CPU_SUSPEND = 0xC4000001, PSCI_CPU_OFF = 0x84000002, PSCI_CPU_ON = 0xC4000003,
    PSCI_AFFINITY_INFO = 0xC4000004, PSCI_SYSTEM_OFF = 0x84000008, PSCI_SYSTEM_RESET = 0x84000009, PSCI_FEATURES = 0x8400000A,
    PSCI_SMC32 = 0x84000000, SMCCC_VERSION = 0x80000000,
};

enum {
    PSCI_SUCCESS = 0, PSCI_NOT_SUPPORTED = -1, PSCI_INVALID_PARAMETERS = -2, PSCI_DENIED = -3, PSCI_ALREADY_ON = -4,
    PSCI_INVALID_ADDRESS = -9,
};

enum { AFFINITY_ON = 0, AFFINITY_OFF = 1 };

enum {
    HOST_INTERFACE = 0,                 /* Realm Host Interface (DEN0148): argument is the function */
    RHI_IPA_CHANGE_ALIGN = 0xC5000050,
    HOST_COUNT = 1,                     /* the host answers argument + 1 */
    HOST_EXIT_STATUS = 0xCCA0,          /* argument: 0 for pass */
    HOST_TAKE_PAGE = 0xCCA1,            /* argument: IPA of a private page that the host is to take away, unasked */
};

/* X0 to X17 of a call, in and out. */
struct call { u64 x[18]; };

/* Makes a call with all of its registers. */
void call_above(struct call *call);

/* The first results of a call with up to four arguments. */
struct answer { u64 x0, x1, x2, x3; };
struct answer smc(u32 function, u64 a, u64 b, u64 c, u64 d);

/* A host service: by RSI_HOST_CALL in a realm, by a vendor-specific hypervisor call in a virtual machine. */
u64 host_call(u16 immediate, u64 argument);

/* Asks for a change of RIPAS until all of [base, top) has it, or the host refuses (0 then). */
int set_ripas(u64 base, u64 top, u64 ripas, u64 flags);

/* What the RMM found when the image started. */
struct environment {
    int is_realm;
    u64 rsi_version;                    /* major [30:16], minor [15:0] */
    u64 ipa_width;
    u64 shared_bit;                     /* 0 in a virtual machine: there all of its memory is the host's too */
    u64 unit;                           /* what a change of RIPAS has to be aligned to: the host's page */
    u64 ram_end;                        /* IPA behind the last byte of RAM */
    u64 device_tree;                    /* IPA, or 0 */
};
extern struct environment environment;
void find_environment(u64 device_tree);

#define RAM_BASE        0x80000000UL
