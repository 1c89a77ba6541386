using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>AT: translates an address and tells the result in PAR_EL1.</summary>
/// <remarks>Arm ARM, C5.4; J1.1 shared pseudocode AArch64.AT and AArch64.EncodePAR.</remarks>
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
        var fault = new FaultRecord { Va = va, Access = instruction.Access | AccessKind.Maintenance };
        Translation t = default;
        if (Translate(pe, instruction, va, ref t, ref fault))
        {
            pe[SystemRegister.PAR_EL1] = Success(t);
            return true;
        }
        if (IsTaken(pe, instruction, fault))
            return pe.TakeDataAbort(s, op, fault);
        pe[SystemRegister.PAR_EL1] = Failure(fault);
        return true;
    }

    private static bool Translate(ProcessingElement pe, SystemInstruction instruction, ulong va, ref Translation t, ref FaultRecord fault)
    {
        ExceptionLevel level = instruction.Level;
        t.BlockBits = PeFeatures.PhysicalAddressBits;
        if (!Stage1Walker.TryTranslate(pe, va, level, ref t, ref fault))
            return false;
        if ((instruction.Access & ~t.Allowed) != 0)
            return Walker.Fail(ref fault, FaultKind.Permission, 1, t.Stage1Level);
        return !instruction.BothStages || !TranslationRegime.Stage2Enabled(pe, level)
            || Stage2Walker.TryTranslate(pe, t.Ipa, instruction.Access, level == ExceptionLevel.EL1, aligned: true, ref t, ref fault);
    }

    private static bool IsTaken(ProcessingElement pe, SystemInstruction instruction, in FaultRecord fault)
    {
        bool fromEl1 = pe.CurrentLevel == ExceptionLevel.EL1;
        if (fault.Kind == FaultKind.ExternalAbort || (fromEl1 && fault.S1PTW))
            return true;
        if (fault.Kind != FaultKind.GranuleProtection)
            return false;
        bool hypervisorTakesIt = fromEl1 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.GPF) != 0;
        return MemoryFaults.IsReportedAsGpcException(pe, fault) || (hypervisorTakesIt && !instruction.BothStages);
    }

    // NSE and NS together name the output's address space.
    private static ulong Success(in Translation t)
    {
        bool normal = !t.Device;
        ulong attributes = normal == !t.Stage1Device ? t.Attributes : normal ? 0xFFUL : 0;
        ulong par = t.Pa.Value & PAR_EL1.PA.Mask;
        par = PAR_EL1.ATTR.Set(par, attributes);
        par = PAR_EL1.SH.Set(par, (ulong)(normal ? t.Shareability : Shareability.OuterShareable));
        return par | (((int)t.Pa.Pas & 1) != 0 ? PAR_EL1.NS : 0) | (((int)t.Pa.Pas & 2) != 0 ? PAR_EL1.NSE : 0);
    }

    private static ulong Failure(in FaultRecord fault) =>
        PAR_EL1.FST.Set(PAR_EL1.F | 1UL << 11, (ulong)fault.StatusCode)
        | (fault.S1PTW ? PAR_EL1.PTW : 0) | (fault.Stage == 2 ? PAR_EL1.S : 0);
}
