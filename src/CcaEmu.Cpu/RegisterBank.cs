using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>System registers that software keeps for one context while another runs: saved and restored together.</summary>
/// <remarks>
/// It comes to the same as reading or writing them one by one at the highest level; what is only a word of the register file is
/// copied, and what a restored register holds already is not written again, so that nothing is invalidated for it. Registers that are
/// neighbours in the file are copied together where they are neighbours in the bank: a bank in the order of the file is the fastest.
/// </remarks>
public sealed unsafe class RegisterBank
{
    private readonly SystemRegister[] _registers;

    // What restoring each of them comes to.
    private readonly RestoreEffect[] _effects;

    // Positions of what is not just a word of the file.
    private readonly ushort[] _computed;

    // Neighbours in file and bank.
    private readonly Segment[] _segments;

    private readonly record struct Segment(ushort Register, ushort Start, int Count);

    /// <summary>A bank.</summary>
    /// <param name="registers">Its registers; HCR_EL2, whose E2H decides the layout of others, must come before those.</param>
    /// <param name="features">What the PEs implement that it is used with.</param>
    public RegisterBank(ReadOnlySpan<SystemRegister> registers, PeFeatures features)
    {
        _registers = registers.ToArray();
        _effects = [.. _registers.Select(register => ProcessingElement.RestoreEffectOf(features.Traits[(int)register], register))];
        _computed = [.. Enumerable.Range(0, _registers.Length).Select(i => (ushort)i).Where(i => (_effects[i] & RestoreEffect.Computed) != 0)];
        _segments = SegmentsOf(_registers);
    }

    /// <summary>The registers.</summary>
    public ReadOnlySpan<SystemRegister> Registers => _registers;

    /// <summary>How many.</summary>
    public int Count => _registers.Length;

    /// <summary>Takes the registers from a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">At least as many words as there are registers.</param>
    /// <exception cref="ArgumentException">There is no room for all.</exception>
    public void Save(ProcessingElement pe, Span<ulong> values)
    {
        Demand(values.Length);
        ulong* file = pe.RegisterFile;
        fixed (ulong* to = values)
        {
            foreach (Segment segment in _segments)
                Copy(file + segment.Register, to + segment.Start, segment.Count);
            foreach (ushort i in _computed)
                to[i] = pe.ReadForBank(_registers[i]);
        }
    }

    /// <summary>Puts the registers onto a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">What <see cref="Save"/> has stored.</param>
    /// <exception cref="ArgumentException">They are not all there.</exception>
    public void Restore(ProcessingElement pe, ReadOnlySpan<ulong> values)
    {
        Demand(values.Length);
        ulong* file = pe.RegisterFile;
        var effects = RestoreEffect.None;
        for (int i = 0; i < _registers.Length; i++)
        {
            if ((_effects[i] & RestoreEffect.Computed) == 0 && file[(int)_registers[i]] != values[i])
                effects |= pe.RestoreWord(_registers[i], values[i], _effects[i]);
        }
        foreach (ushort i in _computed)
        {
            if ((_effects[i] & RestoreEffect.Always) != 0 || pe.ReadForBank(_registers[i]) != values[i])
                effects |= pe.RestoreWord(_registers[i], values[i], _effects[i]);
        }
        pe.OnRestored(effects);
    }

    /// <summary>Takes the registers of one context from a PE and puts those of another onto it.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">Where the one's go: at least as many words as there are registers.</param>
    /// <param name="next">
    /// What <see cref="Save"/> has stored of the other, or reset values: words that the registers can hold. Nothing of it lies in <paramref name="values"/>.
    /// </param>
    /// <exception cref="ArgumentException">There is no room for all, or they are not all there.</exception>
    public void Exchange(ProcessingElement pe, Span<ulong> values, ReadOnlySpan<ulong> next)
    {
        Demand(next.Length);
        Save(pe, values);
        ulong* file = pe.RegisterFile;
        var effects = RestoreEffect.None;
        for (int i = Differing(values, next, 0); i < _registers.Length; i = Differing(values, next, i + 1))
        {
            RestoreEffect effect = _effects[i];
            if ((effect & RestoreEffect.Computed) != 0)
                continue;
            if ((effect & RestoreEffect.Writes) != 0)
                pe.RestoreWord(_registers[i], next[i], effect);
            else
                file[(int)_registers[i]] = next[i];
            effects |= effect;
        }
        foreach (ushort i in _computed)
        {
            if (values[i] != next[i] || (_effects[i] & RestoreEffect.Always) != 0)
                effects |= pe.RestoreWord(_registers[i], next[i], _effects[i]);
        }
        pe.OnRestored(effects);
    }

    // The first position from one on where the two differ; behind the last register where there is none.
    private int Differing(ReadOnlySpan<ulong> values, ReadOnlySpan<ulong> next, int from)
    {
        ref ulong a = ref MemoryMarshal.GetReference(values), b = ref MemoryMarshal.GetReference(next);
        int i = from, end = _registers.Length;
        for (; i + 4 <= end; i += 4)
        {
            uint equal = Vector256.Equals(Vector256.LoadUnsafe(ref a, (nuint)i), Vector256.LoadUnsafe(ref b, (nuint)i)).ExtractMostSignificantBits();
            if (equal != 0xF)
                return i + BitOperations.TrailingZeroCount(~equal);
        }
        while (i < end && Unsafe.Add(ref a, i) == Unsafe.Add(ref b, i))
            i++;
        return i;
    }

    private static void Copy(ulong* from, ulong* to, int count)
    {
        for (; count >= 4; count -= 4, from += 4, to += 4)
            Vector256.Store(Vector256.Load(from), to);
        if ((count & 2) != 0)
        {
            Vector128.Store(Vector128.Load(from), to);
            from += 2;
            to += 2;
        }
        if ((count & 1) != 0)
            *to = *from;
    }

    private static Segment[] SegmentsOf(SystemRegister[] registers)
    {
        var segments = new List<Segment>();
        for (int start = 0, i = 1; i <= registers.Length; i++)
        {
            if (i < registers.Length && registers[i] == registers[i - 1] + 1)
                continue;
            segments.Add(new Segment((ushort)registers[start], (ushort)start, i - start));
            start = i;
        }
        return [.. segments];
    }

    private void Demand(int words)
    {
        if (words < _registers.Length)
            throw new ArgumentException($"{_registers.Length} registers need as many words, not {words}");
    }
}
