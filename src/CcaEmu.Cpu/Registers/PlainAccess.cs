using System.Runtime.CompilerServices;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which accesses by MRS and MSR are nothing but a load or store of the register file once they are allowed.</summary>
/// <remarks>
/// Whether such an access is allowed, and which register its name reaches, follows from the level and from control registers alone. An
/// operation remembers the <see cref="PeState.AccessKey"/> under which it was allowed, and asks again under any other key: writing a
/// register that <see cref="Gates"/> names makes a new key.
/// </remarks>
internal static class PlainAccess
{
    private static readonly bool[] GatesOthers = Index();

    /// <summary>Whether what other registers' accesses come to may depend on a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Gates(R register) => GatesOthers[(int)register];

    /// <summary>Whether reading a register is a load of the file.</summary>
    /// <param name="register">The register that the name reaches.</param>
    /// <param name="trait">Its trait.</param>
    public static bool Reads(R register, in RegisterTrait trait) => !trait.Computed && register is
        (>= R.SCTLR_EL1 and <= R.SCR_EL3) or (>= R.HSTR_EL2 and <= R.PAR_EL1) or (>= R.ESR_EL1 and <= R.VBAR_EL3)
        or (>= R.TPIDR_EL0 and <= R.TPIDR_EL3) or (>= R.SCXTNUM_EL0 and <= R.SCXTNUM_EL3);

    /// <summary>Whether writing a register is a store to the file that nobody hears of.</summary>
    /// <param name="register">The register that the name reaches.</param>
    /// <param name="trait">Its trait.</param>
    public static bool Writes(R register, in RegisterTrait trait) => !trait.Computed && !trait.Translates && !trait.HasHostLayout
        && trait.Effect == WriteEffect.Replace && !Gates(register) && register is
        (>= R.ESR_EL1 and <= R.VBAR_EL3)
        or (>= R.TPIDR_EL0 and <= R.TPIDR_EL3) or (>= R.SCXTNUM_EL0 and <= R.SCXTNUM_EL3);

    private static bool[] Index()
    {
        var gates = new bool[SystemRegisterTable.Count];
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
        {
            foreach (TrapRule rule in RegisterTraps.Of(info.Register))
                gates[(int)rule.Control] = true;
            // What traps SIMD&FP is remembered under the same key.
            gates[(int)info.Register] |= FpAccess.DependsOn(info.Register);
        }
        // Security state, EL2 enabled, host or not: they bear on every rule and on what a name reaches.
        gates[(int)R.SCR_EL3] = gates[(int)R.HCR_EL2] = gates[(int)R.HCRX_EL2] = true;
        return gates;
    }
}
