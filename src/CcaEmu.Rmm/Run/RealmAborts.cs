using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Run;

/// <summary>
/// Aborts of a Realm: an external abort for the Realm, or an exit that lets the host provide memory or emulate a device.
/// </summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm memory accesses", and the fields of section "REC exit".</remarks>
internal sealed class RealmAborts(RealmContext context)
{
    // HPFAR_EL2 names pages of 4 KiB, whatever the translation granule.
    private const ulong PageOffset = 0xFFF;

    // Arm ARM (DDI 0487), ESR_ELx, ISS encoding for an exception from a Data Abort: SET; 0 is UER, recoverable.
    private const ulong Uncontainable = 2, Restartable = 3;

    private const ulong NotEmulatable = ESR_ELx.FnV | ESR_ELx.EA;

    private static ulong NotEmulatableMask => NotEmulatable | ESR_ELx.EC.Mask | ESR_ELx.SET.Mask | ESR_ELx.FSC.Mask;

    private static ulong EmulatableMask => NotEmulatableMask | ESR_ELx.ISV | ESR_ELx.SAS.Mask | ESR_ELx.SF | ESR_ELx.WnR;

    private static ulong InstructionMask => ESR_ELx.EC.Mask | ESR_ELx.SET.Mask | ESR_ELx.EA | ESR_ELx.FSC.Mask;

    private ProcessingElement Pe => context.Pe;

    private ulong FaultAddress => Pe[SystemRegister.FAR_EL2];

    // HPFAR_EL2 holds the page; stage 1 does not change the offset in it.
    private ulong FaultIpa =>
        new HpfarEl2(Pe[SystemRegister.HPFAR_EL2]).Page.Value | (FaultAddress & PageOffset);

    /// <summary>A Data Abort.</summary>
    public RealmOutcome HandleData(EsrValue esr)
    {
        ulong ipa = FaultIpa;
        if (HandleProtected(esr, ipa, NotEmulatableMask) is { } outcome)
            return outcome;
        return esr.ISV ? Emulatable(esr, ipa) : Unprotected(esr, ipa);
    }

    /// <summary>An Instruction Abort.</summary>
    public RealmOutcome HandleInstruction(EsrValue esr)
    {
        if (HandleProtected(esr, FaultIpa, InstructionMask) is { } outcome)
            return outcome;
        // Never executable, whatever the host maps there.
        ExceptionInjection.ExternalAbort(Pe, esr, FaultAddress);
        return RealmOutcome.Resume;
    }

    // What data and instruction aborts have in common: all but an IPA in the unprotected half, for which there is no outcome here.
    private RealmOutcome? HandleProtected(EsrValue esr, ulong ipa, ulong mask)
    {
        if (!esr.FSC.IsTranslationTableFault())
            return ExternalAbort(esr);
        if (!context.Rd.Contains(ipa))
        {
            ExceptionInjection.AddressSize(Pe, esr, FaultAddress);
            return RealmOutcome.Resume;
        }
        return context.Rd.IsProtected(ipa) ? Protected(esr, ipa, mask) : null;
    }

    private RealmOutcome Protected(EsrValue esr, ulong ipa, ulong mask)
    {
        if (context.Walk(ipa).Ripas == Ripas.Empty)
        {
            ExceptionInjection.ExternalAbort(Pe, esr, FaultAddress);
            return RealmOutcome.Resume;
        }
        Begin(esr, ipa, mask);
        return RealmOutcome.Exit;
    }

    private RealmOutcome Unprotected(EsrValue esr, ulong ipa)
    {
        Begin(esr, ipa, NotEmulatableMask | ESR_ELx.IL);
        Remember(esr, RecAbort.Unprotected);
        return RealmOutcome.Exit;
    }

    private RealmOutcome Emulatable(EsrValue esr, ulong ipa)
    {
        Begin(esr, ipa, EmulatableMask).With(RmiRecRunLayout.ExitFar, ipa & (context.Rmm.GranuleBytes - 1));
        if (esr.WnR)
            context.Exit.WithGpr(0, context.Gpr(esr.SRT) & (ulong.MaxValue >> (64 - (8 << esr.SAS))));
        Remember(esr, RecAbort.Emulatable);
        return RealmOutcome.Exit;
    }

    // A real one, from where the host's memory should be. The host learns of it; the Realm, too, where its state is damaged.
    private RealmOutcome ExternalAbort(EsrValue esr)
    {
        ulong severity = ESR_ELx.SET.Get(esr.Value);
        if (severity == Uncontainable)
            return context.Abort($"an external abort that is not contained, ESR_EL2 0x{esr.Value:x}");
        context.Exit.Begin(RmiRecExitReason.Sync).With(RmiRecRunLayout.ExitEsr, esr.Value & NotEmulatableMask);
        if (severity != Restartable)
            ExceptionInjection.ExternalAbort(Pe, esr, FaultAddress);
        return RealmOutcome.Exit;
    }

    private RecExit Begin(EsrValue esr, ulong ipa, ulong mask) =>
        context.Exit.Begin(RmiRecExitReason.Sync)
            .With(RmiRecRunLayout.ExitEsr, esr.Value & mask)
            .With(RmiRecRunLayout.ExitHpfar, context.HpfarOf(ipa));

    private void Remember(EsrValue esr, RecAbort abort)
    {
        Rec rec = context.Rec;
        rec.AbortEsr = esr;
        rec.AbortFar = FaultAddress;
        context.Exit.Abort = abort;
    }
}
