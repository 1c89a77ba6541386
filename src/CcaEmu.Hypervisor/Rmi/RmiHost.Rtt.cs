using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

internal sealed partial class RmiHost
{
    // Direct stage 2 permission of shared memory: read and write.
    private const int SharedPermission = (int)RmiS2apBase.ReadWrite;
    private const int ReadOnlyPermission = (int)RmiS2apBase.ReadOnly;

    /// <summary>RMI_RTT_CREATE: adds a table of a level, at the address aligned to what the whole table maps.</summary>
    public Script<RmiReply> RttCreate(ulong rd, ulong rtt, ulong ipa, int level) =>
        Call(RmiCommand.RttCreate, rd, rtt, ipa, (ulong)level);

    /// <summary>RMI_RTT_DESTROY: removes a table. The output's top is valid for ERROR_RTT too.</summary>
    public async Script<RmiReply<DestroyedRtt>> RttDestroy(ulong rd, ulong ipa, int level)
    {
        RmiReply reply = await CallToEnd(RmiCommand.RttDestroy, rd, ipa, (ulong)level);
        return new(reply, new(reply.Response.X1, reply.Response.X2));
    }

    /// <summary>RMI_RTT_FOLD: replaces a homogeneous table by an entry of its parent; the output is the free table.</summary>
    public async Script<RmiReply<ulong>> RttFold(ulong rd, ulong ipa, int level)
    {
        RmiReply reply = await CallToEnd(RmiCommand.RttFold, rd, ipa, (ulong)level);
        return new(reply, reply.Response.X1);
    }

    /// <summary>RMI_RTT_READ_ENTRY.</summary>
    public async Script<RmiReply<RttEntry>> RttReadEntry(ulong rd, ulong ipa, int level)
    {
        RmiReply reply = await Call(RmiCommand.RttReadEntry, rd, ipa, (ulong)level);
        SmcCall x = reply.Response;
        return new(reply, new((int)(long)x.X1, (RttEntryState)x.X2, x.X3, (Ripas)x.X4));
    }

    /// <summary>RMI_RTT_INIT_RIPAS: sets RIPAS RAM in a NEW realm; the output is how far it got.</summary>
    public async Script<RmiReply<ulong>> RttInitRipas(ulong rd, ulong start, ulong end)
    {
        RmiReply reply = await CallToEnd(RmiCommand.RttInitRipas, rd, start, end);
        return new(reply, reply.Response.X1);
    }

    /// <summary>RMI_RTT_SET_RIPAS: carries out what the REC asked for; the output is how far it got.</summary>
    public async Script<RmiReply<ulong>> RttSetRipas(ulong rd, ulong rec, ulong start, ulong end)
    {
        RmiReply reply = await CallToEnd(RmiCommand.RttSetRipas, rd, rec, start, end);
        return new(reply, reply.Response.X1);
    }

    /// <summary>RMI_RTT_DATA_MAP_INIT: maps one page with the contents of a Non-secure page.</summary>
    public Script<RmiReply> RttDataMapInit(ulong rd, ulong data, ulong ipa, ulong source, RmiDataFlags flags) =>
        CallToEnd(RmiCommand.RttDataMapInit, rd, data, ipa, source, (ulong)flags);

    /// <summary>RMI_RTT_DATA_MAP of one range of delegated memory; the output is how far it got.</summary>
    public async Script<RmiReply<ulong>> RttDataMap(ulong rd, ulong start, ulong end, AddressRangeDescriptor memory)
    {
        ulong flags = RmiMapFlags.Create(RmiAddressType.Single).Value;
        RmiReply reply = await CallToEnd(RmiCommand.RttDataMap, rd, start, end, flags, memory.Encode(granule));
        return new(reply, reply.Response.X1);
    }

    /// <summary>RMI_RTT_DATA_UNMAP; the output says what memory is free now.</summary>
    public Script<RmiReply<UnmappedRange>> RttDataUnmap(ulong rd, ulong start, ulong end) =>
        Unmap(RmiCommand.RttDataUnmap, rd, start, end, RmiAddressType.Single);

    /// <summary>RMI_RTT_UNPROT_MAP of one range of the host's memory; the output is how far it got.</summary>
    public async Script<RmiReply<ulong>> RttUnprotMap(ulong rd, ulong start, ulong end, AddressRangeDescriptor memory, bool isReadOnly)
    {
        ulong flags = RmiMapFlags.Create(RmiAddressType.Single)
            .WithAttributes((int)Stage2MemoryAttributes.NormalWriteBack, isReadOnly ? ReadOnlyPermission : SharedPermission).Value;
        RmiReply reply = await CallToEnd(RmiCommand.RttUnprotMap, rd, start, end, flags, memory.Encode(granule));
        return new(reply, reply.Response.X1);
    }

    /// <summary>RMI_RTT_UNPROT_UNMAP; the host knows its own memory and asks for no list.</summary>
    public Script<RmiReply<UnmappedRange>> RttUnprotUnmap(ulong rd, ulong start, ulong end) =>
        Unmap(RmiCommand.RttUnprotUnmap, rd, start, end, RmiAddressType.None);

    private async Script<RmiReply<UnmappedRange>> Unmap(
        RmiCommand command, ulong rd, ulong start, ulong end, RmiAddressType type)
    {
        RmiReply reply = await CallToEnd(command, rd, start, end, RmiMapFlags.Create(type).Value);
        AddressRangeDescriptor.TryDecode(reply.Response.X2, granule, out AddressRangeDescriptor range);
        return new(reply, new(reply.Response.X1, type == RmiAddressType.Single ? range : default));
    }
}
