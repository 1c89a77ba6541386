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

    // Words of the file: those from which nothing follows, and those from which something does when they change.
    private readonly Word[] _plain, _noticed;

    // Positions of what is written as an instruction would write it.
    private readonly ushort[] _written;

    // Positions of what is not just a word of the file.
    private readonly ushort[] _computed;

    private readonly record struct Word(ushort Register, ushort Position, RestoreEffect Effect);

    /// <summary>A bank.</summary>
    /// <param name="registers">Its registers; HCR_EL2, whose E2H decides the layout of others, must come before those.</param>
    /// <param name="features">What the PEs implement that it is used with.</param>
    public RegisterBank(ReadOnlySpan<SystemRegister> registers, PeFeatures features)
    {
        _registers = registers.ToArray();
        _effects = [.. _registers.Select(register => ProcessingElement.RestoreEffectOf(features.Traits[(int)register], register))];
        Word[] words = [.. _registers.Select((register, i) => new Word((ushort)register, (ushort)i, _effects[i]))];
        _plain = [.. words.Where(word => word.Effect == RestoreEffect.None)];
        _noticed = [.. words.Where(word => word.Effect != RestoreEffect.None && (word.Effect & (RestoreEffect.Computed | RestoreEffect.Writes)) == 0)];
        _written = [.. words.Where(word => (word.Effect & (RestoreEffect.Computed | RestoreEffect.Writes)) == RestoreEffect.Writes).Select(word => word.Position)];
        _computed = [.. words.Where(word => (word.Effect & RestoreEffect.Computed) != 0).Select(word => word.Position)];
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
        for (int i = 0; i < _registers.Length; i++)
            values[i] = file[(int)_registers[i]];
        foreach (ushort i in _computed)
            values[i] = pe.ReadForBank(_registers[i]);
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
        Demand(values.Length);
        Demand(next.Length);
        foreach (ushort i in _computed)
            values[i] = pe.ReadForBank(_registers[i]);
        RestoreEffect effects;
        fixed (ulong* to = values, from = next)
            effects = ExchangeWords(pe.RegisterFile, to, from);
        foreach (ushort i in _written)
        {
            ref ulong word = ref pe.RegisterFile[(int)_registers[i]];
            values[i] = word;
            if (word != next[i])
                _ = pe.RestoreWord(_registers[i], next[i], RestoreEffect.Writes);
        }
        foreach (ushort i in _computed)
        {
            if (values[i] != next[i] || (_effects[i] & RestoreEffect.Always) != 0)
                effects |= pe.RestoreWord(_registers[i], next[i], _effects[i]);
        }
        pe.OnRestored(effects);
    }

    private RestoreEffect ExchangeWords(ulong* file, ulong* to, ulong* from)
    {
        foreach (Word word in _plain)
        {
            to[word.Position] = file[word.Register];
            file[word.Register] = from[word.Position];
        }
        int effects = 0;
        foreach (Word word in _noticed)
        {
            ulong old = file[word.Register], value = from[word.Position];
            to[word.Position] = old;
            file[word.Register] = value;
            effects |= old != value ? (int)word.Effect : 0;
        }
        return (RestoreEffect)effects;
    }

    private void Demand(int words)
    {
        if (words < _registers.Length)
            throw new ArgumentException($"{_registers.Length} registers need as many words, not {words}");
    }
}
