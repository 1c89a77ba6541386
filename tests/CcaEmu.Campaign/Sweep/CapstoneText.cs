using System.Runtime.InteropServices;

namespace CcaEmu.Campaign.Sweep;

/// <summary>
/// Capstone's text of single words, straight from the native library of the package Gee.External.Capstone: without details and without an
/// object per word, which the package's own interface would make. One thread at a time.
/// </summary>
internal sealed unsafe partial class CapstoneText : IDisposable
{
    private const int Arm64 = 1, LittleEndian = 0;

    private nuint _handle;
    private readonly Instruction* _instruction;

    /// <summary>Opens the library.</summary>
    /// <exception cref="DllNotFoundException">There is none for this host.</exception>
    public CapstoneText()
    {
        if (Open(Arm64, LittleEndian, out _handle) != 0)
            throw new InvalidOperationException("Capstone has no A64");
        _instruction = Allocate(_handle);
    }

    /// <summary>The mnemonic of the word that was decoded last.</summary>
    public ReadOnlySpan<byte> Mnemonic => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_instruction->Mnemonic);

    /// <summary>Its operands; empty when it has none.</summary>
    public ReadOnlySpan<byte> Operands => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_instruction->Operands);

    /// <summary>Decodes a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="pc">Its address.</param>
    /// <returns>False when Capstone does not know it.</returns>
    public bool Decode(uint word, ulong pc)
    {
        byte* code = (byte*)&word;
        nuint size = sizeof(uint);
        return Disassemble(_handle, &code, &size, &pc, _instruction) != 0;
    }

    public void Dispose()
    {
        Free(_instruction, 1);
        Close(ref _handle);
    }

    [LibraryImport("capstone", EntryPoint = "cs_open")]
    private static partial int Open(int architecture, int mode, out nuint handle);

    [LibraryImport("capstone", EntryPoint = "cs_close")]
    private static partial int Close(ref nuint handle);

    [LibraryImport("capstone", EntryPoint = "cs_malloc")]
    private static partial Instruction* Allocate(nuint handle);

    [LibraryImport("capstone", EntryPoint = "cs_free")]
    private static partial void Free(Instruction* instructions, nuint count);

    [LibraryImport("capstone", EntryPoint = "cs_disasm_iter")]
    private static partial byte Disassemble(nuint handle, byte** code, nuint* size, ulong* address, Instruction* instruction);

    /// <summary>cs_insn of capstone.h, version 4.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Instruction
    {
        public uint Id;
        public ulong Address;
        public ushort Size;
        public fixed byte Bytes[16];
        public fixed byte Mnemonic[32];
        public fixed byte Operands[160];
        public void* Detail;
    }
}
