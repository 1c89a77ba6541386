using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Gic;

/// <content>The ICH_* registers.</content>
internal sealed partial class VirtualCpuInterface
{
    private const ulong VMCR_VENG0 = 1 << 0, VMCR_VENG1 = 1 << 1, VMCR_VFIQEn = 1 << 3, VMCR_VCBPR = 1 << 4, VMCR_VEOIM = 1 << 9;

    // nV4, TDS, A3V; no SEIS; 16 bits of number.
    private const ulong VTR = (GicConfiguration.ListRegisters - 1) | ICH_VTR_EL2.nV4 | ICH_VTR_EL2.TDS | ICH_VTR_EL2.A3V
        | (ulong)(GicConfiguration.PriorityBits - 1) << 26 | (ulong)(GicConfiguration.PriorityBits - 1) << 29;

    public ulong ReadControl(R register) => register switch
    {
        >= R.ICH_LR0_EL2 and <= R.ICH_LR15_EL2 => _list[register - R.ICH_LR0_EL2].Value,
        R.ICH_HCR_EL2 => _control,
        R.ICH_VTR_EL2 => VTR,
        R.ICH_MISR_EL2 => MaintenanceStatus,
        R.ICH_EISR_EL2 => Ended,
        R.ICH_ELRSR_EL2 => Empty,
        R.ICH_VMCR_EL2 => MachineControl,
        R.ICH_AP0R0_EL2 => _active[0],
        R.ICH_AP1R0_EL2 => _active[1],
        _ => 0,
    };

    public void ReadListRegisters(Span<ulong> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = _list[i].Value;
    }

    public void WriteControl(R register, ulong value)
    {
        switch (register)
        {
            case >= R.ICH_LR0_EL2 and <= R.ICH_LR15_EL2: _list[register - R.ICH_LR0_EL2] = ListRegister.OfWritten(value); break;
            case R.ICH_HCR_EL2: _control = value; break;
            case R.ICH_VMCR_EL2: WriteMachineControl(value); break;
            case R.ICH_AP0R0_EL2: _active[0] = (uint)value; break;
            case R.ICH_AP1R0_EL2: _active[1] = (uint)value; break;
        }
        // A switch of guests writes all of them with the interface off: then nothing can change outside.
        if (IsOn || register == R.ICH_HCR_EL2)
            Update();
    }

    private ulong Ended
    {
        get
        {
            ulong ended = 0;
            for (int i = 0; i < _list.Length; i++)
                ended |= _list[i].IsEnded ? 1UL << i : 0;
            return ended;
        }
    }

    private ulong Empty
    {
        get
        {
            ulong empty = 0;
            for (int i = 0; i < _list.Length; i++)
                empty |= _list[i].IsEmpty ? 1UL << i : 0;
            return empty;
        }
    }

    private ulong MaintenanceStatus
    {
        get
        {
            int valid = 0;
            bool pending = false;
            foreach (ListRegister one in _list)
            {
                valid += one.State != 0 ? 1 : 0;
                pending |= one.IsPending;
            }
            ulong status = Ended != 0 ? ICH_MISR_EL2.EOI : 0;
            status |= Enables(ICH_HCR_EL2.UIE) && valid < 2 ? ICH_MISR_EL2.U : 0;
            status |= Enables(ICH_HCR_EL2.LRENPIE) && ICH_HCR_EL2.EOIcount.Get(_control) != 0 ? ICH_MISR_EL2.LRENP : 0;
            status |= Enables(ICH_HCR_EL2.NPIE) && !pending ? ICH_MISR_EL2.NP : 0;
            status |= Enables(ICH_HCR_EL2.VGrp0EIE) && _enabled[0] ? ICH_MISR_EL2.VGrp0E : 0;
            status |= Enables(ICH_HCR_EL2.VGrp0DIE) && !_enabled[0] ? ICH_MISR_EL2.VGrp0D : 0;
            status |= Enables(ICH_HCR_EL2.VGrp1EIE) && _enabled[1] ? ICH_MISR_EL2.VGrp1E : 0;
            status |= Enables(ICH_HCR_EL2.VGrp1DIE) && !_enabled[1] ? ICH_MISR_EL2.VGrp1D : 0;
            return status;
        }
    }

    private bool Enables(ulong bit) => (_control & bit) != 0;

    private ulong MachineControl => (_enabled[0] ? VMCR_VENG0 : 0) | (_enabled[1] ? VMCR_VENG1 : 0) | VMCR_VFIQEn
        | (_commonBinaryPoint ? VMCR_VCBPR : 0) | (_eoiMode ? VMCR_VEOIM : 0)
        | (ulong)_binaryPoint[1] << 18 | (ulong)_binaryPoint[0] << 21 | (ulong)_priorityMask << 24;

    private void WriteMachineControl(ulong value)
    {
        _enabled[0] = (value & VMCR_VENG0) != 0;
        _enabled[1] = (value & VMCR_VENG1) != 0;
        _commonBinaryPoint = (value & VMCR_VCBPR) != 0;
        _eoiMode = (value & VMCR_VEOIM) != 0;
        WriteBinaryPoint(1, value >> 18);
        WriteBinaryPoint(0, value >> 21);
        _priorityMask = (byte)(value >> 24 & GicConfiguration.PriorityMask);
    }

    private void WriteBinaryPoint(int group, ulong value) =>
        _binaryPoint[group] = (byte)Math.Max((int)(value & 7), GicConfiguration.LowestBinaryPoint + group);
}
