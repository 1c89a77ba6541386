using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The four architected activity monitors: processor cycles, constant frequency cycles, instructions retired, memory stall cycles.</summary>
/// <remarks>
/// Arm ARM, D17 "The Activity Monitors Extension". While a counter counts, the register file keeps its value less what it counts; while it
/// stands, its value. Memory never stalls here, so that the fourth stays where it is.
/// </remarks>
internal static class ActivityMonitors
{
    /// <summary>Whether a register is computed here.</summary>
    public static bool IsComputed(R register) => register == R.AMCNTENSET0_EL0 || IsCounter(register);

    /// <summary>Reads a counter as the current level sees it, or the enables.</summary>
    public static ulong Read(ProcessingElement pe, R register)
    {
        if (!IsCounter(register))
            return pe.Raw(register);
        ulong value = IsCounting(pe, register) ? pe.Raw(register) + Count(pe, register) : pe.Raw(register);
        return value - OffsetOf(pe, register);
    }

    /// <summary>Writes a counter, or starts and stops counters.</summary>
    /// <returns>False for the enables, which the register file keeps.</returns>
    public static bool TryWrite(ProcessingElement pe, R register, ulong value)
    {
        if (IsCounter(register))
        {
            pe.SetRaw(register, IsCounting(pe, register) ? value - Count(pe, register) : value);
            return true;
        }
        ulong changed = pe.Raw(R.AMCNTENSET0_EL0) ^ value;
        for (R counter = R.AMEVCNTR00_EL0; counter <= R.AMEVCNTR03_EL0; counter++)
        {
            if ((changed >> (counter - R.AMEVCNTR00_EL0) & 1) != 0)
                pe.SetRaw(counter, IsCounting(pe, counter) ? pe.Raw(counter) + Count(pe, counter) : pe.Raw(counter) - Count(pe, counter));
        }
        return false;
    }

    private static bool IsCounter(R register) => register is >= R.AMEVCNTR00_EL0 and <= R.AMEVCNTR03_EL0;

    private static bool IsCounting(ProcessingElement pe, R counter) => (pe.Raw(R.AMCNTENSET0_EL0) >> (counter - R.AMEVCNTR00_EL0) & 1) != 0;

    private static ulong Count(ProcessingElement pe, R counter) => counter switch
    {
        R.AMEVCNTR00_EL0 => pe.ModelledCycles,
        R.AMEVCNTR01_EL0 => pe.Environment.SystemCount(pe),
        R.AMEVCNTR02_EL0 => pe.RetiredInstructions,
        _ => 0,
    };

    // A guest sees counters less the offset that EL2 gave them (FEAT_AMUv1p1; else the enables are RES0). The constant frequency counter has none.
    private static ulong OffsetOf(ProcessingElement pe, R counter)
    {
        bool counts = pe.CurrentLevel < ExceptionLevel.EL2 && pe.El2Enabled && (pe.Raw(R.SCR_EL3) & SCR_EL3.AMVOFFEN) != 0
            && (pe.Raw(R.HCR_EL2) & HCR_EL2.AMVOFFEN) != 0;
        return !counts ? 0 : counter switch
        {
            R.AMEVCNTR00_EL0 => pe.Raw(R.AMEVCNTVOFF00_EL2),
            R.AMEVCNTR02_EL0 => pe.Raw(R.AMEVCNTVOFF02_EL2),
            R.AMEVCNTR03_EL0 => pe.Raw(R.AMEVCNTVOFF03_EL2),
            _ => 0,
        };
    }
}
