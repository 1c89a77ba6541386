using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Devices.Gic;

/// <summary>The virtual CPU interface of one PE: list registers, what EL1 does with them, and the maintenance interrupt.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Virtual interrupt handling and prioritization", "ICH_MISR_EL2". The class is in three parts: what
/// happens, EL2's registers (ICH_*), and EL1's (ICV_*).
/// </remarks>
internal sealed partial class VirtualCpuInterface(GicV3 gic, int pe)
{
    private const int None = -1;

    private readonly ListRegister[] _list = new ListRegister[GicConfiguration.ListRegisters];
    private readonly uint[] _active = new uint[2]; // ICH_AP0R0_EL2, ICH_AP1R0_EL2
    private readonly bool[] _enabled = new bool[2]; // VENG0, VENG1
    private readonly byte[] _binaryPoint = new byte[2];
    private ulong _control;
    private byte _priorityMask;
    private bool _eoiMode, _commonBinaryPoint;
    private bool _irq, _fiq;

    /// <summary>Who takes the signals.</summary>
    public ICpuInterfaceOutput? Output { get; set; }

    public void Reset()
    {
        Array.Clear(_list);
        Array.Clear(_active);
        Array.Clear(_enabled);
        _binaryPoint[0] = GicConfiguration.LowestBinaryPoint;
        _binaryPoint[1] = GicConfiguration.LowestBinaryPoint + 1;
        _control = 0;
        _priorityMask = 0;
        _eoiMode = _commonBinaryPoint = false;
        Update();
    }

    private bool IsOn => (_control & ICH_HCR_EL2.En) != 0;

    private int RunningPriority => ActivePriorities.Highest(_active[0] | _active[1]);

    /// <summary>Drives the virtual lines and the maintenance interrupt as things stand.</summary>
    private void Update()
    {
        int best = IsOn ? HighestPending : None;
        bool signal = best != None && CanSignal(_list[best]);
        bool irq = signal && _list[best].IsGroup1, fiq = signal && !_list[best].IsGroup1;
        if (irq != _irq || fiq != _fiq)
        {
            _irq = irq;
            _fiq = fiq;
            Output?.SignalVirtual(irq, fiq);
        }
        gic.SetPpiLine(pe, GicConfiguration.MaintenanceInterrupt, IsOn && MaintenanceStatus != 0);
    }

    /// <summary>The pending list register with the highest priority of an enabled group; among equals the first.</summary>
    private int HighestPending
    {
        get
        {
            int best = None;
            for (int i = 0; i < _list.Length; i++)
            {
                ListRegister one = _list[i];
                if (one.IsPending && _enabled[GroupOf(one)] && (best == None || one.Priority < _list[best].Priority))
                    best = i;
            }
            return best;
        }
    }

    private bool CanSignal(ListRegister one)
    {
        if (one.Priority >= _priorityMask)
            return false;
        int running = RunningPriority;
        int mask = GroupPriorityMask(GroupOf(one));
        return running == ActivePriorities.Idle || (one.Priority & mask) < (running & mask);
    }

    private int GroupPriorityMask(int group) =>
        ActivePriorities.GroupPriorityMask(group == 0 || _commonBinaryPoint ? _binaryPoint[0] : _binaryPoint[1] - 1);

    private static int GroupOf(ListRegister one) => one.IsGroup1 ? 1 : 0;

    /// <summary>ICV_IAR0, ICV_IAR1: takes the highest pending interrupt if it is the group's and may be signalled.</summary>
    private uint Acknowledge(int group)
    {
        int best = IsOn ? HighestPending : None;
        if (best == None || GroupOf(_list[best]) != group || !CanSignal(_list[best]))
            return InterruptId.Spurious;
        ListRegister one = _list[best];
        if (InterruptId.IsSpecial(one.VirtualId))
        {
            _list[best] = one.WithState(one.State & ~ListRegister.Pending); // a made-up answer, which is never active
        }
        else
        {
            _active[group] |= ActivePriorities.BitOf(one.Priority & GroupPriorityMask(group));
            _list[best] = one.WithState(InterruptId.IsLpi(one.VirtualId) ? 0 : ListRegister.IsActiveBit);
        }
        Update();
        return one.VirtualId;
    }

    private uint HighestPendingId(int group)
    {
        int best = HighestPending;
        return best == None || GroupOf(_list[best]) != group ? InterruptId.Spurious : _list[best].VirtualId;
    }

    /// <summary>ICV_EOIR0, ICV_EOIR1: drops the running priority, and deactivates unless that is left to ICV_DIR.</summary>
    private void End(int group, uint id)
    {
        int running = RunningPriority;
        if (InterruptId.IsSpecial(id) || running == ActivePriorities.Idle)
            return;
        int owner = ActivePriorities.Highest(_active[0]) == running ? 0 : 1;
        _active[owner] = ActivePriorities.Drop(_active[owner]);
        int found = FindActive(id);
        if (found == None)
            CountEnd(id);
        else if (GroupOf(_list[found]) == group && (_list[found].Priority & GroupPriorityMask(group)) == running && (!_eoiMode || InterruptId.IsLpi(id)))
            DeactivateAt(found);
        Update();
    }

    /// <summary>ICV_DIR: deactivates where EOIR does not.</summary>
    private void Deactivate(uint id)
    {
        if (InterruptId.IsSpecial(id) || InterruptId.IsLpi(id) || !_eoiMode)
            return;
        int found = FindActive(id);
        if (found == None)
            CountEnd(id);
        else
            DeactivateAt(found);
        Update();
    }

    private int FindActive(uint id)
    {
        for (int i = 0; i < _list.Length; i++)
        {
            if (_list[i].IsActive && _list[i].VirtualId == id)
                return i;
        }
        return None;
    }

    // The end of an interrupt that has no list register any more: the hypervisor has to find it. An LPI has nothing to deactivate.
    private void CountEnd(uint id)
    {
        if (!InterruptId.IsLpi(id))
            _control = ICH_HCR_EL2.EOIcount.Set(_control, ICH_HCR_EL2.EOIcount.Get(_control) + 1);
    }

    private void DeactivateAt(int index)
    {
        ListRegister one = _list[index];
        if (one.IsHardware && !InterruptId.IsSpecial(one.PhysicalId))
            gic.Deactivate(pe, one.PhysicalId);
        _list[index] = one.WithState(one.State & ~ListRegister.IsActiveBit);
    }
}
