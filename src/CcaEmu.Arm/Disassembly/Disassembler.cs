using System.Buffers.Binary;
using Gee.External.Capstone;
using Gee.External.Capstone.Arm64;

namespace CcaEmu.Arm.A64;

/// <summary>
/// Disassembles words: by Capstone 4.0 where it knows the instruction, by <see cref="Formatter"/> and the encoding table where it does not
/// or is known to be wrong. Where the native library cannot be loaded, all text is the formatter's. Not for use by two threads at once.
/// </summary>
/// <remarks>Arm ARM, A64 assembler syntax.</remarks>
public sealed class Disassembler : IDisposable
{
    private readonly Func<ushort, string?>? _systemRegisterName;
    private readonly Formatter _formatter;
    private readonly CapstoneArm64Disassembler? _capstone;

    /// <summary>Opens a disassembler. Does not fail when the native library is missing.</summary>
    /// <param name="systemRegisterName">Names for System registers, as for <see cref="Formatter"/>.</param>
    /// <param name="useCapstone">False to have the formatter's text only.</param>
    public Disassembler(Func<ushort, string?>? systemRegisterName = null, bool useCapstone = true)
        : this(systemRegisterName, useCapstone ? () => CapstoneDisassembler.CreateArm64Disassembler(Arm64DisassembleMode.Arm) : null)
    {
    }

    internal Disassembler(Func<ushort, string?>? systemRegisterName, Func<CapstoneArm64Disassembler>? openCapstone)
    {
        _systemRegisterName = systemRegisterName;
        _formatter = new Formatter(systemRegisterName);
        _capstone = openCapstone is null ? null : TryOpen(openCapstone);
    }

    /// <summary>True when the native library was loaded.</summary>
    public bool UsesCapstone => _capstone is not null;

    /// <summary>Disassembles one word.</summary>
    /// <param name="word">The instruction word.</param>
    /// <param name="pc">Its address, from which targets are worked out.</param>
    /// <returns>Mnemonic and operands; <c>.inst 0x00000000</c> when neither Capstone nor the table knows the word.</returns>
    /// <exception cref="ObjectDisposedException">The disassembler was disposed of while Capstone was in use.</exception>
    public string Disassemble(uint word, ulong pc)
    {
        Instruction instruction = Decoder.Decode(word);
        string? text = _capstone is not null && IsTrusted(instruction) && !IsNamedByCaller(instruction) ? FromCapstone(word, pc) : null;
        return text is null || IsNameless(instruction, text) ? _formatter.Format(instruction, pc) : text;
    }

    /// <inheritdoc/>
    public void Dispose() => _capstone?.Dispose();

    private static CapstoneArm64Disassembler? TryOpen(Func<CapstoneArm64Disassembler> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or TypeInitializationException or CapstoneException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// The table is complete for what Capstone knows, so a word outside it is UNALLOCATED whatever Capstone says (it takes op0 of MRS to be 2
    /// or 3). Among the table's encodings Capstone 4.0 is wrong about SB and other late system words, which it shows as an MSR or a bare
    /// hint, conditional selects on AL and NV, which have no alias, and negative post-indexes, which it shows as unsigned numbers.
    /// </summary>
    private static bool IsTrusted(Instruction instruction) => instruction.Op switch
    {
        A64Op.Undefined => false,
        A64Op.SB or A64Op.DSB_nXS or A64Op.XAFLAG or A64Op.AXFLAG or A64Op.WFET or A64Op.WFIT => false,
        >= A64Op.DGH and <= A64Op.BTI => false,
        A64Op.CSINC or A64Op.CSINV or A64Op.CSNEG => instruction.Condition < Condition.AL,
        _ => !IsNegativePostIndex(instruction),
    };

    /// <summary>Capstone writes the op0 of a System register that it has no name for as 3, also where it is 2.</summary>
    private static bool IsNameless(Instruction instruction, string text) =>
        instruction.Op is A64Op.MRS or A64Op.MSR_reg && text.Contains(" s3_", StringComparison.Ordinal);

    private static bool IsNegativePostIndex(Instruction instruction) =>
        instruction.Encoding.Layout.Immediate == OperandField.MemPost && instruction.Imm < 0;

    private bool IsNamedByCaller(Instruction instruction) =>
        instruction.Op is A64Op.MRS or A64Op.MSR_reg or A64Op.SYS
        && _systemRegisterName?.Invoke(instruction.SystemRegisterEncoding) is not null;

    private string? FromCapstone(uint word, ulong pc)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        Arm64Instruction[] decoded = _capstone!.Disassemble(bytes, (long)pc);
        return decoded is [{ Mnemonic: { Length: > 0 } mnemonic } one]
            ? one.Operand is { Length: > 0 } operands ? mnemonic + " " + operands : mnemonic
            : null;
    }
}
