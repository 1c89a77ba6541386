using System.Diagnostics.CodeAnalysis;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Options;

/// <summary>Reads and writes sizes of memory.</summary>
internal static class MemorySize
{
    /// <summary>RAM of a realm where nothing is said: 64 MiB.</summary>
    public const ulong Default = 64 * Mebibyte;

    /// <summary>Most RAM a realm can be given: 4 GiB, what the board's second bank can be made to hold.</summary>
    public const ulong Largest = 4 * Gibibyte;

    private const ulong Unit = GuestMemoryLayout.RamUnit;
    private const ulong Kibibyte = 1UL << 10;
    private const ulong Mebibyte = 1UL << 20;
    private const ulong Gibibyte = 1UL << 30;

    /// <summary>
    /// Reads a size: a number of MiB, or one with K, M or G (KiB, MiB, GiB) in any of the usual spellings. It is rounded up to what RAM is
    /// given in, 2 MiB.
    /// </summary>
    public static bool TryParse(string text, out ulong bytes, [NotNullWhen(false)] out string? expected)
    {
        expected = "a size above 0 and up to 4G, such as 64M or 1G";
        string trimmed = text.TrimEnd('B', 'b');
        bool named = trimmed.Length != text.Length;
        trimmed = named && trimmed.EndsWith('i') ? trimmed[..^1] : trimmed;
        ulong unit = trimmed is [.., var suffix] ? suffix switch
        {
            'k' or 'K' => Kibibyte,
            'm' or 'M' => Mebibyte,
            'g' or 'G' => Gibibyte,
            _ => 0UL,
        } : 0UL;
        bytes = 0;
        if ((named && unit == 0) || !NumberText.TryParseDigits(unit == 0 ? trimmed : trimmed[..^1], out ulong count))
            return false;
        unit = unit == 0 ? Mebibyte : unit;
        if (count == 0 || count > Largest / unit)
            return false;
        bytes = (count * unit + Unit - 1) / Unit * Unit;
        return true;
    }

    /// <summary>A size in words, exactly: in the largest unit that divides it.</summary>
    public static string Describe(ulong bytes) => bytes switch
    {
        0 => "0 bytes",
        _ when bytes % Gibibyte == 0 => $"{bytes / Gibibyte} GiB",
        _ when bytes % Mebibyte == 0 => $"{bytes / Mebibyte} MiB",
        _ when bytes % Kibibyte == 0 => $"{bytes / Kibibyte} KiB",
        _ => $"{bytes} bytes",
    };
}
