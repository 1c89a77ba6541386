namespace CcaEmu.Devices.Gic;

/// <summary>State of 32 interrupts in a row: the SGIs and PPIs of a PE, or 32 SPIs. One bit each, the lowest number in bit 0.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "Interrupt handling state machine".</remarks>
internal sealed class InterruptBlock
{
    /// <summary>Group 1 Non-secure (IGROUPR).</summary>
    public uint Group;

    /// <summary>Of those that are not: Group 1 Secure (IGRPMODR).</summary>
    public uint GroupModifier;

    /// <summary>Forwarded when pending (ISENABLER).</summary>
    public uint Enabled;

    /// <summary>Made pending by an edge, or by software.</summary>
    public uint Latch;

    /// <summary>Level of the input.</summary>
    public uint Line;

    /// <summary>Acknowledged and not deactivated yet (ISACTIVER).</summary>
    public uint Active;

    /// <summary>Edge triggered (ICFGR).</summary>
    public uint Edge;

    /// <summary>What the Non-secure state may do with interrupts that are not its own: two bits each (NSACR).</summary>
    public ulong NonSecureAccess;

    /// <summary>Priorities.</summary>
    public readonly byte[] Priority = new byte[32];

    /// <summary>Pending: latched, or level sensitive with the input up.</summary>
    public uint Pending => Latch | (Line & ~Edge);

    /// <summary>Interrupts that may be offered to a PE as far as this block knows.</summary>
    public uint Candidates => Pending & Enabled & ~Active;

    /// <summary>Puts everything but the inputs into the reset state.</summary>
    public void Reset(uint edge)
    {
        Group = GroupModifier = Enabled = Latch = Active = 0;
        Edge = edge;
        NonSecureAccess = 0;
        Array.Clear(Priority);
    }

    /// <summary>Drives an input; a rising one is latched where it is edge triggered.</summary>
    public void SetLine(int index, bool asserted)
    {
        uint bit = 1u << index;
        if (!asserted)
        {
            Line &= ~bit;
            return;
        }
        Latch |= bit & Edge & ~Line;
        Line |= bit;
    }

    /// <summary>A PE has taken an interrupt.</summary>
    public void Acknowledge(int index)
    {
        Active |= 1u << index;
        Latch &= ~(1u << index);
    }

    /// <summary>The group of an interrupt.</summary>
    public InterruptGroup GroupOf(int index, bool singleState)
    {
        uint bit = 1u << index;
        if ((Group & bit) != 0)
            return InterruptGroup.Group1NonSecure;
        return !singleState && (GroupModifier & bit) != 0 ? InterruptGroup.Group1Secure : InterruptGroup.Group0;
    }

    /// <summary>The interrupts whose NSACR field is at least a value.</summary>
    public uint AccessAtLeast(int value)
    {
        uint mask = 0;
        for (int i = 0; i < 32; i++)
            mask |= (int)(NonSecureAccess >> (2 * i) & 3) >= value ? 1u << i : 0;
        return mask;
    }
}
