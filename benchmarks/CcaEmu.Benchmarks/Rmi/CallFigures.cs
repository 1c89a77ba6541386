using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Calls that change nothing, the way into a realm and back, and a realm's own calls.</summary>
internal static class CallFigures
{
    private const int Times = 100_000;
    private const ulong Memory = 0x9000_0000, MemoryOfRealm = 0x20_0000, Spare = 0x8800_0000;

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using var host = new CommandHost();
        sheet.Row("RMI_VERSION", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.Version, 0x2_0000)));
        sheet.Row("RMI_FEATURES", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.Features, 0)));
        sheet.Row("RMI_RMM_STATE_GET", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RmmStateGet)));
        sheet.Row("RMI_RMM_CONFIG_GET", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RmmConfigGet, Spare)));
        MeasuredRealm realm = new MeasuredRealm(host, Memory).Start(A64.Loop([]));
        sheet.Row("RMI_RTT_READ_ENTRY", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RttReadEntry, realm.Rd, 0x1000, 3)));
        (string Name, RsiCommand Command, uint X1, uint X2)[] calls =
        [
            ("PSCI_VERSION", (RsiCommand)0x8400_0000, 0, 0), ("RSI_VERSION", RsiCommand.Version, 0, 0), ("RSI_FEATURES", RsiCommand.Features, 0, 0),
            ("RSI_REALM_CONFIG", RsiCommand.RealmConfig, 0x2000, 0), ("RSI_IPA_STATE_GET of one page", RsiCommand.IpaStateGet, 0x1000, 0x2000),
            ("RSI_MEASUREMENT_READ", RsiCommand.MeasurementRead, 0, 0), ("RSI_MEASUREMENT_EXTEND, 32 bytes, SHA-256", RsiCommand.MeasurementExtend, 1, 32),
            ("RSI_MEM_GET_PERM_VALUE", RsiCommand.MemGetPermValue, 0, 14),
        ];
        for (int i = 0; i < calls.Length; i++)
        {
            (string name, RsiCommand command, uint x1, uint x2) = calls[i];
            MeasuredRealm caller = new MeasuredRealm(host, Memory + (ulong)(i + 1) * MemoryOfRealm).Start(Counted(command, x1, x2));
            sheet.Row(name, Times, () => host.Succeed(RmiCommand.RecEnter, caller.Rec, caller.Run));
        }
        PrintPsci(sheet, host);
        PrintConfiguration(sheet);
    }

    /// <summary>The way into a realm that makes one call after the other, and back.</summary>
    public static void PrintEntry(FigureSheet sheet)
    {
        using var host = new CommandHost();
        MeasuredRealm realm = new MeasuredRealm(host, Memory).Start(A64.Loop(A64.Call((uint)RsiCommand.HostCall, MeasuredRealm.Buffer)));
        sheet.Row("RMI_REC_ENTER up to the exit by RSI_HOST_CALL", Times,
            host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RecEnter, realm.Rec, realm.Run)));
    }

    // The realm's first REC asks for the second one's state, and the host answers.
    private static void PrintPsci(FigureSheet sheet, CommandHost host)
    {
        MeasuredRealm realm = new MeasuredRealm(host, Memory + 10 * MemoryOfRealm).Start(A64.Loop(A64.Call((uint)PsciFunction.AffinityInfo, 1, 0)), recs: 2);
        bool hasAsked = false;
        sheet.Row("RMI_PSCI_COMPLETE, and RMI_REC_ENTER up to the next PSCI_AFFINITY_INFO, by the command", 2 * Times, host.Repeat(2 * Times, pe =>
        {
            hasAsked = !hasAsked;
            if (hasAsked)
                CommandHost.Set(pe, RmiCommand.RecEnter, realm.Rec, realm.Run);
            else
                CommandHost.Set(pe, RmiCommand.PsciComplete, realm.Rec, realm.Rec + 0x1000, (ulong)PsciStatus.Success);
        }));
    }

    // Before activation.
    private static void PrintConfiguration(FigureSheet sheet)
    {
        using var host = new CommandHost(activate: false);
        sheet.Row("RMI_RMM_CONFIG_SET", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RmmConfigSet, Spare)),
            allocates: "what counts granules is made anew");
    }

    // So many calls, then a host call, from the start again.
    private static uint[] Counted(RsiCommand command, uint x1, uint x2) =>
        A64.Loop([.. A64.Times(Times, A64.Call((uint)command, x1, x2)), .. A64.Call((uint)RsiCommand.HostCall, MeasuredRealm.Buffer)]);
}
