using CcaEmu.Cpu;

namespace CcaEmu.Machine.Scripting;

/// <summary>X0 to X8 of an SMC: function identifier and arguments, or results.</summary>
/// <param name="X0">Function identifier, or first result.</param>
/// <param name="X1">Argument or result.</param>
/// <param name="X2">Argument or result.</param>
/// <param name="X3">Argument or result.</param>
/// <param name="X4">Argument or result.</param>
/// <param name="X5">Argument or result.</param>
/// <param name="X6">Argument or result.</param>
/// <param name="X7">Argument or result.</param>
/// <param name="X8">Argument or result.</param>
public readonly record struct SmcCall(
    ulong X0, ulong X1 = 0, ulong X2 = 0, ulong X3 = 0, ulong X4 = 0, ulong X5 = 0, ulong X6 = 0, ulong X7 = 0, ulong X8 = 0)
{
    /// <summary>Reads the registers of a PE.</summary>
    /// <param name="pe">The PE.</param>
    public static SmcCall From(ProcessingElement pe) =>
        new(pe.X(0), pe.X(1), pe.X(2), pe.X(3), pe.X(4), pe.X(5), pe.X(6), pe.X(7), pe.X(8));

    /// <summary>Writes the registers of a PE.</summary>
    /// <param name="pe">The PE.</param>
    public void CopyTo(ProcessingElement pe)
    {
        pe.X(0) = X0;
        pe.X(1) = X1;
        pe.X(2) = X2;
        pe.X(3) = X3;
        pe.X(4) = X4;
        pe.X(5) = X5;
        pe.X(6) = X6;
        pe.X(7) = X7;
        pe.X(8) = X8;
    }
}
