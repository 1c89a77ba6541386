namespace CcaEmu.Devices.Gic;

/// <summary>The registers that distributor and redistributors have alike for each block of interrupts, in the view of a security state.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "GICD_IGROUPR&lt;n&gt;" to "GICD_NSACR&lt;n&gt;" and their GICR_ twins. An interrupt that a
/// Non-secure access may not see reads as zero and ignores writes.
/// </remarks>
internal static class BlockRegisters
{
    // Offsets of the first register of each family; the same in GICD and in the SGI frame of GICR.
    public const ulong IGROUPR = 0x0080;
    public const ulong ISENABLER = 0x0100;
    public const ulong ICENABLER = 0x0180;
    public const ulong ISPENDR = 0x0200;
    public const ulong ICPENDR = 0x0280;
    public const ulong ISACTIVER = 0x0300;
    public const ulong ICACTIVER = 0x0380;
    public const ulong IPRIORITYR = 0x0400;
    public const ulong IPRIORITYREnd = 0x0800;
    public const ulong ICFGR = 0x0C00;
    public const ulong IGRPMODR = 0x0D00;
    public const ulong IGRPMODREnd = 0x0D80;
    public const ulong NSACR = 0x0E00;
    public const ulong NSACREnd = 0x0F00;

    /// <summary>Bytes that the registers of one bit to an interrupt take in a family.</summary>
    public const ulong BitmapBytes = 0x80;

    /// <summary>Whether an offset is in a family of registers with one bit to an interrupt.</summary>
    public static bool IsBitmap(ulong offset) => offset is >= IGROUPR and < IPRIORITYR or >= IGRPMODR and < IGRPMODREnd;

    public static uint ReadBitmap(InterruptBlock block, ulong family, GicView view)
    {
        uint own = Own(block, view);
        return family switch
        {
            IGROUPR => view.SeesAll ? block.Group : 0,
            IGRPMODR => view.IsSecureAlone ? block.GroupModifier : 0,
            ISENABLER or ICENABLER => block.Enabled & own,
            ISPENDR => block.Pending & Widened(block, own, view, 1),
            ICPENDR => block.Pending & Widened(block, own, view, 2),
            ISACTIVER or ICACTIVER => block.Active & Widened(block, own, view, 2),
            _ => 0,
        };
    }

    public static void WriteBitmap(InterruptBlock block, ulong family, uint value, GicView view)
    {
        uint own = Own(block, view);
        switch (family)
        {
            case IGROUPR when view.SeesAll: block.Group = value; break;
            case IGRPMODR when view.IsSecureAlone: block.GroupModifier = value; break;
            case ISENABLER: block.Enabled |= value & own; break;
            case ICENABLER: block.Enabled &= ~(value & own); break;
            case ISPENDR: block.Latch |= value & Widened(block, own, view, 1); break;
            case ICPENDR: block.Latch &= ~(value & Widened(block, own, view, 2)); break;
            case ISACTIVER: block.Active |= value & own; break;
            case ICACTIVER: block.Active &= ~(value & own); break;
        }
    }

    /// <summary>A priority as a view sees it: the Non-secure state has the lower half of the range, and sees it as a whole one.</summary>
    public static byte ReadPriority(InterruptBlock block, int index, GicView view)
    {
        if ((Own(block, view) >> index & 1) == 0)
            return 0;
        return view.SeesAll ? block.Priority[index] : (byte)(block.Priority[index] << 1);
    }

    public static void WritePriority(InterruptBlock block, int index, byte value, GicView view)
    {
        if ((Own(block, view) >> index & 1) == 0)
            return;
        int stored = view.SeesAll ? value : 0x80 | value >> 1;
        block.Priority[index] = (byte)(stored & GicConfiguration.PriorityMask);
    }

    /// <summary>ICFGR: two bits to an interrupt, of which the upper says edge. A word tells of half a block.</summary>
    public static uint ReadConfiguration(InterruptBlock block, int half, GicView view) =>
        SpreadHalf((block.Edge & Own(block, view)) >> (16 * half)) << 1;

    public static void WriteConfiguration(InterruptBlock block, int half, uint value, GicView view)
    {
        uint mask = Own(block, view) & 0xFFFFu << (16 * half);
        uint edge = CollectHalf(value >> 1) << (16 * half);
        block.Edge = (block.Edge & ~mask) | (edge & mask);
    }

    public static uint ReadAccess(InterruptBlock block, int half, GicView view) =>
        view.IsSecureAlone ? (uint)(block.NonSecureAccess >> (32 * half)) : 0;

    public static void WriteAccess(InterruptBlock block, int half, uint value, GicView view)
    {
        if (view.IsSecureAlone)
            block.NonSecureAccess = (block.NonSecureAccess & ~(0xFFFF_FFFFUL << (32 * half))) | (ulong)value << (32 * half);
    }

    private static uint Own(InterruptBlock block, GicView view) => view.SeesAll ? uint.MaxValue : block.Group;

    private static uint Widened(InterruptBlock block, uint own, GicView view, int access) =>
        view.SeesAll || block.NonSecureAccess == 0 ? own : own | block.AccessAtLeast(access);

    private static uint SpreadHalf(uint bits)
    {
        uint spread = 0;
        for (int i = 0; i < 16; i++)
            spread |= (bits >> i & 1) << (2 * i);
        return spread;
    }

    private static uint CollectHalf(uint fields)
    {
        uint bits = 0;
        for (int i = 0; i < 16; i++)
            bits |= (fields >> (2 * i) & 1) << i;
        return bits;
    }
}
