using CcaEmu.Arm;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// How a fault is reported: AArch64.Abort, AArch64.DataAbort, AArch64.InstructionAbort, AArch64.FaultSyndrome and TakeGPCException of the
/// Arm ARM's J1.1.
/// </summary>
/// <param name="Target">Level the exception is taken to.</param>
/// <param name="Esr">ESR_ELx of that level.</param>
/// <param name="Hpfar">HPFAR_EL2, or null where the exception does not write it or leaves it UNKNOWN.</param>
/// <param name="Mfar">MFAR_EL3, or null likewise.</param>
internal readonly record struct ReferenceSyndrome(ExceptionLevel Target, ulong Esr, ulong? Hpfar, ulong? Mfar)
{
    /// <param name="pe">In the state that the access is made from.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="fetch">Whether it is an instruction fetch.</param>
    /// <param name="maintenance">Whether it is an address translation or cache maintenance instruction: CM and WnR are set.</param>
    /// <param name="instruction">LSInstructionSyndrome: ISS bits 24 to 14 of the load or store; 0 where it has none.</param>
    public static ReferenceSyndrome Of(ProcessingElement pe, in ReferenceFault fault, bool fetch, ulong instruction, bool maintenance = false)
    {
        bool ns = pe.SecurityState == SecurityState.Secure && fault.IPASpace == Pas.NonSecure;
        ulong? hpfar = fault.IPAValid ? fault.IPAddress >> 12 << 4 | (ns ? 1UL << 63 : 0) : null;
        ulong iss = FaultStatusCode(fault) | (fault.S2FS1Walk ? 1UL << 7 : 0) | (!fetch && (maintenance || fault.Write) ? 1UL << 6 : 0) | (maintenance ? 1UL << 8 : 0);
        if (fault.Gpf != GpcFaultKind.None && ReportAsGpcException(pe, fault))
        {
            iss |= (fault.GpcfS2Walk ? 1UL << 21 : 0) | (fetch ? 1UL << 20 : 0) | GpcStatusCode(fault) << 14;
            int pas = (int)fault.PAddress.Pas;
            ulong mfar = (fault.PAddress.Value & 0x000F_FFFF_FFFF_F000) | (ulong)(pas & 1) << 63 | (ulong)(pas >> 1) << 62;
            return new ReferenceSyndrome(ExceptionLevel.EL3, 0x1EUL << 26 | 1UL << 25 | iss, hpfar, mfar);
        }
        ExceptionLevel target = TargetOf(pe, fault);
        if (!fetch && fault.SecondStage && !fault.S2FS1Walk && target == ExceptionLevel.EL2)
            iss |= instruction;
        ulong ec = (fetch ? 0x20UL : 0x24UL) + (target == pe.CurrentLevel ? 1UL : 0);
        return new ReferenceSyndrome(target, ec << 26 | 1UL << 25 | iss, hpfar, null);
    }

    /// <summary>Whether AArch64.AT takes the fault instead of telling it.</summary>
    public static bool IsTakenByAt(ProcessingElement pe, in ReferenceFault fault, ReferenceRegime regime, bool bothStages)
    {
        if (fault.Status == ReferenceStatus.None)
            return false;
        bool el1 = pe.CurrentLevel == ExceptionLevel.EL1;
        bool toEl2 = el1 && ReferenceWalker.IsEL2Enabled(pe) && (pe[R.HCR_EL2] >> 48 & 1) != 0 && regime == ReferenceRegime.EL10 && !bothStages;
        return fault.IsExternalAbort || (el1 && fault.S2FS1Walk) || (fault.Gpf != GpcFaultKind.None && (ReportAsGpcException(pe, fault) || toEl2));
    }

    /// <summary>AArch64.EncodePAR, and the bits that it does not leave UNKNOWN or IMPLEMENTATION DEFINED.</summary>
    public static (ulong Value, ulong Mask) Par(
        in ReferenceFault fault, in ReferenceOutput output, ReferenceRegime regime, SecurityState state, bool bothStages)
    {
        const ulong NS = 1UL << 9, NSE = 1UL << 11;
        if (fault.Status != ReferenceStatus.None)
        {
            ulong failed = 1 | FaultStatusCode(fault) << 1 | (fault.S2FS1Walk ? 1UL << 8 : 0) | (fault.SecondStage ? 1UL << 9 : 0) | 1UL << 11;
            return (failed, 0x0000_FFFF_FFFF_FFFF);
        }
        ulong known = regime == ReferenceRegime.EL3 ? NS | NSE
            : state == SecurityState.Secure || (state == SecurityState.Realm && !(regime == ReferenceRegime.EL10 && !bothStages)) ? NS : 0;
        ulong ns = regime == ReferenceRegime.EL3
            ? ((int)output.Address.Pas & 1) != 0 ? NS : 0
            : state == SecurityState.Secure ? output.Address.Pas == Pas.Secure ? 0 : NS : output.Address.Pas == Pas.Realm ? 0 : NS;
        ulong nse = ((int)output.Address.Pas & 2) != 0 ? NSE : 0;
        ulong value = (output.Address.Value & 0x00FF_FFFF_FFFF_F000) | ns | nse | output.Attributes.Encode();
        return (value, 0xFFFF_FFFF_FFFF_F000 | 0x180 | 1 | known);
    }

    private static bool ReportAsGpcException(ProcessingElement pe, in ReferenceFault fault) =>
        fault.Gpf != GpcFaultKind.Protection || ((pe[R.SCR_EL3] >> 48 & 1) != 0 && pe.CurrentLevel != ExceptionLevel.EL3);

    private static ExceptionLevel TargetOf(ProcessingElement pe, in ReferenceFault fault)
    {
        ulong hcr = pe[R.HCR_EL2], scr = pe[R.SCR_EL3];
        bool lower = pe.CurrentLevel < ExceptionLevel.EL2 && ReferenceWalker.IsEL2Enabled(pe), tge = (hcr >> 27 & 1) != 0;
        if (fault.IsExternalAbort)
        {
            if ((scr >> 3 & 1) != 0 || pe.CurrentLevel == ExceptionLevel.EL3)
                return ExceptionLevel.EL3;
            if (lower && ((hcr >> 37 & 1) != 0 || fault.SecondStage || (pe.CurrentLevel == ExceptionLevel.EL0 && tge)))
                return ExceptionLevel.EL2;
            return pe.CurrentLevel == ExceptionLevel.EL2 ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
        }
        bool routeToEl2 = lower && (tge || (fault.Gpf != GpcFaultKind.None && (hcr >> 48 & 1) != 0) || fault.SecondStage);
        if (pe.CurrentLevel == ExceptionLevel.EL3)
            return ExceptionLevel.EL3;
        return pe.CurrentLevel == ExceptionLevel.EL2 || routeToEl2 ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
    }

    private static ulong FaultStatusCode(in ReferenceFault fault) => fault.Status switch
    {
        ReferenceStatus.Alignment => 0b100001,
        ReferenceStatus.AddressSize when fault.Level == -1 => 0b101001,
        ReferenceStatus.Translation when fault.Level == -1 => 0b101011,
        ReferenceStatus.SyncExternalOnWalk when fault.Level == -1 => 0b010011,
        ReferenceStatus.GpcfOnWalk when fault.Level == -1 => 0b100011,
        ReferenceStatus.AddressSize => 0b000000 | (uint)fault.Level,
        ReferenceStatus.Translation => 0b000100 | (uint)fault.Level,
        ReferenceStatus.AccessFlag => 0b001000 | (uint)fault.Level,
        ReferenceStatus.Permission => 0b001100 | (uint)fault.Level,
        ReferenceStatus.SyncExternalOnWalk => 0b010100 | (uint)fault.Level,
        ReferenceStatus.GpcfOnWalk => 0b100100 | (uint)fault.Level,
        _ => 0b101000,
    };

    private static ulong GpcStatusCode(in ReferenceFault fault) => (uint)fault.GpcLevel | fault.Gpf switch
    {
        GpcFaultKind.AddressSize => 0b000000,
        GpcFaultKind.Walk => 0b000100,
        GpcFaultKind.ExternalAbort => 0b010100,
        _ => 0b001100UL,
    };
}
