using CcaEmu.Memory;
using static CcaEmu.Devices.Gic.ItsRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>What the ITS's commands do.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "ITS commands" and "ITS command error encodings". Each gives the number of its error, or 0. An event that
/// is not mapped is no error to INT, CLEAR, DISCARD and INV: a driver may be late with them, and there is nothing to do.
/// </remarks>
internal sealed class ItsCommands(GicV3 gic, ItsTables tables)
{
    private const uint UnknownCommand = 0x01_0000;
    private const uint DeviceOutOfRange = 0x01, IttSizeOutOfRange = 0x02, TargetOutOfRange = 0x02, CollectionOutOfRange = 0x03;
    private const uint DeviceUnmapped = 0x04, EventOutOfRange = 0x05, LpiOutOfRange = 0x06, EventUnmapped = 0x07, CollectionUnmapped = 0x09, RedistributorOutOfRange = 0x01;

    /// <summary>Carries a command out.</summary>
    /// <returns>0, or 0x01, the command's number and the reason as bytes: the syndrome that the architecture gives the error.</returns>
    public uint Execute(in ItsCommand command)
    {
        uint reason = command.Number switch
        {
            MAPD => MapDevice(command),
            MAPC => MapCollection(command),
            MAPTI => MapEvent(command, command.Lpi),
            MAPI => MapEvent(command, command.Event),
            MOVI => Move(command),
            INT => Signal(command, pending: true, discard: false),
            CLEAR => Signal(command, pending: false, discard: false),
            DISCARD => Signal(command, pending: false, discard: true),
            INV => Invalidate(command),
            INVALL => InvalidateAll(command),
            MOVALL => MoveAll(command),
            SYNC => IsTarget(command.Target) ? 0 : RedistributorOutOfRange,
            >= 0x21 and <= 0x2F => 0, // of virtual LPIs, which this ITS does not have
            _ => UnknownCommand,
        };
        return reason == 0 ? 0 : reason == UnknownCommand ? UnknownCommand | (uint)command.Number << 8 : 0x01_0000 | (uint)command.Number << 8 | reason;
    }

    /// <summary>Makes the LPI of an event pending.</summary>
    /// <returns>0, or why it cannot be.</returns>
    public uint Signal(uint device, uint eventId)
    {
        if (tables.Translate(device, eventId, out uint lpi, out uint collection) != ItsLookup.Found)
            return EventUnmapped;
        if (tables.FindTarget(collection, out int pe) != ItsLookup.Found)
            return CollectionUnmapped;
        SetPending(pe, lpi, true);
        return 0;
    }

    private uint MapDevice(in ItsCommand command)
    {
        if (command.IsValid && command.Size >= EventIdBits)
            return IttSizeOutOfRange;
        return command.Device >> DeviceIdBits == 0 && tables.MapDevice(command.Device, command.Itt, command.Size, command.IsValid) ? 0 : DeviceOutOfRange;
    }

    private uint MapCollection(in ItsCommand command)
    {
        if (command.IsValid && !IsTarget(command.Target))
            return TargetOutOfRange;
        return tables.MapCollection(command.Collection, (int)command.Target, command.IsValid) ? 0 : CollectionOutOfRange;
    }

    private uint MapEvent(in ItsCommand command, uint lpi)
    {
        ItsLookup found = tables.FindEvent(command.Device, command.Event, out PhysicalAddress entry);
        if (found == ItsLookup.Unmapped)
            return DeviceUnmapped;
        if (found == ItsLookup.OutOfRange)
            return EventOutOfRange;
        if (lpi is < InterruptId.FirstLpi or >= GicConfiguration.LpiEnd)
            return LpiOutOfRange;
        return tables.MapEvent(entry, lpi, command.Collection) ? 0 : EventOutOfRange;
    }

    private uint Move(in ItsCommand command)
    {
        if (tables.Translate(command.Device, command.Event, out uint lpi, out uint old) != ItsLookup.Found
            || tables.FindEvent(command.Device, command.Event, out PhysicalAddress entry) != ItsLookup.Found)
            return EventUnmapped;
        if (tables.FindTarget(command.Collection, out int to) != ItsLookup.Found)
            return CollectionUnmapped;
        tables.MapEvent(entry, lpi, command.Collection);
        if (tables.FindTarget(old, out int from) == ItsLookup.Found && from != to && gic.Redistributors[from].Lpis.IsPending(lpi))
        {
            SetPending(from, lpi, false);
            SetPending(to, lpi, true);
        }
        return 0;
    }

    private uint Signal(in ItsCommand command, bool pending, bool discard)
    {
        if (tables.Translate(command.Device, command.Event, out uint lpi, out uint collection) != ItsLookup.Found)
            return 0;
        if (tables.FindTarget(collection, out int pe) == ItsLookup.Found)
            SetPending(pe, lpi, pending);
        if (discard && tables.FindEvent(command.Device, command.Event, out PhysicalAddress entry) == ItsLookup.Found)
            tables.Discard(entry);
        return 0;
    }

    private uint Invalidate(in ItsCommand command)
    {
        if (tables.Translate(command.Device, command.Event, out _, out uint collection) != ItsLookup.Found)
            return 0;
        return InvalidateCollection(collection, CollectionUnmapped);
    }

    private uint InvalidateAll(in ItsCommand command) => InvalidateCollection(command.Collection, CollectionUnmapped);

    private uint InvalidateCollection(uint collection, uint otherwise)
    {
        if (tables.FindTarget(collection, out int pe) != ItsLookup.Found)
            return otherwise;
        gic.Redistributors[pe].Lpis.Invalidate();
        gic.Update(pe);
        return 0;
    }

    private uint MoveAll(in ItsCommand command)
    {
        if (!IsTarget(command.Target) || !IsTarget(command.Target2))
            return RedistributorOutOfRange;
        gic.Redistributors[(int)command.Target2].Lpis.TakeAll(gic.Redistributors[(int)command.Target].Lpis);
        gic.Update((int)command.Target);
        gic.Update((int)command.Target2);
        return 0;
    }

    private bool IsTarget(ulong number) => number < (ulong)gic.Redistributors.Length;

    private void SetPending(int pe, uint lpi, bool pending)
    {
        gic.Redistributors[pe].Lpis.SetPending(lpi, pending);
        gic.Update(pe);
    }
}
