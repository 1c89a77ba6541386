using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>A PE that stands where a REC would stand, to translate as it would: the machine's own PEs are left alone.</summary>
internal static class RealmViewpoint
{
    /// <summary>Makes one; the caller disposes of it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="realm">The Realm.</param>
    /// <param name="rec">Whose stage 1 counts; null for none, so that addresses are IPAs.</param>
    public static ProcessingElement Of(Machine.Machine machine, RealmView realm, RecView? rec)
    {
        var pe = new ProcessingElement(0, machine.Memory, machine.Options.Features, machine);
        pe.Reset();
        ProcessingElement own = machine.Pes[0];
        pe[SystemRegister.GPTBR_EL3] = own[SystemRegister.GPTBR_EL3];
        pe[SystemRegister.GPCCR_EL3] = own[SystemRegister.GPCCR_EL3];
        pe[SystemRegister.VTCR_EL2] = realm.Vtcr;
        pe[SystemRegister.VTTBR_EL2] = VTTBR_EL2.VMID.Set(realm.RttBase, realm.Vmid);
        pe[SystemRegister.HCR_EL2] = HCR_EL2.VM | HCR_EL2.RW | HCR_EL2.FWB | HCR_EL2.PTW;
        foreach ((SystemRegister register, ulong value) in rec?.Registers ?? new Dictionary<SystemRegister, ulong>())
            pe[register] = value;
        pe[SystemRegister.SCR_EL3] = SCR_EL3.RW | SCR_EL3.NS | SCR_EL3.NSE;
        pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, true, 0xF).Value;
        pe.ExceptionReturn();
        return pe;
    }
}
