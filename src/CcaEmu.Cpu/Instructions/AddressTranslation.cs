using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Instructions;

/// <summary>AT: translates an address and tells the result in PAR_EL1.</summary>
/// <remarks>Arm ARM, C5.4; J1.1 shared pseudocode AArch64.AT and AArch64.EncodePAR. Bits that are UNKNOWN there are zero, but NS, which tells
/// an output in the Non-secure space in every regime.</remarks>
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
        if (!TryTell(pe, instruction, va, out ulong par, out FaultRecord fault))
            return pe.TakeDataAbort(s, op, fault);
        pe[SystemRegister.PAR_EL1] = par;
        return true;
    }

    /// <summary>Translates and encodes the result.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="instruction">The AT instruction.</param>
    /// <param name="va">Its operand.</param>
    /// <param name="par">PAR_EL1.</param>
    /// <param name="fault">The fault, where it is taken instead.</param>
    /// <returns>Whether there is a result for PAR_EL1.</returns>
    internal static bool TryTell(ProcessingElement pe, SystemInstruction instruction, ulong va, out ulong par, out FaultRecord fault)
    {
        TranslationSpace space = pe.SpaceOf(RegimeFor(pe, instruction));
        AccessKind access = instruction.Access | AccessKind.Maintenance | AccessKind.NoUpdate;
        int privilege = PrivilegeFor(pe, instruction, space);
        // The walk's fetches are those of the state translated for: GPI NonSecureOnly tells them from EL3's own.
        SecurityState own = pe.Physical.State;
        pe.Physical.State = space.Controls.State;
        bool ok = pe.TryTranslate(space, privilege, va, access, true, instruction.BothStages, out Translation t, out fault);
        pe.Physical.State = own;
        par = ok ? Success(pe, space, t) : Failure(fault);
        return ok || !IsTaken(pe, instruction, fault);
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

    // At EL3, NSE and NS together name the output's address space; below it, NS says whether it is another than the state's own.
    private static ulong Success(ProcessingElement pe, TranslationSpace space, in Translation t)
    {
        MemoryAttributes attributes = AttributesOf(pe, space, t);
        ulong par = t.Pa.Value & PAR_EL1.PA.Mask;
        par = PAR_EL1.ATTR.Set(par, attributes.Attr);
        par = PAR_EL1.SH.Set(par, (ulong)attributes.Shareability);
        if (space.Regime == Regime.EL3)
            return par | (((int)t.Pa.Pas & 1) != 0 ? PAR_EL1.NS : 0) | (((int)t.Pa.Pas & 2) != 0 ? PAR_EL1.NSE : 0);
        return t.Pa.Pas == Pas.NonSecure ? par | PAR_EL1.NS : par;
    }

    /// <summary>The attributes of a data access.</summary>
    internal static MemoryAttributes AttributesOf(ProcessingElement pe, TranslationSpace space, in Translation t)
    {
        bool stage2Cacheable = (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.CD) == 0;
        bool stage1Cacheable = space.DataCacheEnabled || !space.Stage1Enabled;
        return MemoryAttributes.Of(t, stage1Cacheable, stage2Cacheable, pe.Features.Has(Feature.FEAT_XS));
    }

    private static ulong Failure(in FaultRecord fault) =>
        PAR_EL1.FST.Set(PAR_EL1.F | 1UL << 11, (ulong)fault.StatusCode)
        | (fault.S1PTW ? PAR_EL1.PTW : 0) | (fault.Stage == 2 || fault.S1PTW ? PAR_EL1.S : 0);
}
