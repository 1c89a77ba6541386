using System.Globalization;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>The instructions around the one that faulted.</summary>
internal static class CodeListing
{
    private const int Before = 2;
    private const int After = 1;

    /// <summary>Lines of "address word text", the one at <paramref name="pc"/> marked with an arrow.</summary>
    /// <param name="code">Where the words come from.</param>
    /// <param name="pc">Address of the instruction in the middle.</param>
    /// <returns>No line where the image has no code there.</returns>
    public static IEnumerable<string> Around(CodeReader code, ulong pc)
    {
        if (code(pc) is null)
            yield break;
        using var disassembler = new Disassembler(encoding => SystemRegisterTable.TryFind(encoding, out _) ? SystemRegisterTable.NameOf(encoding) : null);
        for (int i = -Before; i <= After; i++)
        {
            ulong address = pc + (ulong)(long)(i * 4);
            if (code(address) is { } word)
            {
                string mark = i == 0 ? "→" : " ";
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{mark} 0x{address:X}  {word:x8}  {disassembler.Disassemble(word, address)}");
            }
        }
    }
}
