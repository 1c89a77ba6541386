using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

internal sealed partial class RmiHost
{
    /// <summary>RMI_VERSION: negotiates the revision of the interface. The outputs are valid on failure too.</summary>
    public async Script<RmiReply<RmiVersions>> Version(InterfaceVersion requested)
    {
        RmiReply reply = await Call(RmiCommand.Version, requested.Encode());
        return new(reply, new(InterfaceVersion.Decode(reply.Response.X1), InterfaceVersion.Decode(reply.Response.X2)));
    }

    /// <summary>RMI_FEATURES: reads a feature register.</summary>
    public async Script<RmiReply<ulong>> Features(ulong index)
    {
        if (_wire.IsCanonical)
        {
            RmiReply direct = await Call(RmiCommand.Features, index);
            return new(direct, direct.Response.X1);
        }
        var registers = new Dictionary<int, ulong>();
        RmiReply reply = default;
        foreach (int wire in abi.FeatureFields.Where(field => (ulong)field.Register == index).Select(field => field.WireRegister).Distinct())
        {
            reply = await Call(RmiCommand.Features, (ulong)wire);
            if (!reply.IsSuccess)
                return new(reply, 0);
            registers[wire] = reply.Response.X1;
        }
        return new(reply, abi.DecodeFeatures((int)index, registers));
    }

    /// <summary>RMI_RMM_CONFIG_SET: sets granule and tracking region size from a page.</summary>
    public Script<RmiReply> RmmConfigSet(ulong configPage) => Call(RmiCommand.RmmConfigSet, configPage);

    /// <summary>RMI_RMM_ACTIVATE: makes the RMM ready for realms. It may ask for memory.</summary>
    public Script<RmiReply> RmmActivate(MemoryTransfer transfer) => CallWithMemory(transfer, RmiCommand.RmmActivate);

    /// <summary>RMI_GRANULE_TRACKING_GET: says how memory from an address on is tracked.</summary>
    public async Script<RmiReply<TrackingAnswer>> GranuleTrackingGet(ulong start, ulong end)
    {
        RmiReply reply = await Call(RmiCommand.GranuleTrackingGet, start, end);
        return new(reply, new((RmiMemoryCategory)reply.Response.X1, (RmiTrackingState)reply.Response.X2, reply.Response.X3));
    }

    /// <summary>RMI_GPT_L1_CREATE: adds a level 1 granule protection table. It may ask for memory.</summary>
    public Script<RmiReply> GptL1Create(ulong address, MemoryTransfer transfer) =>
        CallWithMemory(transfer, RmiCommand.GptL1Create, address);
}
