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

    // Positions in the bank of what is copied, and of what has to be asked.
    private readonly ushort[] _plain;
    private readonly ushort[] _others;

    /// <summary>A bank.</summary>
    /// <param name="registers">Its registers; HCR_EL2, whose E2H decides the layout of others, must come before those.</param>
    /// <param name="features">What the PEs implement that it is used with.</param>
    public RegisterBank(ReadOnlySpan<SystemRegister> registers, PeFeatures features)
    {
        _registers = registers.ToArray();
        bool IsPlain(ushort i) => ProcessingElement.IsWordOfFile(features.Traits[(int)_registers[i]], _registers[i]);
        ushort[] all = [.. Enumerable.Range(0, _registers.Length).Select(i => (ushort)i)];
        _plain = [.. all.Where(IsPlain)];
        _others = [.. all.Where(i => !IsPlain(i))];
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
            foreach (ushort i in _plain)
                to[i] = file[(int)registers[i]];
            foreach (ushort i in _others)
                to[i] = pe[registers[i]];
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
        fixed (ulong* from = values)
        fixed (SystemRegister* registers = _registers)
        {
            foreach (ushort i in _plain)
            {
                if (file[(int)registers[i]] != from[i])
                    pe[registers[i]] = from[i];
            }
            foreach (ushort i in _others)
                pe[registers[i]] = from[i];
        }
    }

    private void Demand(int words)
    {
        if (words < _registers.Length)
            throw new ArgumentException($"{_registers.Length} registers need as many words, not {words}");
    }
}
