using CcaEmu.Arm;
using CcaEmu.Memory;
using static CcaEmu.Devices.Gic.DistributorRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>The distributor: shared peripheral interrupts, their routes, and the enables of the groups.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "The GIC Distributor register descriptions". Affinity routing is always on. Effects of a write are
/// there when it completes, so GICD_CTLR.RWP reads as zero.
/// </remarks>
internal sealed class Distributor(GicV3 gic) : IPasAwareDevice
{
    public const ulong FrameBytes = 0x1_0000;

    private readonly InterruptBlock[] _blocks = [.. Enumerable.Range(0, GicConfiguration.Blocks).Select(_ => new InterruptBlock())];
    private readonly ulong[] _routes = new ulong[GicConfiguration.SpiEnd];
    private readonly sbyte[] _targets = new sbyte[GicConfiguration.SpiEnd];
    private uint _enables;

    /// <summary>GICD_CTLR.DS: a single security state.</summary>
    public bool SingleState { get; private set; }

    public void Reset()
    {
        foreach (InterruptBlock block in _blocks)
            block.Reset(edge: 0);
        Array.Clear(_routes);
        Array.Fill(_targets, (sbyte)gic.FindByAffinity(0));
        _enables = 0;
        SingleState = gic.IsForGuest;
    }

    /// <summary>The block of an SPI.</summary>
    public InterruptBlock BlockOf(uint spi) => _blocks[spi / 32];

    /// <summary>The SPI with the highest priority that goes to a PE.</summary>
    public PendingInterrupt HighestFor(int pe)
    {
        PendingInterrupt best = PendingInterrupt.None;
        for (int i = 1; i < GicConfiguration.Blocks; i++)
            best = Highest(_blocks[i], (uint)i * 32, pe, best);
        return best;
    }

    /// <summary>The better of an interrupt and the best of a block; of SPIs those count that go to a PE.</summary>
    public PendingInterrupt Highest(InterruptBlock block, uint first, int pe, PendingInterrupt best)
    {
        for (uint left = block.Candidates & EnabledGroups(block); left != 0; left &= left - 1)
        {
            int index = System.Numerics.BitOperations.TrailingZeroCount(left);
            if (first != 0 && _targets[first + index] != pe)
                continue;
            var one = new PendingInterrupt(first + (uint)index, block.Priority[index], block.GroupOf(index, SingleState));
            if (one.IsBefore(best))
                best = one;
        }
        return best;
    }

    /// <summary>The interrupts of a block that are pending, enabled with their group, not active, and go to a PE.</summary>
    public uint Deliverable(InterruptBlock block, uint first, int pe)
    {
        uint deliverable = block.Candidates & EnabledGroups(block);
        if (first == 0)
            return deliverable;
        for (uint left = deliverable; left != 0; left &= left - 1)
        {
            int index = System.Numerics.BitOperations.TrailingZeroCount(left);
            if (_targets[first + index] != pe)
                deliverable &= ~(1u << index);
        }
        return deliverable;
    }

    /// <summary>Whether a group is enabled.</summary>
    public bool IsEnabled(InterruptGroup group) => (_enables & EnableOf(group)) != 0;

    /// <inheritdoc/>
    public ulong Read(Pas pas, ulong offset, int sizeBytes)
    {
        GicView view = GicView.Of(pas, SingleState);
        if (offset is >= GICD_IROUTER and < GICD_IROUTEREnd)
            return sizeBytes >= 4 ? RegisterWord.Read(ReadRoute((uint)(offset - GICD_IROUTER) / 8, view), offset, sizeBytes) : 0;
        if (offset is >= BlockRegisters.IPRIORITYR and < BlockRegisters.IPRIORITYREnd)
            return ReadPriorities((uint)(offset - BlockRegisters.IPRIORITYR), sizeBytes, view);
        return sizeBytes == 4 ? ReadWord(offset, view) : 0;
    }

    /// <inheritdoc/>
    public void Write(Pas pas, ulong offset, int sizeBytes, ulong value)
    {
        GicView view = GicView.Of(pas, SingleState);
        if (offset is >= GICD_IROUTER and < GICD_IROUTEREnd)
            WriteRoute((uint)(offset - GICD_IROUTER) / 8, offset, sizeBytes, value, view);
        else if (offset is >= BlockRegisters.IPRIORITYR and < BlockRegisters.IPRIORITYREnd)
            WritePriorities((uint)(offset - BlockRegisters.IPRIORITYR), sizeBytes, value, view);
        else if (sizeBytes == 4)
            WriteWord(offset, (uint)value, view);
        gic.Update();
    }

    private uint EnabledGroups(InterruptBlock block)
    {
        uint secure1 = SingleState ? 0 : ~block.Group & block.GroupModifier;
        return ((_enables & CTLR_EnableGrp0) != 0 ? ~block.Group & ~secure1 : 0)
            | ((_enables & CTLR_EnableGrp1S) != 0 ? secure1 : 0)
            | ((_enables & CTLR_EnableGrp1NS) != 0 ? block.Group : 0);
    }

    private static uint EnableOf(InterruptGroup group) => group switch
    {
        InterruptGroup.Group0 => CTLR_EnableGrp0,
        InterruptGroup.Group1Secure => CTLR_EnableGrp1S,
        _ => CTLR_EnableGrp1NS,
    };

    private uint ReadWord(ulong offset, GicView view)
    {
        switch (offset)
        {
            case GICD_CTLR: return ReadControl(view);
            case GICD_TYPER: return TYPER & ~(SingleState ? TYPER_SecurityExtn : 0) & ~(gic.IsForGuest ? TYPER_LPIS : 0);
            case GICD_IIDR: return GicConfiguration.ImplementerIdentification;
        }
        if (BlockRegisters.IsBitmap(offset))
            return SpiBlock(offset % BlockRegisters.BitmapBytes / 4) is { } block ? BlockRegisters.ReadBitmap(block, Family(offset), view) : 0;
        if (offset is >= BlockRegisters.ICFGR and < BlockRegisters.IGRPMODR)
            return SpiBlock((offset - BlockRegisters.ICFGR) / 8) is { } block ? BlockRegisters.ReadConfiguration(block, Half(offset), view) : 0;
        if (offset is >= BlockRegisters.NSACR and < BlockRegisters.NSACREnd)
            return SpiBlock((offset - BlockRegisters.NSACR) / 8) is { } block ? BlockRegisters.ReadAccess(block, Half(offset), view) : 0;
        return RegisterWord.Identification(offset, PIDR0);
    }

    private void WriteWord(ulong offset, uint value, GicView view)
    {
        if (offset == GICD_CTLR)
            WriteControl(value, view);
        else if (BlockRegisters.IsBitmap(offset) && SpiBlock(offset % BlockRegisters.BitmapBytes / 4) is { } bits)
            BlockRegisters.WriteBitmap(bits, Family(offset), value, view);
        else if (offset is >= BlockRegisters.ICFGR and < BlockRegisters.IGRPMODR && SpiBlock((offset - BlockRegisters.ICFGR) / 8) is { } edges)
            BlockRegisters.WriteConfiguration(edges, Half(offset), value, view);
        else if (offset is >= BlockRegisters.NSACR and < BlockRegisters.NSACREnd && SpiBlock((offset - BlockRegisters.NSACR) / 8) is { } access)
            BlockRegisters.WriteAccess(access, Half(offset), value, view);
    }

    private uint ReadControl(GicView view)
    {
        if (SingleState)
            return _enables | CTLR_ARE | CTLR_DS;
        return view.IsSecure ? _enables | CTLR_ARE_S | CTLR_ARE_NS : (_enables & CTLR_EnableGrp1NS) | CTLR_ARE;
    }

    // Affinity routing is fixed on; DS can be set by Secure software and stays.
    private void WriteControl(uint value, GicView view)
    {
        const uint All = CTLR_EnableGrp0 | CTLR_EnableGrp1NS | CTLR_EnableGrp1S;
        if (view.IsSecureAlone && (value & CTLR_DS) != 0)
        {
            SingleState = true;
            _enables = value & (CTLR_EnableGrp0 | CTLR_EnableGrp1NS);
            return;
        }
        uint mask = SingleState ? CTLR_EnableGrp0 | CTLR_EnableGrp1NS : view.IsSecure ? All : CTLR_EnableGrp1NS;
        _enables = (_enables & ~mask) | (value & mask);
    }

    private ulong ReadRoute(uint id, GicView view) => MayRoute(id, view) ? _routes[id] : 0;

    private void WriteRoute(uint id, ulong offset, int sizeBytes, ulong value, GicView view)
    {
        if (sizeBytes < 4 || !MayRoute(id, view))
            return;
        _routes[id] = RegisterWord.Write(_routes[id], offset, sizeBytes, value) & IROUTER_Affinity;
        _targets[id] = (sbyte)gic.FindByAffinity(_routes[id]);
    }

    private bool MayRoute(uint id, GicView view)
    {
        if (id is < InterruptId.FirstSpi or >= GicConfiguration.SpiEnd)
            return false;
        InterruptBlock block = BlockOf(id);
        return view.SeesAll || (block.Group >> (int)(id % 32) & 1) != 0 || (block.NonSecureAccess >> (int)(2 * (id % 32)) & 3) == 3;
    }

    private ulong ReadPriorities(uint first, int sizeBytes, GicView view)
    {
        ulong value = 0;
        for (uint i = 0; i < sizeBytes && sizeBytes <= 4; i++)
        {
            if (SpiBlock((first + i) / 32) is { } block)
                value |= (ulong)BlockRegisters.ReadPriority(block, (int)((first + i) % 32), view) << (int)(8 * i);
        }
        return value;
    }

    private void WritePriorities(uint first, int sizeBytes, ulong value, GicView view)
    {
        for (uint i = 0; i < sizeBytes && sizeBytes <= 4; i++)
        {
            if (SpiBlock((first + i) / 32) is { } block)
                BlockRegisters.WritePriority(block, (int)((first + i) % 32), (byte)(value >> (int)(8 * i)), view);
        }
    }

    // With affinity routing, the first block is the redistributors'.
    private InterruptBlock? SpiBlock(ulong index) => index is > 0 and < GicConfiguration.Blocks ? _blocks[index] : null;

    private static ulong Family(ulong offset) => offset & ~(BlockRegisters.BitmapBytes - 1);

    private static int Half(ulong offset) => (int)(offset / 4 % 2);
}
