using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The instruction syndrome (ISV, SAS, SSE, SRT, SF, AR) of a stage 2 data abort.</summary>
/// <remarks>
/// Arm ARM, D24.2 ESR_EL2, "ISS encoding for an exception from a Data Abort", field ISV: loads and stores of one general-purpose
/// register, acquire and release among them, without writeback, and neither exclusive nor atomic.
/// </remarks>
internal static class LoadStoreSyndrome
{
    /// <summary>Describes a load or store.</summary>
    /// <param name="word">The instruction.</param>
    /// <param name="iss">ISS bits 24:14, with ISV set.</param>
    /// <returns>False where there is no valid syndrome.</returns>
    public static bool TryGet(uint word, out ulong iss)
    {
        iss = 0;
        Instruction i = Decoder.Decode(word);
        bool unscaled = i.Op is >= A64Op.STLURB and <= A64Op.LDAPURSW;
        bool ordered = unscaled || i.Op is (>= A64Op.STLLRB and <= A64Op.LDAR) or (>= A64Op.LDAPRB and <= A64Op.LDAPR);
        bool literal = i.Op is A64Op.LDR_lit or A64Op.LDRSW_lit;
        bool plain = i.Op is (>= A64Op.STURB and <= A64Op.LDURSW) or (>= A64Op.STTRB and <= A64Op.LDRSW_reg)
            or (>= A64Op.STRB_imm_off and <= A64Op.LDRSW_imm_off);
        bool authenticated = i.Op is A64Op.LDRAA_off or A64Op.LDRAB_off;
        if (!ordered && !literal && !plain && !authenticated)
            return false;
        bool signed = literal ? i.Op == A64Op.LDRSW_lit : (plain || unscaled) && (word >> 23 & 1) != 0;
        int size = i.Op == A64Op.LDRSW_lit ? 2 : i.AccessSizeLog2;
        iss = ESR_ELx.SAS.Set(ESR_ELx.ISV, (ulong)size);
        iss = ESR_ELx.SRT.Set(iss, (ulong)i.Rt);
        iss |= (signed ? ESR_ELx.SSE : 0) | (i.Is64Bit ? ESR_ELx.SF : 0) | (ordered ? ESR_ELx.AR : 0);
        return true;
    }
}
