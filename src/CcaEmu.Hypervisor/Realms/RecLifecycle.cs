using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Creates and destroys RECs.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), commands RMI_REC_CREATE and RMI_REC_DESTROY, type RmiRecParams.</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
internal sealed class RecLifecycle(HostServices services, Realm realm)
{
    private const int ArgumentCount = 8;

    /// <summary>Creates the REC of a virtual CPU, in index order. On failure nothing is held but what is lost.</summary>
    /// <param name="rec">The virtual CPU with its start: PC, X0 to X7, and whether it is on; others wait for PSCI CPU_ON.</param>
    public async Script<HostResult> Create(Rec rec)
    {
        HostResult result = services.AllocateZeroedPage(out ulong parameters);
        ulong runPage = 0;
        ulong listPage = 0;
        if (result.IsOk)
            result = services.AllocateZeroedPage(out runPage);
        if (result.IsOk)
            result = services.AllocateZeroedPage(out listPage);
        if (result.IsOk)
        {
            rec.RunPage = runPage;
            rec.Transfer = new MemoryTransfer(services, realm.Ledger, listPage);
            result = WriteParameters(parameters, rec);
        }
        if (result.IsOk)
            result = await CreateWith(rec, parameters);
        services.FreePage(parameters);
        if (result.IsOk)
        {
            realm.Recs.Add(rec);
            return result;
        }
        services.FreePage(runPage);
        services.FreePage(listPage);
        return result;
    }

    /// <summary>Destroys a REC and frees what belongs to it. On failure everything of it stays where it is.</summary>
    public async Script<HostResult> Destroy(Rec rec)
    {
        RmiReply reply = await services.Rmi.RecDestroy(rec.Page, rec.Transfer!);
        if (!reply.IsSuccess)
            return HostResult.Fail(reply);
        HostResult result = await services.Granules.Release(
            realm.Ledger, GranulePurpose.Rec, services.PageSize.At(rec.Page));
        services.FreePage(rec.RunPage);
        services.FreePage(rec.Transfer!.ListPage);
        rec.Page = 0;
        realm.Recs.Remove(rec);
        return result;
    }

    private async Script<HostResult> CreateWith(Rec rec, ulong parameters)
    {
        (HostResult result, rec.Page) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.Rec);
        if (!result.IsOk)
            return result;
        RmiReply reply = await services.Rmi.RecCreate(realm.Rd, rec.Page, parameters, rec.Transfer!);
        if (reply.IsSuccess)
            return HostResult.Ok;
        await services.Granules.Release(realm.Ledger, GranulePurpose.Rec, services.PageSize.At(rec.Page));
        return HostResult.Fail(reply);
    }

    private HostResult WriteParameters(ulong address, Rec rec)
    {
        Span<byte> page = stackalloc byte[RmiRecParamsLayout.Size];
        page.Clear();
        RmiRecParamsFlags flags = rec.IsOn ? RmiRecParamsFlags.Runnable : RmiRecParamsFlags.None;
        BinaryPrimitives.WriteUInt64LittleEndian(page[RmiRecParamsLayout.Flags..], (ulong)flags);
        BinaryPrimitives.WriteUInt64LittleEndian(page[RmiRecParamsLayout.Mpidr..], rec.Mpidr.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(page[RmiRecParamsLayout.Pc..], rec.StartPc);
        for (int i = 0; i < ArgumentCount; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(page[(RmiRecParamsLayout.Gprs + i * sizeof(ulong))..], rec.Gprs[i]);
        services.Abi.RecParams.FromCanonical(page);
        return services.Physical.Write(address, page);
    }
}
