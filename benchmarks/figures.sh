#!/usr/bin/env bash
# Prints the whole-program figures of docs/performance.md: start-up, memory, guest speed. Run it on a quiet machine.
# usage: benchmarks/figures.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-9}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT

dotnet build -c Release src/CcaEmu.Cli -v q --nologo >/dev/null
dotnet publish -c Release src/CcaEmu.Cli -r linux-x64 --self-contained false -o "$out/published" -v q --nologo >/dev/null
built=src/CcaEmu.Cli/bin/Release/net10.0/ccaemu published=$out/published/ccaemu

median() { sort -n | awk '{v[NR] = $1} END {printf "%.0f (%.0f to %.0f)", v[int((NR + 1) / 2)], v[1], v[NR]}'; }
value() { grep -m1 -oE "\"$1\": [0-9.]+" "$out/summary.json" | grep -oE '[0-9.]+$'; }

# Wall time in ms from starting the process to the first byte of the realm's console.
first_character() {
    for _ in $(seq "$runs"); do
        local started; started=$(date +%s%N)
        "$@" | { head -c 1 >/dev/null; date +%s%N >"$out/first"; cat >/dev/null; }
        echo $((($(cat "$out/first") - started) / 1000000))
    done | median
}

echo "runs: $runs, median (least to most)"
echo "first character, published build:  $(first_character "$published" run images/hello.elf --quiet) ms"
echo "first character, plain build:      $(first_character "$built" run images/hello.elf --quiet) ms"
echo "first character, dotnet run:       $(first_character dotnet run -c Release --no-build --project src/CcaEmu.Cli -- run images/hello.elf --quiet) ms"

memory() { "$published" run "$@" --quiet --json "$out/summary.json" >/dev/null
    echo "$(value peakMemoryBytes) $(value hostMemoryTouchedBytes)" | awk '{printf "%.0f MiB process, %.1f MiB emulated RAM", $1 / 1048576, $2 / 1048576}'; }
echo "peak memory, hello -m 64M:         $(memory images/hello.elf)"
echo "peak memory, hello -m 1G:          $(memory images/hello.elf -m 1G)"
echo "peak memory, touch 2 MiB -m 1G:    $(memory images/touch.elf -m 1G --arg 2)"

mips() {
    for _ in $(seq "$runs"); do
        "$published" run images/spin.elf --arg 50 --quiet --json "$out/summary.json" >/dev/null
        echo "$(value retiredInstructions) $(value totalMilliseconds)" | awk '{print $1 / $2 / 1000}'
    done | median
}
echo "guest speed, spin:                 $(mips) MIPS, start-up included"
