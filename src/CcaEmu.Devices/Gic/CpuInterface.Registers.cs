using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Gic;

/// <content>The ICC_* registers.</content>
internal sealed partial class CpuInterface
{
    private const ulong CTLR_CBPR = 1 << 0, CTLR_EOImode = 1 << 1, CTLR_A3V = 1 << 15;
    private const ulong CTLR_EL3_CBPR_EL1S = 1 << 0, CTLR_EL3_CBPR_EL1NS = 1 << 1, CTLR_EL3_EOImode_EL3 = 1 << 2;
    private const ulong CTLR_EL3_EOImode_EL1S = 1 << 3, CTLR_EL3_EOImode_EL1NS = 1 << 4;
    private const ulong PriorityBitsField = (ulong)(GicConfiguration.PriorityBits - 1) << 8;
    private const ulong IGRPEN1_EL3_NonSecure = 1 << 0, IGRPEN1_EL3_Secure = 1 << 1;

    // Priorities that the Non-secure state can have: 0x80 and lower ones.
    private const uint NonSecurePriorities = 0xFFFF_0000;

    /// <summary>Reads a register; those of the virtual interface are not here.</summary>
    public ulong Read(R register, in CpuInterfaceView view)
    {
        InterruptGroup group1 = Group1Of(view);
        switch (register)
        {
            case R.ICC_SRE_EL1: return 0x7;
            case R.ICC_SRE_EL2 or R.ICC_SRE_EL3: return 0xF;
            case R.ICC_PMR_EL1: return Shown(_priorityMask, view);
            case R.ICC_RPR_EL1: return Shown(RunningPriority, view);
            case R.ICC_IAR0_EL1: return Acknowledge(group1: false, view);
            case R.ICC_IAR1_EL1: return Acknowledge(group1: true, view);
            case R.ICC_HPPIR0_EL1: return HighestGroup0(view);
            case R.ICC_HPPIR1_EL1: return HighestGroup1(view);
            case R.ICC_BPR0_EL1: return _binaryPoint[0];
            case R.ICC_BPR1_EL1: return ReadBinaryPoint1(group1, view);
            case R.ICC_AP0R0_EL1: return _active[0];
            case R.ICC_AP1R0_EL1: return _active[(int)group1];
            case R.ICC_CTLR_EL1: return ReadControl(group1);
            case R.ICC_CTLR_EL3: return ReadControlEl3();
            case R.ICC_IGRPEN0_EL1: return _enabled[0] ? 1UL : 0;
            case R.ICC_IGRPEN1_EL1: return _enabled[(int)group1] ? 1UL : 0;
            case R.ICC_IGRPEN1_EL3: return (_enabled[2] ? IGRPEN1_EL3_NonSecure : 0) | (_enabled[1] ? IGRPEN1_EL3_Secure : 0);
            default: return 0; // write-only
        }
    }

    /// <summary>Writes a register; those of the virtual interface are not here.</summary>
    public void Write(R register, ulong value, in CpuInterfaceView view)
    {
        InterruptGroup group1 = Group1Of(view);
        switch (register)
        {
            case R.ICC_PMR_EL1: WriteMask((byte)value, view); break;
            case R.ICC_EOIR0_EL1: End(group1: false, (uint)value, view); break;
            case R.ICC_EOIR1_EL1: End(group1: true, (uint)value, view); break;
            case R.ICC_DIR_EL1: Deactivate((uint)value, view); break;
            case R.ICC_BPR0_EL1: WriteBinaryPoint(InterruptGroup.Group0, value); break;
            case R.ICC_BPR1_EL1: WriteBinaryPoint1(group1, value, view); break;
            case R.ICC_AP0R0_EL1 when view.IsSecure || SingleState: _active[0] = (uint)value; break;
            case R.ICC_AP1R0_EL1: _active[(int)group1] = (uint)value & (view.IsSecure || SingleState ? uint.MaxValue : NonSecurePriorities); break;
            case R.ICC_CTLR_EL1: WriteControl(group1, value); break;
            case R.ICC_CTLR_EL3: WriteControlEl3(value); break;
            case R.ICC_IGRPEN0_EL1: _enabled[0] = (value & 1) != 0; break;
            case R.ICC_IGRPEN1_EL1: _enabled[(int)group1] = (value & 1) != 0; break;
            case R.ICC_IGRPEN1_EL3: _enabled[2] = (value & IGRPEN1_EL3_NonSecure) != 0; _enabled[1] = (value & IGRPEN1_EL3_Secure) != 0; break;
            case R.ICC_SGI0R_EL1: gic.Generate(pe, SgiRequest.Of(value, view.IsSecure, InterruptGroup.Group0)); break;
            case R.ICC_SGI1R_EL1: gic.Generate(pe, SgiRequest.Of(value, view.IsSecure, view.IsSecure ? InterruptGroup.Group1Secure : InterruptGroup.Group1NonSecure)); break;
            case R.ICC_ASGI1R_EL1: gic.Generate(pe, SgiRequest.Of(value, view.IsSecure, view.IsSecure ? InterruptGroup.Group1NonSecure : InterruptGroup.Group1Secure)); break;
        }
        Evaluate();
    }

    private static InterruptGroup Group1Of(in CpuInterfaceView view) => view.IsSecureBank ? InterruptGroup.Group1Secure : InterruptGroup.Group1NonSecure;

    // A Non-secure access sees 0x80 to 0xFF as 0x00 to 0xFF, and nothing of what is above.
    private static ulong Shown(int priority, in CpuInterfaceView view)
    {
        if (!view.IsHalved || priority == ActivePriorities.Idle)
            return (ulong)priority;
        return priority < 0x80 ? 0 : (ulong)(priority << 1) & 0xFF;
    }

    private void WriteMask(byte value, in CpuInterfaceView view)
    {
        int mask = value;
        if (view.IsHalved)
        {
            if (_priorityMask < 0x80)
                return;
            mask = 0x80 | value >> 1;
        }
        _priorityMask = (byte)(mask & GicConfiguration.PriorityMask);
    }

    private ulong ReadBinaryPoint1(InterruptGroup group, in CpuInterfaceView view)
    {
        if (!view.IsEl3 && group == InterruptGroup.Group1Secure && _cbprSecure)
            return _binaryPoint[0];
        if (!view.IsEl3 && group == InterruptGroup.Group1NonSecure && _cbprNonSecure)
            return (ulong)Math.Min(_binaryPoint[0] + 1, 7);
        return _binaryPoint[(int)group];
    }

    private void WriteBinaryPoint1(InterruptGroup group, ulong value, in CpuInterfaceView view)
    {
        if (!view.IsEl3 && group == InterruptGroup.Group1Secure && _cbprSecure)
            WriteBinaryPoint(InterruptGroup.Group0, value);
        else if (view.IsEl3 || group != InterruptGroup.Group1NonSecure || !_cbprNonSecure)
            WriteBinaryPoint(group, value);
    }

    private void WriteBinaryPoint(InterruptGroup group, ulong value)
    {
        int lowest = GicConfiguration.LowestBinaryPoint + (group == InterruptGroup.Group1NonSecure ? 1 : 0);
        _binaryPoint[(int)group] = (byte)Math.Max((int)(value & 7), lowest);
    }

    private ulong ReadControl(InterruptGroup group1)
    {
        bool secure = group1 == InterruptGroup.Group1Secure;
        return CTLR_A3V | PriorityBitsField | ((secure ? _cbprSecure : _cbprNonSecure) ? CTLR_CBPR : 0)
            | ((secure ? _eoiModeSecure : _eoiModeNonSecure) ? CTLR_EOImode : 0);
    }

    // With two security states CBPR is EL3's to choose.
    private void WriteControl(InterruptGroup group1, ulong value)
    {
        bool secure = group1 == InterruptGroup.Group1Secure;
        ref bool eoiMode = ref secure ? ref _eoiModeSecure : ref _eoiModeNonSecure;
        ref bool cbpr = ref secure ? ref _cbprSecure : ref _cbprNonSecure;
        eoiMode = (value & CTLR_EOImode) != 0;
        if (SingleState)
            cbpr = (value & CTLR_CBPR) != 0;
    }

    private ulong ReadControlEl3() => CTLR_A3V | PriorityBitsField
        | (_cbprSecure ? CTLR_EL3_CBPR_EL1S : 0) | (_cbprNonSecure ? CTLR_EL3_CBPR_EL1NS : 0) | (_eoiModeEl3 ? CTLR_EL3_EOImode_EL3 : 0)
        | (_eoiModeSecure ? CTLR_EL3_EOImode_EL1S : 0) | (_eoiModeNonSecure ? CTLR_EL3_EOImode_EL1NS : 0);

    private void WriteControlEl3(ulong value)
    {
        _cbprSecure = (value & CTLR_EL3_CBPR_EL1S) != 0;
        _cbprNonSecure = (value & CTLR_EL3_CBPR_EL1NS) != 0;
        _eoiModeEl3 = (value & CTLR_EL3_EOImode_EL3) != 0;
        _eoiModeSecure = (value & CTLR_EL3_EOImode_EL1S) != 0;
        _eoiModeNonSecure = (value & CTLR_EL3_EOImode_EL1NS) != 0;
    }
}
