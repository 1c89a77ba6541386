using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>Shape of one stage 1 table: from TCR_ELx and TTBRn_ELx for one virtual address.</summary>
/// <remarks>Arm ARM, D8.2 "Translation process"; J1.3 shared pseudocode AArch64.GetS1TTWParams. T0SZ is clamped to 16..39 as without FEAT_TTST.</remarks>
internal readonly record struct Stage1Geometry(ulong Table, TranslationGranule Granule, int InputBits, int OutputBits, bool HierarchyDisabled)
{
    /// <summary>Finds the table for an address.</summary>
    /// <returns>False where the address is outside both ranges or its range is disabled: a translation fault at level 0.</returns>
    public static bool TryCreate(ProcessingElement pe, ulong va, ExceptionLevel level, out Stage1Geometry geometry) => level switch
    {
        ExceptionLevel.EL3 => TrySingle(pe, va, SystemRegister.TCR_EL3, SystemRegister.TTBR0_EL3, out geometry),
        ExceptionLevel.EL2 => TrySingle(pe, va, SystemRegister.TCR_EL2, SystemRegister.TTBR0_EL2, out geometry),
        _ => TryDouble(pe, va, out geometry),
    };

    /// <summary>Whether bits 63:56 of an address are ignored: TCR_ELx.TBI, and for EL1&amp;0 that of the half which bit 55 selects.</summary>
    public static bool IgnoresTopByte(ProcessingElement pe, ulong va, ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => (pe.Raw(SystemRegister.TCR_EL3) & TCR_ELx.TBI) != 0,
        ExceptionLevel.EL2 => (pe.Raw(SystemRegister.TCR_EL2) & TCR_ELx.TBI) != 0,
        _ => (pe.Raw(SystemRegister.TCR_EL1) & (((va >> 55) & 1) != 0 ? TCR_EL1.TBI1 : TCR_EL1.TBI0)) != 0,
    };

    private static bool TrySingle(ProcessingElement pe, ulong va, SystemRegister tcrRegister, SystemRegister ttbr, out Stage1Geometry geometry)
    {
        ulong tcr = pe.Raw(tcrRegister);
        int bits = InputBitsOf(tcr & 63);
        ulong address = (tcr & TCR_ELx.TBI) != 0 ? va & 0x00FF_FFFF_FFFF_FFFF : va;
        geometry = Shape(pe.Raw(ttbr), TranslationGranules.FromTg0((tcr >> 14) & 3), bits, (tcr >> 16) & 7, (tcr & TCR_ELx.HPD) != 0);
        return address >> bits == 0;
    }

    private static bool TryDouble(ProcessingElement pe, ulong va, out Stage1Geometry geometry)
    {
        ulong tcr = pe.Raw(SystemRegister.TCR_EL1);
        bool upper = ((va >> 55) & 1) != 0;
        int bits = InputBitsOf((upper ? tcr >> 16 : tcr) & 63);
        bool ignoreTop = (tcr & (upper ? TCR_EL1.TBI1 : TCR_EL1.TBI0)) != 0;
        int topBit = ignoreTop ? 56 : 64;
        long extended = (long)(va << (64 - topBit)) >> (64 - topBit);
        bool inRange = extended >> bits == (upper ? -1 : 0);
        bool disabled = (tcr & (upper ? TCR_EL1.EPD1 : TCR_EL1.EPD0)) != 0;
        TranslationGranule granule = upper ? TranslationGranules.FromTg1((tcr >> 30) & 3) : TranslationGranules.FromTg0((tcr >> 14) & 3);
        ulong ttbr = pe.Raw(upper ? SystemRegister.TTBR1_EL1 : SystemRegister.TTBR0_EL1);
        geometry = Shape(ttbr, granule, bits, (tcr >> 32) & 7, (tcr & (upper ? TCR_EL1.HPD1 : TCR_EL1.HPD0)) != 0);
        return inRange && !disabled;
    }

    private static Stage1Geometry Shape(ulong ttbr, TranslationGranule granule, int inputBits, ulong ps, bool hierarchyDisabled)
    {
        int rootBits = inputBits - granule.EntryShift(Walker.StartLevel(inputBits, granule));
        ulong table = ttbr & 0x0000_FFFF_FFFF_FFFE & ~((8UL << rootBits) - 1);
        return new Stage1Geometry(table, granule, inputBits, Walker.OutputBits(ps), hierarchyDisabled);
    }

    private static int InputBitsOf(ulong tsz) => 64 - Math.Clamp((int)tsz, 16, 39);
}
