using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;

namespace CcaEmu.Memory;

/// <summary>GPIs that checks have found: a line holds sixteen of them, one for each 4 KiB of 64 KiB.</summary>
/// <remarks>
/// A line is filled from one table entry, whatever its form: sixteen granules of 4 KiB as they are, anything larger spread over the line.
/// Only passed checks are taken from it: a refusal always comes from a fresh walk.
/// </remarks>
internal sealed unsafe class GpiCache : IDisposable
{
    private const int Lines = 4096, LineShift = 16;
    private const ulong Every = 0x1111_1111_1111_1111;

    private Line* _lines = (Line*)NativeMemory.AlignedAlloc((nuint)(Lines * sizeof(Line)), 64);
    private bool _empty;

    private struct Line
    {
        public ulong Tag; // address >> 16, or all ones
        public ulong Gpis;
    }

    /// <summary>Whether a cached GPI lets an access through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Admits(PhysicalAddress address)
    {
        ulong number = address.Value >> LineShift;
        Line* line = _lines + (number & (Lines - 1));
        uint gpi = (uint)(line->Gpis >> (int)(address.Value >> 10 & 60)) & 15;
        // GPIs Secure to Realm are 8 plus the number of the address space.
        return line->Tag == number && (gpi == 8 + (uint)address.Pas || gpi == (uint)Gpi.Any);
    }

    /// <summary>Remembers the sixteen GPIs around an address.</summary>
    public void Fill(ulong address, ulong gpis)
    {
        Line* line = _lines + (address >> LineShift & (Lines - 1));
        line->Tag = address >> LineShift;
        line->Gpis = gpis;
        _empty = false;
    }

    /// <summary>Remembers what a passed check read.</summary>
    /// <param name="address">The address that was checked.</param>
    /// <param name="result">The outcome.</param>
    /// <param name="gpt">The configuration it holds under.</param>
    public void Fill(ulong address, in GpcResult result, in GptConfiguration gpt)
    {
        var entry = new GptL1Descriptor(result.Entry);
        bool fine = result.Level == 1 && gpt.Geometry.GranuleBits == 12 && !entry.IsContiguous;
        Line* line = _lines + (address >> LineShift & (Lines - 1));
        line->Tag = address >> LineShift;
        // Granules of 16 KiB: four to a line, of which one is known here; what is not known admits nothing.
        line->Gpis = fine ? result.Entry : gpt.Geometry.GranuleBits == 14 && gpt.Enabled && result.Level == 1
            ? (ulong)result.Gpi * 0x1111 << (int)(address >> 14 & 3) * 16
            : (ulong)result.Gpi * Every;
        _empty = false;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        if (_empty)
            return;
        for (int i = 0; i < Lines; i++)
            _lines[i].Tag = ulong.MaxValue;
        _empty = true;
    }

    /// <summary>Drops a range of addresses.</summary>
    public void Drop(ulong address, ulong sizeBytes)
    {
        ulong first = address >> LineShift, last = (address + sizeBytes - 1) >> LineShift;
        if (last - first >= Lines)
        {
            Clear();
            return;
        }
        for (ulong number = first; number <= last; number++)
        {
            Line* line = _lines + (number & (Lines - 1));
            if (line->Tag == number)
                line->Gpis &= ~Within(number << LineShift, address, address + sizeBytes - 1);
        }
    }

    // The GPIs of a line whose granules touch a range, as a mask: what is not known admits nothing.
    private static ulong Within(ulong line, ulong first, ulong last)
    {
        int from = first <= line ? 0 : (int)(first - line) >> 12, to = last >= line + 0xFFFF ? 15 : (int)(last - line) >> 12;
        return ulong.MaxValue << (from * 4) & ulong.MaxValue >> ((15 - to) * 4);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_lines);
        _lines = null;
    }
}
