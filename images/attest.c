/*
 * attest: measurements and the attestation token. Reads and extends measurements, fetches a token in pieces of every size, and prints it
 * in hexadecimal between two marker lines, as `ccaemu token show` reads it to verify it. Argument: first word of the challenge; the
 * other seven count on from it.
 */
#include "runtime.h"

#define WORDS           8
#define REM_COUNT       4
#define LINE            32

static u8 token[4 * PAGE] __attribute__((aligned(4096)));

struct measurement { u64 words[WORDS]; };

static struct measurement read_measurement(u64 index)
{
    struct call call = { { RSI_MEASUREMENT_READ, index } };
    call_above(&call);
    require(call.x[0] == RSI_SUCCESS, "RSI_MEASUREMENT_READ of %lu answers %lu", index, call.x[0]);
    struct measurement value;
    for (u32 i = 0; i < WORDS; i++)
        value.words[i] = call.x[1 + i];
    return value;
}

static u64 extend(u64 index, u64 bytes, u64 value)
{
    struct call call = { { RSI_MEASUREMENT_EXTEND, index, bytes } };
    for (u32 i = 0; i < WORDS; i++)
        call.x[3 + i] = value;
    call_above(&call);
    return call.x[0];
}

static int equal(const struct measurement *one, const struct measurement *other)
{
    for (u32 i = 0; i < WORDS; i++)
        if (one->words[i] != other->words[i])
            return 0;
    return 1;
}

static void check_measurements(u64 value)
{
    static const struct measurement zero;
    struct measurement rim = read_measurement(0);
    check(!equal(&rim, &zero), "the RIM begins with %lx", __builtin_bswap64(rim.words[0]));
    for (u64 i = 1; i <= REM_COUNT; i++) {
        struct measurement rem = read_measurement(i);
        require(equal(&rem, &zero), "REM %lu is not zero at start", i);
    }
    check(smc(RSI_MEASUREMENT_READ, REM_COUNT + 1, 0, 0, 0).x0 == RSI_ERROR_INPUT, "there is no measurement 5");
    check(extend(0, 8, value) == RSI_ERROR_INPUT, "the RIM cannot be extended");
    check(extend(REM_COUNT + 1, 8, value) == RSI_ERROR_INPUT, "nor can measurement 5");
    check(extend(1, 65, value) == RSI_ERROR_INPUT, "65 bytes are too many");

    check(extend(1, 8, value) == RSI_SUCCESS, "REM 1 is extended by 8 bytes");
    struct measurement once = read_measurement(1), other = read_measurement(2);
    check(!equal(&once, &zero) && equal(&other, &zero), "it has changed, and no other one has");
    require(extend(3, 8, value) == RSI_SUCCESS, "REM 3 cannot be extended");
    struct measurement same = read_measurement(3);
    check(equal(&same, &once), "the same extension gives REM 3 the same value");
    require(extend(3, 64, value) == RSI_SUCCESS, "REM 3 cannot be extended by 64 bytes");
    same = read_measurement(3);
    check(!equal(&same, &once), "another one gives it another");
    struct measurement after = read_measurement(0);
    check(equal(&rim, &after), "the RIM is what it was");
}

static struct answer begin(u64 challenge)
{
    struct call call = { { RSI_ATTESTATION_TOKEN_INIT } };
    for (u32 i = 0; i < WORDS; i++)
        call.x[1 + i] = challenge + i;
    call_above(&call);
    return (struct answer) { call.x[0], call.x[1], 0, 0 };
}

static struct answer fetch(u64 address, u64 offset, u64 bytes) { return smc(RSI_ATTESTATION_TOKEN_CONTINUE, address, offset, bytes, 0); }

static void check_refusals(void)
{
    u64 page = (u64)token;
    check(fetch(page + 256, 0, 64).x0 == RSI_ERROR_INPUT, "a piece cannot go to the middle of a page");
    check(fetch(page | environment.shared_bit, 0, 64).x0 == RSI_ERROR_INPUT, "nor to shared memory");
    check(fetch(page, PAGE, 0).x0 == RSI_ERROR_INPUT, "nor behind the end of the page");
    check(fetch(page, PAGE - 16, 32).x0 == RSI_ERROR_INPUT, "nor across it");
    check(fetch(page, 16, ~0UL).x0 == RSI_ERROR_INPUT, "nor around the end of all numbers");
    check(fetch(environment.ram_end, 0, 64).x0 == RSI_ERROR_INPUT, "nor where no RAM is");
}

/* Fetches all of a token, by pieces of a size; the offset begins again with each page. Returns its length. */
static u64 fetch_all(u64 challenge, u64 piece)
{
    struct answer answer = begin(challenge);
    require(answer.x0 == RSI_SUCCESS && answer.x1 <= sizeof token, "RSI_ATTESTATION_TOKEN_INIT answers %lu, %lu bytes", answer.x0, answer.x1);
    u64 most = answer.x1, length = 0;
    do {
        u64 offset = length % PAGE, room = PAGE - offset;
        answer = fetch((u64)token + (length & ~(PAGE - 1)), offset, piece < room ? piece : room);
        require(answer.x0 == RSI_INCOMPLETE || answer.x0 == RSI_SUCCESS, "RSI_ATTESTATION_TOKEN_CONTINUE answers %lu", answer.x0);
        length += answer.x1;
    } while (answer.x0 == RSI_INCOMPLETE);
    require(length <= most, "the token has %lu bytes, and at most %lu were promised", length, most);
    return length;
}

static u64 sum(u64 length)
{
    u64 hash = 0xCBF29CE484222325;
    for (u64 i = 0; i < length; i++)
        hash = (hash ^ token[i]) * 0x100000001B3;
    return hash;
}

static void print_token(u64 length)
{
    print("-----BEGIN CCA TOKEN-----\n");
    for (u64 i = 0; i < length; i++)
        print("%x%x%s", token[i] >> 4, token[i] & 15, i % LINE == LINE - 1 || i == length - 1 ? "\n" : "");
    print("-----END CCA TOKEN-----\n");
}

IMAGE("attest", MMU_ON)
{
    check_measurements(argument);
    check(fetch((u64)token, 0, 64).x0 == RSI_ERROR_STATE, "no token is there before one is asked for");
    check(begin(~argument).x0 == RSI_SUCCESS, "a token is begun");
    check_refusals();
    check(fetch((u64)token, 0, 100).x0 == RSI_INCOMPLETE, "a piece of it is there");
    u64 length = fetch_all(argument, 512), whole = sum(length);
    check(fetch((u64)token, 0, 64).x0 == RSI_ERROR_STATE, "behind its end there is nothing more");
    check(fetch_all(argument, PAGE) == length && sum(length) == whole, "one piece gives the same %lu bytes as many", length);
    check(fetch_all(argument, 61) == length && sum(length) == whole, "and so do odd ones");
    check(fetch_all(argument + 1, 512) == length && sum(length) != whole, "another challenge gives another token");
    fetch_all(argument, 1000);
    print_token(length);
    return PASS;
}
