using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>None to New: the Realm Descriptor and the root tables.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), command RMI_REALM_CREATE and type RmiRealmParams.</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="features">What the RMM offers.</param>
/// <param name="realm">The realm.</param>
internal sealed class RealmCreation(HostServices services, RmmFeatures features, Realm realm)
{
    /// <summary>Creates the realm. On failure nothing is held but what could not be undelegated, which is lost.</summary>
    /// <param name="algorithm">Hash of its measurements.</param>
    /// <param name="personalizationValue">64 bytes that it reports but that are not measured.</param>
    public async Script<HostResult> Create(RmiHashAlgorithm algorithm, ReadOnlyMemory<byte> personalizationValue)
    {
        if (realm.State != HostRealmState.None)
            return HostResult.Fail(Errno.EBUSY, $"the realm is {realm.State}");
        HostResult result = CheckFeatures(algorithm);
        ulong listPage = 0;
        ulong parameters = 0;
        if (result.IsOk)
            result = services.AllocateZeroedPage(out listPage);
        if (result.IsOk)
            result = services.AllocateZeroedPage(out parameters);
        if (result.IsOk)
        {
            realm.Transfer = new MemoryTransfer(services, realm.Ledger, listPage);
            result = await CreateWith(parameters, algorithm, personalizationValue);
        }
        services.FreePage(parameters);
        if (result.IsOk)
            realm.SetState(HostRealmState.New);
        else
            services.FreePage(listPage);
        return result;
    }

    private HostResult CheckFeatures(RmiHashAlgorithm algorithm)
    {
        int bits = realm.Geometry.IpaBits;
        if (bits > features.Realm.S2sz)
            return HostResult.Fail(Errno.EINVAL, $"an IPA space of {bits} bits is wider than the RMM's {features.Realm.S2sz}");
        if (realm.Geometry.Lpa2 && !features.Realm.Lpa2)
            return HostResult.Fail(Errno.EINVAL, "the RMM has no LPA2 for realms: their addresses have 48 bits at most");
        if (realm.Vcpus.Cast<Rec>().Select(rec => rec.HasMonitors).Distinct().Count() > 1)
            return HostResult.Fail(Errno.EINVAL, "all virtual CPUs of a realm have performance monitors, or none");
        return features.Global.Supports(algorithm)
            ? HostResult.Ok
            : HostResult.Fail(Errno.EINVAL, $"the RMM cannot measure with {algorithm}");
    }

    private async Script<HostResult> CreateWith(
        ulong parameters, RmiHashAlgorithm algorithm, ReadOnlyMemory<byte> personalizationValue)
    {
        (HostResult result, realm.Rd) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.Rd);
        if (!result.IsOk)
            return result;
        ulong rootBytes = realm.Geometry.RootBytes;
        (result, realm.Root) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.RootRtt, rootBytes, rootBytes);
        if (result.IsOk)
        {
            result = WriteParameters(parameters, algorithm, personalizationValue.Span);
            if (result.IsOk)
                result = HostResult.From(await services.Rmi.RealmCreate(realm.Rd, parameters, realm.Transfer!));
            if (!result.IsOk)
                await services.Granules.Release(realm.Ledger, GranulePurpose.RootRtt, new PageRange(realm.Root, rootBytes));
        }
        if (!result.IsOk)
            await services.Granules.Release(realm.Ledger, GranulePurpose.Rd, services.PageSize.At(realm.Rd));
        return result;
    }

    private bool HasMonitors => realm.Vcpus.Count > 0 && ((Rec)realm.Vcpus[0]).HasMonitors;

    private ulong Flags => (realm.Geometry.Lpa2 ? RmiRealmFlags0.Lpa2 : 0) | (HasMonitors ? RmiRealmFlags0.Pmu : 0);

    private HostResult WriteParameters(ulong address, RmiHashAlgorithm algorithm, ReadOnlySpan<byte> personalizationValue)
    {
        RealmGeometry geometry = realm.Geometry;
        Span<byte> page = stackalloc byte[RmiRealmParamsLayout.Size];
        page.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(page[RmiRealmParamsLayout.Flags0..], RmiRealmFlags0.MecPolicy.Set(Flags, (ulong)realm.MecPolicy));
        page[RmiRealmParamsLayout.S2sz] = (byte)geometry.IpaBits;
        page[RmiRealmParamsLayout.NumBps] = (byte)realm.Breakpoints;
        page[RmiRealmParamsLayout.NumWps] = (byte)realm.Watchpoints;
        page[RmiRealmParamsLayout.PmuNumCtrs] = (byte)(HasMonitors ? features.Realm.PmuNumCtrs : 0);
        page[RmiRealmParamsLayout.HashAlgo] = (byte)algorithm;
        personalizationValue.CopyTo(page[RmiRealmParamsLayout.Rpv..]);
        BinaryPrimitives.WriteUInt64LittleEndian(page[RmiRealmParamsLayout.RttBase..], realm.Root);
        BinaryPrimitives.WriteInt64LittleEndian(page[RmiRealmParamsLayout.RttLevelStart..], geometry.StartLevel);
        BinaryPrimitives.WriteUInt32LittleEndian(page[RmiRealmParamsLayout.RttNumStart..], (uint)geometry.RootGranules);
        services.Abi.RealmParams.FromCanonical(page);
        return services.Physical.Write(address, page);
    }
}
