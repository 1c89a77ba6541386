using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Boot-time set-up of the RMM, once, before the first realm.</summary>
/// <remarks>
/// The order of a Linux host: is there RME, RMI_VERSION, RMI_FEATURES, RMI_RMM_CONFIG_SET, RMI_RMM_ACTIVATE, then for each bank of RAM
/// RMI_GRANULE_TRACKING_GET and RMI_GPT_L1_CREATE. A failure at any step means that there are no realms; the RMM of this
/// specification cannot be deactivated again.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="banks">The host's RAM.</param>
internal sealed class RmmBoot(HostServices services, IReadOnlyList<PageRange> banks)
{
    private const int L0GptszUnitShift = 30;

    /// <summary>What the RMM holds of the host's memory; leaks of the boot are there too.</summary>
    public GranuleLedger Ledger { get; } = new();

    /// <summary>What the RMM offers, once <see cref="Start"/> has succeeded.</summary>
    public RmmFeatures Features { get; private set; } = new(default, default, 0);

    /// <summary>Does all steps.</summary>
    public async Script<HostResult> Start()
    {
        if (services.Pe[SystemRegister.ID_AA64PFR0_EL1] >> 52 << 60 == 0)
            return HostResult.Fail(Errno.ENXIO, "ID_AA64PFR0_EL1.RME is 0: this PE has no Realm Management Extension");
        HostResult allocated = services.AllocateZeroedPage(out ulong page);
        if (!allocated.IsOk)
            return allocated;
        HostResult result = await Steps(page);
        services.FreePage(page);
        return result;
    }

    private async Script<HostResult> Steps(ulong page)
    {
        HostResult result = await Negotiate();
        if (result.IsOk)
            result = Configure(page);
        if (result.IsOk)
            result = HostResult.From(await services.Rmi.RmmConfigSet(page));
        if (result.IsOk)
            result = HostResult.From(await services.Rmi.RmmActivate(Transfer(page)));
        foreach (PageRange bank in banks)
        {
            if (result.IsOk)
                result = await CheckTracking(bank);
            if (result.IsOk)
                result = await CreateLevel1Gpts(bank, page);
        }
        return result;
    }

    private MemoryTransfer Transfer(ulong page) => new(services, Ledger, page);

    private async Script<HostResult> Negotiate()
    {
        RmiReply<RmiVersions> version = await services.Rmi.Version(services.Abi.RmiVersions[^1]);
        if (version.Reply.Response.X0 == ulong.MaxValue)
            return HostResult.Fail(Errno.ENXIO, "RMI_VERSION: NOT_SUPPORTED, there is no RMM");
        if (!version.IsSuccess)
            return HostResult.Fail(version.Reply);
        RmiReply<ulong> realm = await services.Rmi.Features(0);
        RmiReply<ulong> global = await services.Rmi.Features(1);
        if (!realm.IsSuccess || !global.IsSuccess)
            return HostResult.Fail(realm.IsSuccess ? global.Reply : realm.Reply);
        ulong mecCount = 0;
        if (MecOf(services.Pe[SystemRegister.ID_AA64MMFR3_EL1]) != 0)
            mecCount = await services.Rmi.Features(4) is { IsSuccess: true } contexts ? RmiFeatureRegister4.MecCount.Get(contexts.Output) : 0;
        Features = new(RmiFeatureRegister0.Decode(realm.Output), RmiFeatureRegister1.Decode(global.Output), mecCount);
        return Features.Global.Supports(services.PageSize.Granule)
            ? HostResult.Ok
            : HostResult.Fail(Errno.ENXIO, $"the RMM has no granules of {services.PageSize.Bytes >> 10} KiB, the host's page size");
    }

    private static ulong MecOf(ulong mmfr3) => mmfr3 >> 28 & 0xF;

    private HostResult Configure(ulong page)
    {
        Span<byte> config = stackalloc byte[RmiRmmConfigLayout.Size];
        config.Clear();
        config[RmiRmmConfigLayout.TrackingRegionSize] = 0; // the smallest that the granule has
        config[RmiRmmConfigLayout.RmiGranuleSize] = RmiGranuleSizes.Encode(services.PageSize.Granule);
        services.Abi.RmmConfig.FromCanonical(config);
        return services.Physical.Write(page, config);
    }

    private async Script<HostResult> CheckTracking(PageRange bank)
    {
        for (ulong start = bank.Base; start < bank.End;)
        {
            RmiReply<TrackingAnswer> reply = await services.Rmi.GranuleTrackingGet(start, bank.End);
            TrackingAnswer answer = reply.Output;
            if (!reply.IsSuccess)
                return HostResult.Fail(reply.Reply);
            if (answer.Category != RmiMemoryCategory.Conventional || answer.State != RmiTrackingState.Fine || answer.Top <= start)
            {
                return HostResult.Fail(Errno.ENODEV,
                    $"{reply.Reply.Describe()}: RAM at 0x{start:X} must be conventional memory, tracked granule by granule");
            }
            start = answer.Top;
        }
        return HostResult.Ok;
    }

    private async Script<HostResult> CreateLevel1Gpts(PageRange bank, ulong page)
    {
        ulong chunk = 1UL << (L0GptszUnitShift + Features.Global.L0Gptsz);
        for (ulong address = bank.Base & ~(chunk - 1); address < bank.End; address += chunk)
        {
            RmiReply reply = await services.Rmi.GptL1Create(address, Transfer(page));
            // The table is there already: what a host finds under firmware that has made them all.
            if (!reply.IsSuccess && reply.Status != RmiStatus.ErrorGpt)
                return HostResult.Fail(reply);
        }
        return HostResult.Ok;
    }
}
