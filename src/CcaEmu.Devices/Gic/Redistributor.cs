using static CcaEmu.Devices.Gic.RedistributorRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>The redistributor of one PE: its SGIs, PPIs and LPIs. It has two frames of 64 KiB, RD_base and SGI_base.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "The GIC Redistributor register descriptions".</remarks>
internal sealed class Redistributor
{
    public const ulong FrameBytes = 0x1_0000;
    public const ulong Stride = 2 * FrameBytes;

    private const uint Sgis = 0xFFFF;

    private readonly GicV3 _gic;
    private readonly int _pe;
    private readonly ulong _typer;
    private bool _asleep;

    public Redistributor(GicV3 gic, int pe, ulong affinity, bool isLast)
    {
        _gic = gic;
        _pe = pe;
        ulong packed = (affinity & 0xFF_FFFF) | affinity >> 32 << 24;
        _typer = (gic.IsForGuest ? 0 : TYPER_PLPIS) | (isLast ? TYPER_Last : 0) | (ulong)pe << 8 | packed << 32;
        Lpis = new PhysicalLpis(gic);
    }

    /// <summary>SGIs and PPIs.</summary>
    public InterruptBlock Block { get; } = new();

    /// <summary>LPIs.</summary>
    public PhysicalLpis Lpis { get; }

    /// <summary>WakeRequest: the PE's interface is asleep, and an interrupt waits for it.</summary>
    public bool IsWakeRequested { get; private set; }

    public void Reset()
    {
        IsWakeRequested = false;
        Block.Reset(edge: Sgis);
        Lpis.Reset();
        _asleep = !_gic.IsForGuest;
    }

    /// <summary>The interrupt with the highest priority that this redistributor has; none while the PE's interface is asleep.</summary>
    public PendingInterrupt Highest(PendingInterrupt fromDistributor)
    {
        PendingInterrupt best = _gic.Distributor.Highest(Block, 0, _pe, fromDistributor);
        if (_gic.Distributor.IsEnabled(InterruptGroup.Group1NonSecure) && Lpis.Highest.IsBefore(best))
            best = Lpis.Highest;
        bool requested = IsWakeRequested;
        IsWakeRequested = _asleep && best.Exists;
        if (IsWakeRequested && !requested)
            _gic.WakeRequested?.Invoke(_pe);
        return _asleep ? PendingInterrupt.None : best;
    }

    public ulong Read(ulong offset, int sizeBytes, GicView view)
    {
        if (offset >= FrameBytes)
            return ReadInterrupts(offset - FrameBytes, sizeBytes, view);
        return (offset & ~7UL) switch
        {
            GICR_TYPER when sizeBytes >= 4 => RegisterWord.Read(_typer, offset, sizeBytes),
            GICR_PROPBASER when sizeBytes >= 4 => RegisterWord.Read(Lpis.PROPBASER, offset, sizeBytes),
            GICR_PENDBASER when sizeBytes >= 4 => RegisterWord.Read(Lpis.PENDBASER, offset, sizeBytes),
            _ => sizeBytes == 4 ? ReadWord(offset, view) : 0,
        };
    }

    public void Write(ulong offset, int sizeBytes, ulong value, GicView view)
    {
        if (offset >= FrameBytes)
            WriteInterrupts(offset - FrameBytes, sizeBytes, value, view);
        else if (sizeBytes >= 4 && !_gic.IsForGuest)
            WriteControl(offset, sizeBytes, value, view);
        _gic.Update(_pe);
    }

    private uint ReadWord(ulong offset, GicView view) => offset switch
    {
        GICR_CTLR => _gic.IsForGuest ? 0 : CTLR_CES | CTLR_IR | (Lpis.Enabled ? CTLR_EnableLPIs : 0),
        GICR_IIDR => GicConfiguration.ImplementerIdentification,
        GICR_WAKER => view.SeesAll && _asleep ? WAKER_ProcessorSleep | WAKER_ChildrenAsleep : 0,
        _ => RegisterWord.Identification(offset, PIDR0),
    };

    private void WriteControl(ulong offset, int sizeBytes, ulong value, GicView view)
    {
        switch (offset & ~7UL)
        {
            case GICR_CTLR when offset == GICR_CTLR: Lpis.Enabled = (value & CTLR_EnableLPIs) != 0; break;
            case GICR_WAKER & ~7UL when offset == GICR_WAKER && view.SeesAll: _asleep = (value & WAKER_ProcessorSleep) != 0; break;
            case GICR_PROPBASER: Lpis.PROPBASER = RegisterWord.Write(Lpis.PROPBASER, offset, sizeBytes, value); break;
            case GICR_PENDBASER: Lpis.PENDBASER = RegisterWord.Write(Lpis.PENDBASER, offset, sizeBytes, value); break;
            case GICR_INVLPIR when offset == GICR_INVLPIR: Lpis.Invalidate(); break;
            case GICR_INVALLR when offset == GICR_INVALLR: Lpis.Invalidate(); break;
        }
    }

    private ulong ReadInterrupts(ulong offset, int sizeBytes, GicView view)
    {
        if (offset is >= BlockRegisters.IPRIORITYR and < BlockRegisters.IPRIORITYR + 32 && sizeBytes <= 4)
        {
            ulong value = 0;
            for (int i = 0; i < sizeBytes; i++)
                value |= (ulong)BlockRegisters.ReadPriority(Block, (int)(offset - BlockRegisters.IPRIORITYR) + i, view) << (8 * i);
            return value;
        }
        if (sizeBytes != 4)
            return 0;
        return offset switch
        {
            BlockRegisters.ICFGR or BlockRegisters.ICFGR + 4 => BlockRegisters.ReadConfiguration(Block, (int)(offset / 4 % 2), view),
            BlockRegisters.NSACR => BlockRegisters.ReadAccess(Block, 0, view),
            _ when IsFirstBitmap(offset) => BlockRegisters.ReadBitmap(Block, offset, view),
            _ => RegisterWord.Identification(offset, PIDR0),
        };
    }

    private void WriteInterrupts(ulong offset, int sizeBytes, ulong value, GicView view)
    {
        if (offset is >= BlockRegisters.IPRIORITYR and < BlockRegisters.IPRIORITYR + 32 && sizeBytes <= 4)
        {
            for (int i = 0; i < sizeBytes; i++)
                BlockRegisters.WritePriority(Block, (int)(offset - BlockRegisters.IPRIORITYR) + i, (byte)(value >> (8 * i)), view);
        }
        else if (sizeBytes != 4)
        {
            return;
        }
        else if (offset == BlockRegisters.ICFGR + 4)
        {
            BlockRegisters.WriteConfiguration(Block, 1, (uint)value, view); // SGIs are edge triggered for good
        }
        else if (offset == BlockRegisters.NSACR)
        {
            BlockRegisters.WriteAccess(Block, 0, (uint)value, view);
        }
        else if (IsFirstBitmap(offset))
        {
            BlockRegisters.WriteBitmap(Block, offset, (uint)value, view);
        }
    }

    private static bool IsFirstBitmap(ulong offset) => BlockRegisters.IsBitmap(offset) && offset % BlockRegisters.BitmapBytes == 0;
}
