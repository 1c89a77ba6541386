using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>System registers that software keeps for one context while another runs: saved and restored together.</summary>
/// <remarks>
/// It comes to the same as reading or writing them one by one at the highest level; what is only a word of the register file is
/// copied, and what a restored register holds already is not written again, so that nothing is invalidated for it.
/// </remarks>
public sealed unsafe class RegisterBank
{
    private readonly SystemRegister[] _registers;

    // What restoring each of them comes to.
    private readonly RestoreEffect[] _effects;

    // Positions of what is not just a word of the file, and the runs of positions between them.
    private readonly ushort[] _computed;
    private readonly (ushort Start, ushort End)[] _runs;

    /// <summary>A bank.</summary>
    /// <param name="registers">Its registers; HCR_EL2, whose E2H decides the layout of others, must come before those.</param>
    /// <param name="features">What the PEs implement that it is used with.</param>
    public RegisterBank(ReadOnlySpan<SystemRegister> registers, PeFeatures features)
    {
        _registers = registers.ToArray();
        _effects = [.. _registers.Select(register => ProcessingElement.RestoreEffectOf(features.Traits[(int)register], register))];
        _computed = [.. Enumerable.Range(0, _registers.Length).Select(i => (ushort)i).Where(i => (_effects[i] & RestoreEffect.Computed) != 0)];
        _runs = [.. _computed.Append((ushort)_registers.Length).Select((end, i) => (Start: i == 0 ? (ushort)0 : (ushort)(_computed[i - 1] + 1), End: end))
            .Where(run => run.Start < run.End)];
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
        fixed (SystemRegister* registers = _registers)
        {
            foreach ((ushort start, ushort end) in _runs)
            {
                for (int i = start; i < end; i++)
                    to[i] = file[(int)registers[i]];
            }
            foreach (ushort i in _computed)
                to[i] = pe.ReadForBank(registers[i]);
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
        fixed (ulong* from = values)
        fixed (SystemRegister* registers = _registers)
        {
            foreach ((ushort start, ushort end) in _runs)
            {
                for (int i = start; i < end; i++)
                {
                    if (file[(int)registers[i]] != from[i])
                        effects |= pe.RestoreWord(registers[i], from[i], _effects[i]);
                }
            }
            foreach (ushort i in _computed)
            {
                if ((_effects[i] & RestoreEffect.Always) != 0 || pe.ReadForBank(registers[i]) != from[i])
                    effects |= pe.RestoreWord(registers[i], from[i], _effects[i]);
            }
        }
        pe.OnRestored(effects);
    }

    /// <summary>Takes the registers of one context from a PE and puts those of another onto it.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">Where the one's go: at least as many words as there are registers.</param>
    /// <param name="next">What <see cref="Save"/> has stored of the other; nothing of it lies in <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">There is no room for all, or they are not all there.</exception>
    public void Exchange(ProcessingElement pe, Span<ulong> values, ReadOnlySpan<ulong> next)
    {
        Demand(values.Length);
        Demand(next.Length);
        ulong* file = pe.RegisterFile;
        var effects = RestoreEffect.None;
        fixed (ulong* to = values)
        fixed (ulong* from = next)
        fixed (SystemRegister* registers = _registers)
        {
            // Before the others: what they read as may hang on those.
            foreach (ushort i in _computed)
                to[i] = pe.ReadForBank(registers[i]);
            foreach ((ushort start, ushort end) in _runs)
            {
                for (int i = start; i < end; i++)
                {
                    ulong held = file[(int)registers[i]];
                    to[i] = held;
                    if (held != from[i])
                        effects |= pe.RestoreWord(registers[i], from[i], _effects[i]);
                }
            }
            foreach (ushort i in _computed)
            {
                if (to[i] != from[i] || (_effects[i] & RestoreEffect.Always) != 0)
                    effects |= pe.RestoreWord(registers[i], from[i], _effects[i]);
            }
        }
        pe.OnRestored(effects);
    }

    private void Demand(int words)
    {
        if (words < _registers.Length)
            throw new ArgumentException($"{_registers.Length} registers need as many words, not {words}");
    }
}
