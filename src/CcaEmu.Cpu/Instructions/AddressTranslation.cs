using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Instructions;

/// <summary>AT: translates an address and tells the result in PAR_EL1.</summary>
/// <remarks>Arm ARM, C5.4; J1.1 shared pseudocode AArch64.AT and AArch64.EncodePAR. Bits that are UNKNOWN there are zero, but NS and NSE of
/// an output in the Non-secure or Realm space, which tell the space in every regime.</remarks>
internal static unsafe class AddressTranslation
{
    /// <summary>Translates and writes PAR_EL1.</summary>
    /// <returns>False when the fault is of the kind that is taken instead of being reported.</returns>
    public static bool Execute(ProcessingElement pe, PeState* s, DecodedOp* op, SystemInstruction instruction, ulong va)
    {
        bool reserved = new ScrEl3(pe.Raw(SystemRegister.SCR_EL3)).IsReservedState;
        if (pe.CurrentLevel == ExceptionLevel.EL3 && reserved && instruction.Level != ExceptionLevel.EL3)
        {
            Exceptions.Undefined(pe, s, op);
            return false;
        }
        TranslationSpace space = pe.SpaceOf(RegimeFor(pe, instruction));
        AccessKind access = instruction.Access | AccessKind.Maintenance | AccessKind.NoUpdate;
        if (pe.TryTranslate(space, PrivilegeFor(pe, instruction, space), va, access, true, instruction.BothStages, out Translation t, out FaultRecord fault))
        {
            pe[SystemRegister.PAR_EL1] = Success(pe, space, t);
            return true;
        }
        if (IsTaken(pe, instruction, fault))
            return pe.TakeDataAbort(s, op, fault);
        pe[SystemRegister.PAR_EL1] = Failure(fault);
        return true;
    }

    // AT S12 is about EL1&0 whatever the host is; AT S1E1 and S1E0 follow EL0 into the host's regime.
    private static Regime RegimeFor(ProcessingElement pe, SystemInstruction instruction) => instruction.Level switch
    {
        _ when instruction.BothStages => Regime.EL10,
        ExceptionLevel.EL1 or ExceptionLevel.EL0 => pe.RegimeOf(ExceptionLevel.EL0),
        _ => pe.RegimeOf(instruction.Level),
    };

    private static int PrivilegeFor(ProcessingElement pe, SystemInstruction instruction, TranslationSpace space)
    {
        if (instruction.Level == ExceptionLevel.EL0)
            return TranslationSpace.User;
        return instruction.ObeysPan ? pe.PrivilegeOf(space) : TranslationSpace.Privileged;
    }

    private static bool IsTaken(ProcessingElement pe, SystemInstruction instruction, in FaultRecord fault)
    {
        bool fromEl1 = pe.CurrentLevel == ExceptionLevel.EL1;
        if (fault.Kind == FaultKind.ExternalAbort || (fromEl1 && fault.S1PTW))
            return true;
        if (fault.Kind != FaultKind.GranuleProtection)
            return false;
        bool external = fault.Gpc.Kind == GpcFaultKind.ExternalAbort;
        bool hypervisorTakesIt = fromEl1 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.GPF) != 0;
        return external || MemoryFaults.IsReportedAsGpcException(pe, fault) || (hypervisorTakesIt && !instruction.BothStages);
    }

    // NSE and NS together name the output's address space.
    private static ulong Success(ProcessingElement pe, TranslationSpace space, in Translation t)
    {
        bool stage2Cacheable = (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.CD) == 0;
        bool stage1Cacheable = space.DataCacheEnabled || !space.Stage1Enabled;
        MemoryAttributes attributes = MemoryAttributes.Of(t, stage1Cacheable, stage2Cacheable);
        ulong par = t.Pa.Value & PAR_EL1.PA.Mask;
        par = PAR_EL1.ATTR.Set(par, attributes.Mair);
        par = PAR_EL1.SH.Set(par, (ulong)attributes.Shareability);
        return par | (((int)t.Pa.Pas & 1) != 0 ? PAR_EL1.NS : 0) | (((int)t.Pa.Pas & 2) != 0 ? PAR_EL1.NSE : 0);
    }

    private static ulong Failure(in FaultRecord fault) =>
        PAR_EL1.FST.Set(PAR_EL1.F | 1UL << 11, (ulong)fault.StatusCode)
        | (fault.S1PTW ? PAR_EL1.PTW : 0) | (fault.Stage == 2 || fault.S1PTW ? PAR_EL1.S : 0);
}
