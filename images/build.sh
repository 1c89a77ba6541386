#!/usr/bin/env bash
# Builds the realm images (images/*.elf, images/faulty/*.elf), the native firmware (firmware/*.bin) and the workloads
# (firmware/workloads/*.bin) from their sources. Realm images keep symbols and DWARF, with file names as the repository has them.
#
#   images/build.sh           writes the built files beside their sources
#   images/build.sh --check   writes nothing: fails and names each committed file that its source does not make
#
# Needs GCC and binutils for aarch64-linux-gnu; CROSS_COMPILE names another prefix. The output depends on the sources
# only: no build ID, no time, and no path, because every step runs in one scratch folder under fixed file names.
set -euo pipefail

cross=${CROSS_COMPILE:-aarch64-linux-gnu-}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

case "${1-}" in
    "" | --check) ;;
    *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac
if ! command -v "${cross}gcc" >/dev/null; then
    echo "$0: ${cross}gcc not found: install gcc-aarch64-linux-gnu, or name another prefix in CROSS_COMPILE" >&2
    exit 2
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/images/runtime" "$scratch/images/faulty" "$scratch/firmware/workloads"
cp "$root"/images/*.{S,c,inc,ld} "$scratch/images"
cp "$root"/images/runtime/*.{S,c,h,ld} "$scratch/images/runtime"
cp -r "$root"/images/kernel "$scratch/images"
cp "$root"/images/faulty/*.c "$scratch/images/faulty"
cp "$root"/firmware/*.{S,inc,ld} "$scratch/firmware"
cp "$root"/firmware/workloads/*.{S,c,h,ld} "$scratch/firmware/workloads"

# build FOLDER NAME SCRIPT: assembles FOLDER/NAME.S and links it by FOLDER/SCRIPT, in the scratch folder.
build() (
    cd "$scratch/$1"
    "${cross}gcc" -c -march=armv8-a+nofp -nostdlib -ffreestanding -Wa,--fatal-warnings -o "$2.o" "$2.S"
    "${cross}ld" -static -nostdlib --build-id=none --fatal-warnings -z max-page-size=4096 -z noexecstack \
        -T "$3" -o "$2.elf" "$2.o"
)

# kernel: the arm64 Image of a kernel-like guest. It runs with the MMU off, wherever it is loaded.
kernel() (
    cd "$scratch/images/kernel"
    for source in head.S kernel.c; do
        "${cross}gcc" -c -O2 -std=gnu11 -Wall -Wextra -Werror -march=armv8-a -mgeneral-regs-only -mstrict-align -mcmodel=tiny -fpie -ffreestanding \
            -nostdlib -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns -fno-jump-tables \
            -fvisibility=hidden -Wa,--fatal-warnings -o "$source.o" "$source"
    done
    "${cross}ld" -static -nostdlib --build-id=none --fatal-warnings -z noexecstack --no-warn-rwx-segments -T kernel.ld -o kernel.elf head.S.o kernel.c.o
    "${cross}objcopy" -O binary kernel.elf kernel.Image
)

debug="-gdwarf-5 -gno-record-gcc-switches -ffile-prefix-map=$scratch=."

# assembled NAME: a realm image that is one assembly source by itself.
assembled() (
    cd "$scratch"
    "${cross}gcc" -c -g $debug -march=armv8-a+nofp -nostdlib -ffreestanding -Wa,--fatal-warnings -o "images/$1.o" "images/$1.S"
    "${cross}ld" -static -nostdlib --build-id=none --fatal-warnings -z max-page-size=4096 -z noexecstack \
        -T images/realm.ld -o "images/$1.elf" "images/$1.o"
)

# object SOURCE LEVEL: a C or assembly source of the images in C, with DWARF to a level (1: functions and lines). General registers
# only, and no unaligned access: it runs with the MMU off.
object() (
    cd "$scratch"
    "${cross}gcc" -c "-g$2" $debug -O2 -std=gnu11 -Wall -Wextra -Werror -march=armv8.5-a+pauth -mgeneral-regs-only -mstrict-align -mno-outline-atomics \
        -mcmodel=small -fno-pic -ffreestanding -nostdlib -ffunction-sections -fdata-sections -fno-stack-protector \
        -fno-asynchronous-unwind-tables -fno-omit-frame-pointer -Iimages/runtime -Wa,--fatal-warnings -o "$1.o" "$1"
)

# compiled NAME: a realm image in C, with the runtime.
compiled() (
    object "images/$1.c" 2
    cd "$scratch"
    "${cross}ld" -static -nostdlib --build-id=none --fatal-warnings --gc-sections -z max-page-size=4096 -z noexecstack \
        -T images/runtime/runtime.ld -o "images/$1.elf" images/runtime/*.o "images/$1.c.o"
)

# compile NAME.SUFFIX: one source of a workload. General registers only, and loops stay loops: what is measured is what is written.
compile() (
    cd "$scratch/firmware/workloads"
    "${cross}gcc" -c -O2 -std=c11 -Wall -Wextra -Werror -march=armv8-a -mgeneral-regs-only -mcmodel=small -fno-pic -ffreestanding -nostdlib \
        -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables -fno-tree-vectorize -fno-tree-loop-distribute-patterns \
        -Wa,--fatal-warnings -o "$1.o" "$1"
)

# workload NAME: links start, report, NAME and NAME-*.
workload() (
    cd "$scratch/firmware/workloads"
    "${cross}ld" -static -nostdlib --build-id=none --fatal-warnings -z max-page-size=4096 -z noexecstack \
        -T workloads.ld -o "$1.elf" start.S.o report.c.o "$1".[Sc].o $(ls "$1"-*.o 2>/dev/null)
    "${cross}objcopy" -O binary "$1.elf" "$1.bin"
)

built=()
for source in "$root"/images/*.S; do
    name=$(basename "$source" .S)
    assembled "$name"
    built+=("images/$name.elf")
done
for source in "$root"/images/runtime/*.{S,c}; do object "images/runtime/$(basename "$source")" 1; done
for source in "$root"/images/*.c "$root"/images/faulty/*.c; do
    name=${source#"$root"/images/}
    name=${name%.c}
    compiled "$name"
    built+=("images/$name.elf")
done
kernel
built+=(images/kernel/kernel.Image)
for source in "$root"/firmware/*.S; do
    name=$(basename "$source" .S)
    build firmware "$name" firmware.ld
    "${cross}objcopy" -O binary "$scratch/firmware/$name.elf" "$scratch/firmware/$name.bin"
    built+=("firmware/$name.bin")
done
for source in "$root"/firmware/workloads/*.{S,c}; do compile "$(basename "$source")"; done
for name in alu stream calls copy svc cold tlbi; do
    workload "$name"
    built+=("firmware/workloads/$name.bin")
done

if [ "${1-}" != --check ]; then
    for file in "${built[@]}"; do install -m 644 "$scratch/$file" "$root/$file"; done
    echo "built ${#built[@]} files"
    exit 0
fi

differing=0
for file in "${built[@]}"; do
    if ! cmp -s "$scratch/$file" "$root/$file"; then
        echo "$file is not what its source makes: run images/build.sh and commit the result" >&2
        differing=1
    fi
done
for file in "$root"/images/*.elf "$root"/images/faulty/*.elf "$root"/firmware/*.bin "$root"/firmware/workloads/*.bin; do
    [ -e "$file" ] || continue
    if [ ! -e "$scratch/${file#"$root"/}" ]; then
        echo "${file#"$root"/} has no source" >&2
        differing=1
    fi
done
[ "$differing" = 0 ] && echo "${#built[@]} prebuilt files match their sources"
exit "$differing"
