/* The same mistake with the MMU off: IPA 8 is in the protected half and EMPTY, so it looks like a matter of RIPAS, and is none. */
#include "runtime.h"

struct item { u64 value; struct item *next; };

static struct item *volatile head;

IMAGE("null-pointer-mmu-off", MMU_OFF)
{
    print("reading what follows an empty list\n");
    print("found %p\n", (void *)head->next);
    return FAIL;
}
