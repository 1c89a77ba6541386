/*
 * share: gives one page of its RAM to the host and takes it back, as a realm does for its I/O buffers. The page lies amid memory
 * in use, which has to keep its contents. It is a page of the host: as large as the host says that such changes must be aligned to.
 * Argument: which page, counted from 16 MiB behind the start of RAM; 0 is the first.
 */
#include "realm.inc"

#define RSI_IPA_STATE_SET       0xC4000197
#define RIPAS_EMPTY             0
#define DESTROYED_TOO           1               /* flags: RAM also where the host has taken memory away */
#define RAM_OFFSET              0x81000000
#define RSI_PAGE                4096
#define RHI_HOST_CALL           0
#define RHI_IPA_CHANGE_ALIGN    0xC5000050

        image_start
        load_imm x20, RAM_OFFSET
        load_imm x0, RHI_IPA_CHANGE_ALIGN
        host_call RHI_HOST_CALL
        cmn     x0, #1                          /* a host that does not know has pages of 4 KiB */
        mov     x28, #RSI_PAGE
        csel    x28, x28, x0, eq
        madd    x20, x19, x28, x20              /* the page */
        add     x21, x20, x28                   /* its end, and the neighbour that stays private */
        mvn     x9, x20
        str     x9, [x20]
        str     x21, [x21]

        mov     x22, #RIPAS_EMPTY
        bl      set_state
        adr     x9, realm_config
        ldr     x10, [x9]                       /* RsiRealmConfig.ipa_width */
        sub     x10, x10, #1
        mov     x11, #1
        lsl     x11, x11, x10
        orr     x23, x20, x11                   /* the page in the unprotected half */
        ldr     x24, [x23]
        cbnz    x24, not_clean                  /* what the realm wrote must not be there */
        load_imm x9, 0x600DCAFE
        str     x9, [x23]
        ldr     x24, [x23]
        cmp     x24, x9
        b.ne    not_shared

        mov     x22, #RIPAS_RAM
        bl      set_state
        ldr     x24, [x20]
        cbnz    x24, not_clean                  /* nor what was shared, now that it is private */
        str     x20, [x20]
        ldr     x24, [x21]
        cmp     x24, x21
        b.ne    neighbour_lost
        puts    "shared a page and took it back: ok\n"
        exit    STATUS_PASS

/* Makes the page x22 (EMPTY or RAM), and asks whether it is so. */
set_state:
        mov     x26, x30
        mov     x1, x20
        mov     x2, x21
        mov     x3, x22
        mov     x4, #DESTROYED_TOO
        rsi_call RSI_IPA_STATE_SET              /* x1 = how far it got, x2 = 1 when the host refuses */
        require_success
        cmp     x1, x21
        ccmp    x2, #0, #0, eq
        b.ne    refused
        mov     x1, x20
        mov     x2, x21
        rsi_call RSI_IPA_STATE_GET
        require_success
        and     x2, x2, #0xFF
        cmp     x2, x22
        b.ne    refused
        ret     x26

refused:
        puts    "the host did not change the state of the page\n"
        exit    STATUS_FAIL

not_clean:
        puts    "the page is not clean: 0x"
        puthex  x24
        puts    "\n"
        exit    STATUS_FAIL

not_shared:
        puts    "shared memory does not keep what is written\n"
        exit    STATUS_FAIL

neighbour_lost:
        puts    "the page beside it has lost its contents\n"
        exit    STATUS_FAIL
