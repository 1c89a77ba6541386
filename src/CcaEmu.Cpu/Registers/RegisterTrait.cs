using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>How a PE keeps a register: what the table says of it, laid out for the world switch, which reads and writes dozens.</summary>
/// <param name="Storage">Index in the register file; another register's for an alias.</param>
/// <param name="Computed">Reading or writing it does more than touch the file.</param>
/// <param name="Translates">Writing it may change translation, or whether SIMD&amp;FP instructions are trapped.</param>
/// <param name="WriteMask">Bits that software can change.</param>
/// <param name="FixedOnes">Bits that read as one.</param>
/// <param name="HasHostLayout">While HCR_EL2.E2H is 1 the bits are those of <paramref name="HostWriteMask"/> and <paramref name="HostFixedOnes"/>.</param>
/// <param name="HostWriteMask">Bits that software can change while HCR_EL2.E2H is 1.</param>
/// <param name="HostFixedOnes">Bits that read as one while HCR_EL2.E2H is 1.</param>
/// <param name="Effect">What a write does with the stored value.</param>
/// <param name="Times">Writing it may change a timer's output.</param>
internal readonly record struct RegisterTrait(
    ushort Storage, bool Computed, bool Translates, ulong WriteMask, ulong FixedOnes, bool HasHostLayout, ulong HostWriteMask, ulong HostFixedOnes,
    WriteEffect Effect, bool Times)
{
    /// <summary>The traits of all registers on a PE with some features, by <see cref="R"/>.</summary>
    public static RegisterTrait[] Build(PeFeatures features)
    {
        var traits = new RegisterTrait[SystemRegisterTable.Count];
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
        {
            R storage = info.AliasOf == R.None ? info.Storage : info.AliasOf;
            SystemRegisterInfo line = info.AliasOf == R.None ? info : SystemRegisterTable.Get(info.AliasOf);
            RegisterLayout host = line.HostLayout ?? line.Layout;
            traits[(int)info.Register] = new RegisterTrait(
                (ushort)storage, IsComputed(storage), TranslationRegime.DependsOn(storage) || FpAccess.DependsOn(storage),
                line.Layout.WriteMask(features.Has), OnesOf(line, features), line.HostLayout is not null,
                host.WriteMask(features.Has), host.FixedOnes(features.Has), info.Effect, TimerRegisters.DrivesOutput(storage));
        }
        return traits;
    }

    // What the features do not say: an IMPLEMENTATION DEFINED field.
    private static ulong OnesOf(SystemRegisterInfo line, PeFeatures features) =>
        line.Layout.FixedOnes(features.Has) | (line.Register == R.GPCCR_EL3 ? features.L0GPTSZ : 0);

    private static bool IsComputed(R register) => register is R.GPCCR_EL3 or R.GPTBR_EL3 or R.SP_EL0 or R.SP_EL1 or R.SP_EL2 or R.NZCV or R.DAIF
        or R.CurrentEL or R.SPSel or R.ISR_EL1 or R.PAN or R.UAO or R.DIT or R.SSBS or R.FPCR or R.FPSR
        || TimerRegisters.IsComputed(register) || CpuInterfaceRegisters.Contains(register);
}
