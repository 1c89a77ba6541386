using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>System registers that software keeps for one context while another runs: saved and restored together, in their order.</summary>
/// <remarks>
/// It comes to the same as reading or writing them one by one at the highest level; what is only a word of the register file is
/// copied, and what a restored register holds already is not written again, so that nothing is invalidated for it.
/// </remarks>
public sealed class RegisterBank
{
    private readonly SystemRegister[] _registers;
    private readonly bool[] _isPlain;

    /// <summary>A bank.</summary>
    /// <param name="registers">Its registers; HCR_EL2, whose E2H decides the layout of others, must come before those.</param>
    /// <param name="features">What the PEs implement that it is used with.</param>
    public RegisterBank(ReadOnlySpan<SystemRegister> registers, PeFeatures features)
    {
        _registers = registers.ToArray();
        _isPlain = [.. _registers.Select(register => ProcessingElement.IsWordOfFile(features.Traits[(int)register], register))];
    }

    /// <summary>The registers.</summary>
    public ReadOnlySpan<SystemRegister> Registers => _registers;

    /// <summary>How many.</summary>
    public int Count => _registers.Length;

    /// <summary>Takes the registers from a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">As many words as there are registers.</param>
    public void Save(ProcessingElement pe, Span<ulong> values)
    {
        for (int i = 0; i < _registers.Length; i++)
            values[i] = _isPlain[i] ? pe.Raw(_registers[i]) : pe[_registers[i]];
    }

    /// <summary>Puts the registers onto a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">What <see cref="Save"/> has stored.</param>
    public void Restore(ProcessingElement pe, ReadOnlySpan<ulong> values)
    {
        for (int i = 0; i < _registers.Length; i++)
        {
            if (!_isPlain[i] || pe.Raw(_registers[i]) != values[i])
                pe[_registers[i]] = values[i];
        }
    }
}
