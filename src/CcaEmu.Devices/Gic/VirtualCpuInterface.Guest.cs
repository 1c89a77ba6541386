using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Gic;

/// <content>The ICV_* registers, by the ICC_* names that EL1 reaches them by.</content>
internal sealed partial class VirtualCpuInterface
{
    private const ulong CTLR_CBPR = 1 << 0, CTLR_EOImode = 1 << 1, CTLR_A3V = 1 << 15;

    public ulong Read(R register) => register switch
    {
        R.ICC_PMR_EL1 => _priorityMask,
        R.ICC_RPR_EL1 => (ulong)RunningPriority,
        R.ICC_IAR0_EL1 => Acknowledge(0),
        R.ICC_IAR1_EL1 => Acknowledge(1),
        R.ICC_HPPIR0_EL1 => HighestPendingId(0),
        R.ICC_HPPIR1_EL1 => HighestPendingId(1),
        R.ICC_BPR0_EL1 => _binaryPoint[0],
        R.ICC_BPR1_EL1 => _commonBinaryPoint ? (ulong)Math.Min(_binaryPoint[0] + 1, 7) : _binaryPoint[1],
        R.ICC_AP0R0_EL1 => _active[0],
        R.ICC_AP1R0_EL1 => _active[1],
        R.ICC_IGRPEN0_EL1 => _enabled[0] ? 1UL : 0,
        R.ICC_IGRPEN1_EL1 => _enabled[1] ? 1UL : 0,
        R.ICC_CTLR_EL1 => CTLR_A3V | (ulong)(GicConfiguration.PriorityBits - 1) << 8 | (_commonBinaryPoint ? CTLR_CBPR : 0) | (_eoiMode ? CTLR_EOImode : 0),
        _ => 0,
    };

    public void Write(R register, ulong value)
    {
        switch (register)
        {
            case R.ICC_PMR_EL1: _priorityMask = (byte)(value & GicConfiguration.PriorityMask); break;
            case R.ICC_EOIR0_EL1: End(0, (uint)value); break;
            case R.ICC_EOIR1_EL1: End(1, (uint)value); break;
            case R.ICC_DIR_EL1: Deactivate((uint)value); break;
            case R.ICC_BPR0_EL1: WriteBinaryPoint(0, value); break;
            case R.ICC_BPR1_EL1 when !_commonBinaryPoint: WriteBinaryPoint(1, value); break;
            case R.ICC_AP0R0_EL1: _active[0] = (uint)value; break;
            case R.ICC_AP1R0_EL1: _active[1] = (uint)value; break;
            case R.ICC_IGRPEN0_EL1: _enabled[0] = (value & 1) != 0; break;
            case R.ICC_IGRPEN1_EL1: _enabled[1] = (value & 1) != 0; break;
            case R.ICC_CTLR_EL1:
                _commonBinaryPoint = (value & CTLR_CBPR) != 0;
                _eoiMode = (value & CTLR_EOImode) != 0;
                break;
        }
        Update();
    }
}
