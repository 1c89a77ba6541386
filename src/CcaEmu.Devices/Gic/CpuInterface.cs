using CcaEmu.Arm;

namespace CcaEmu.Devices.Gic;

/// <summary>The physical CPU interface of one PE: which interrupt it signals, and what acknowledging and ending interrupts does.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Priority grouping", "System register access to the CPU interface". The class is in two parts: what
/// happens, and how registers show it.
/// </remarks>
internal sealed partial class CpuInterface(GicV3 gic, int pe)
{
    private readonly uint[] _active = new uint[3]; // by InterruptGroup: ICC_AP0R0, ICC_AP1R0 Secure and Non-secure
    private readonly bool[] _enabled = new bool[3]; // ICC_IGRPEN0, ICC_IGRPEN1 Secure and Non-secure
    private readonly byte[] _binaryPoint = new byte[3];
    private bool _cbprSecure, _cbprNonSecure, _eoiModeEl3, _eoiModeSecure, _eoiModeNonSecure;
    private byte _priorityMask;
    private PendingInterrupt _highest = PendingInterrupt.None;
    private GroupSignal _signal;

    /// <summary>Who takes the signals.</summary>
    public ICpuInterfaceOutput? Output { get; set; }

    public void Reset()
    {
        Array.Clear(_active);
        Array.Clear(_enabled);
        _binaryPoint[(int)InterruptGroup.Group0] = GicConfiguration.LowestBinaryPoint;
        _binaryPoint[(int)InterruptGroup.Group1Secure] = GicConfiguration.LowestBinaryPoint;
        _binaryPoint[(int)InterruptGroup.Group1NonSecure] = GicConfiguration.LowestBinaryPoint + 1;
        _cbprSecure = _cbprNonSecure = _eoiModeEl3 = _eoiModeSecure = _eoiModeNonSecure = false;
        _priorityMask = 0;
        Evaluate();
    }

    /// <summary>Takes what the redistributor offers now.</summary>
    public void Offer(PendingInterrupt highest)
    {
        _highest = highest;
        Evaluate();
    }

    private bool SingleState => gic.Distributor.SingleState;

    private int RunningPriority => ActivePriorities.Highest(_active[0] | _active[1] | _active[2]);

    /// <summary>Whether the offered interrupt passes enable, mask and preemption.</summary>
    private bool CanSignal
    {
        get
        {
            if (!_highest.Exists || !_enabled[(int)_highest.Group] || _highest.Priority >= _priorityMask)
                return false;
            int running = RunningPriority;
            int mask = GroupPriorityMask(_highest.Group);
            return running == ActivePriorities.Idle || (_highest.Priority & mask) < (running & mask);
        }
    }

    private void Evaluate()
    {
        GroupSignal signal = !CanSignal ? GroupSignal.None : _highest.Group switch
        {
            InterruptGroup.Group0 => GroupSignal.Group0,
            InterruptGroup.Group1Secure => GroupSignal.Group1Secure,
            _ => SingleState ? GroupSignal.Group1 : GroupSignal.Group1NonSecure,
        };
        if (signal == _signal)
            return;
        _signal = signal;
        Output?.Signal(signal);
    }

    // The binary point of Non-secure Group 1 counts one bit less; CBPR makes Group 0's count for Group 1 too.
    private int GroupPriorityMask(InterruptGroup group)
    {
        bool common = group == InterruptGroup.Group1Secure ? _cbprSecure : group == InterruptGroup.Group1NonSecure && _cbprNonSecure;
        int point = common ? _binaryPoint[0] : group == InterruptGroup.Group1NonSecure ? _binaryPoint[2] - 1 : _binaryPoint[(int)group];
        return ActivePriorities.GroupPriorityMask(point);
    }

    /// <summary>IAR0, IAR1: the number to answer with, and where it is an interrupt, it becomes active.</summary>
    private uint Acknowledge(bool group1, in CpuInterfaceView view)
    {
        if (!CanSignal)
            return InterruptId.Spurious;
        uint id = group1 ? HighestGroup1(view) : HighestGroup0(view);
        if (InterruptId.IsSpecial(id))
            return id;
        int group = (int)_highest.Group;
        _active[group] |= ActivePriorities.BitOf(_highest.Priority & GroupPriorityMask(_highest.Group));
        gic.Acknowledge(pe, id);
        return id;
    }

    /// <summary>HPPIR0: EL3 is told when the interrupt is one for IAR1.</summary>
    private uint HighestGroup0(in CpuInterfaceView view)
    {
        if (!_highest.Exists || !_enabled[(int)_highest.Group])
            return InterruptId.Spurious;
        if (_highest.Group == InterruptGroup.Group0)
            return view.IsSecure || SingleState ? _highest.Id : InterruptId.Spurious;
        if (!view.IsEl3)
            return InterruptId.Spurious;
        return _highest.Group == InterruptGroup.Group1Secure ? InterruptId.SecureGroup1 : InterruptId.NonSecureGroup1;
    }

    /// <summary>HPPIR1: each state sees its own Group 1, EL3 both.</summary>
    private uint HighestGroup1(in CpuInterfaceView view)
    {
        if (!_highest.Exists || !_enabled[(int)_highest.Group])
            return InterruptId.Spurious;
        bool visible = _highest.Group switch
        {
            InterruptGroup.Group0 => false,
            InterruptGroup.Group1Secure => view.IsSecure,
            _ => view.IsEl3 || !view.IsSecure || SingleState,
        };
        return visible ? _highest.Id : InterruptId.Spurious;
    }

    /// <summary>EOIR0, EOIR1: drops the running priority if it is the group's, and deactivates unless that is left to ICC_DIR_EL1.</summary>
    private void End(bool group1, uint id, in CpuInterfaceView view)
    {
        if (InterruptId.IsSpecial(id) || !gic.Exists(id) || HighestActiveGroup is not { } group)
            return;
        bool allowed = group switch
        {
            InterruptGroup.Group0 => !group1 && (view.IsSecure || SingleState),
            InterruptGroup.Group1Secure => group1 && view.IsSecure,
            _ => group1 && (view.IsEl3 || !view.IsSecure || SingleState),
        };
        if (!allowed)
            return;
        _active[(int)group] = ActivePriorities.Drop(_active[(int)group]);
        if (!IsEndSplit(view))
            gic.Deactivate(pe, id);
        Evaluate();
    }

    /// <summary>DIR: ignored where EOIR deactivates, for LPIs, and for interrupts of another state.</summary>
    private void Deactivate(uint id, in CpuInterfaceView view)
    {
        if (!gic.Exists(id) || InterruptId.IsLpi(id) || !IsEndSplit(view))
            return;
        InterruptGroup group = gic.GroupOf(pe, id);
        bool fiqIsOurs = !view.FiqToEl3 && (view.Level != ExceptionLevel.EL1 || !view.VirtualFiq);
        bool irqIsOurs = !view.IrqToEl3 && (view.Level != ExceptionLevel.EL1 || !view.VirtualIrq);
        bool allowed = view.IsEl3 || group switch
        {
            InterruptGroup.Group0 => fiqIsOurs && (view.IsSecure || SingleState),
            InterruptGroup.Group1Secure => irqIsOurs && view.IsSecure,
            _ => irqIsOurs,
        };
        if (allowed)
            gic.Deactivate(pe, id);
    }

    private bool IsEndSplit(in CpuInterfaceView view) => view.IsEl3 ? _eoiModeEl3 : view.IsSecure ? _eoiModeSecure : _eoiModeNonSecure;

    private InterruptGroup? HighestActiveGroup
    {
        get
        {
            int best = -1;
            for (int group = 0; group < 3; group++)
            {
                if (_active[group] != 0 && (best < 0 || ActivePriorities.Highest(_active[group]) < ActivePriorities.Highest(_active[best])))
                    best = group;
            }
            return best < 0 ? null : (InterruptGroup)best;
        }
    }
}
