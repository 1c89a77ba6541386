/* Loads through a pointer that is null, plus the offset of a field. The first pages of the address space are not mapped. */
#include "runtime.h"

struct item { u64 value; struct item *next; };

static struct item *volatile head;

IMAGE("null-pointer", MMU_ON)
{
    print("reading what follows an empty list\n");
    print("found %p\n", (void *)head->next);
    return FAIL;
}
