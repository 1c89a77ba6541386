using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Calls that change nothing, the way into a realm and back, and a realm's own calls.</summary>
internal static class CallFigures
{
    private const int Times = 100_000;
    private const ulong Memory = 0x9000_0000, MemoryOfRealm = 0x20_0000;

    /// <summary>Measures and prints.</summary>
    public static void Print()
    {
        using var host = new CommandHost();
        FigureRow.Print("RMI_VERSION", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.Version, 0x2_0000)));
        FigureRow.Print("RMI_FEATURES", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.Features, 0)));
        MeasuredRealm realm = new MeasuredRealm(host, Memory).Start(0x1400_0000);
        FigureRow.Print("RMI_RTT_READ_ENTRY", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RttReadEntry, realm.Rd, 0x1000, 3)));
        (string Name, RsiCommand Command, uint X1, uint X2)[] calls =
        [
            ("PSCI_VERSION", (RsiCommand)0x8400_0000, 0, 0), ("RSI_VERSION", RsiCommand.Version, 0, 0), ("RSI_FEATURES", RsiCommand.Features, 0, 0),
            ("RSI_REALM_CONFIG", RsiCommand.RealmConfig, 0x2000, 0), ("RSI_IPA_STATE_GET of one page", RsiCommand.IpaStateGet, 0x1000, 0x2000),
            ("RSI_MEASUREMENT_READ", RsiCommand.MeasurementRead, 0, 0), ("RSI_MEASUREMENT_EXTEND, 32 bytes, SHA-256", RsiCommand.MeasurementExtend, 1, 32),
        ];
        for (int i = 0; i < calls.Length; i++)
        {
            (string name, RsiCommand command, uint x1, uint x2) = calls[i];
            MeasuredRealm caller = new MeasuredRealm(host, Memory + (ulong)(i + 1) * MemoryOfRealm).Start(Counted(command, x1, x2));
            FigureRow.Print(name, Times, () => host.Succeed(RmiCommand.RecEnter, caller.Rec, caller.Run));
        }
    }

    /// <summary>The way into a realm that makes one call after the other, and back.</summary>
    public static void PrintEntry()
    {
        using var host = new CommandHost();
        // MOV X0, #RSI_HOST_CALL; MOV X1, #0x2000; SMC #0; B to the start
        const uint command = (uint)RsiCommand.HostCall;
        MeasuredRealm realm = new MeasuredRealm(host, Memory).Start(Movz(0, command & 0xFFFF), Movk(0, command >> 16), Movz(1, 0x2000), 0xD400_0003, 0x17FF_FFFC);
        FigureRow.Print("RMI_REC_ENTER up to the exit by RSI_HOST_CALL", Times,
            host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RecEnter, realm.Rec, realm.Run)));
    }

    // So many calls, then a host call, from the start again.
    private static uint[] Counted(RsiCommand command, uint x1, uint x2) =>
    [
        Movz(20, Times & 0xFFFF), Movk(20, Times >> 16),
        Movz(0, (uint)command & 0xFFFF), Movk(0, (uint)command >> 16), Movz(1, x1), Movz(2, x2), 0xD400_0003,
        0xF100_0694, // SUBS X20, X20, #1
        0x54FF_FF41, // B.NE six back
        Movz(0, (uint)RsiCommand.HostCall & 0xFFFF), Movk(0, (uint)RsiCommand.HostCall >> 16), Movz(1, 0x2000), 0xD400_0003,
        0x17FF_FFF3,
    ];

    private static uint Movz(uint d, uint value) => 0xD280_0000 | value << 5 | d;

    private static uint Movk(uint d, uint value) => 0xF2A0_0000 | value << 5 | d;
}
