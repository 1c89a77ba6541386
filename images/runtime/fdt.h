/* As much of a flattened device tree as an image needs. */
#pragma once
#include "types.h"

/* Size of the first memory node's first range, or 0 without a tree. */
u64 memory_of_tree(u64 tree);
