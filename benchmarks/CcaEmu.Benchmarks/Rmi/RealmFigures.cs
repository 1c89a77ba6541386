using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Realms and RECs from their creation to their end: cost follows what is mapped.</summary>
internal static class RealmFigures
{
    private const ulong Pool = 0x9000_0000, PoolBytes = 0x2000_0000, Spare = 0xC000_0000, Block = 1 << 21, GiB = 1 << 30;
    private const int Times = 5_000;

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using var host = new CommandHost();
        host.Over(RmiCommand.GranuleRangeDelegate, Pool, Pool + PoolBytes);
        MeasuredRealm realm = new MeasuredRealm(host, Spare).Start(A64.Loop([]));
        ulong rd = realm.Take(), rtt = realm.Take(), parameters = Spare + 0x100_0000;
        host.Write(parameters, MeasuredRealm.ParametersOf(rtt));
        int step = 0;
        sheet.Row("RMI_REALM_CREATE, RMI_REALM_TERMINATE and RMI_REALM_DESTROY together", Times, host.Repeat(3 * Times, pe =>
        {
            RmiCommand command = (step++ % 3) switch { 0 => RmiCommand.RealmCreate, 1 => RmiCommand.RealmTerminate, _ => RmiCommand.RealmDestroy };
            CommandHost.Set(pe, command, rd, command == RmiCommand.RealmCreate ? parameters : 0);
        }));
        WithRec(sheet, host, rd, parameters, realm.Take());
        foreach (int mebibytes in (int[])[2, 32, 512])
            Life(sheet, host, rd, parameters, mebibytes);
    }

    private static void WithRec(FigureSheet sheet, CommandHost host, ulong rd, ulong parameters, ulong rec)
    {
        ulong recParameters = parameters + 0x1000;
        host.Write(recParameters, MeasuredRealm.RecParameters());
        (RmiCommand Command, ulong X1, ulong X2, ulong X3)[] life =
        [
            (RmiCommand.RealmCreate, rd, parameters, 0), (RmiCommand.RecCreate, rd, rec, recParameters), (RmiCommand.RealmActivate, rd, 0, 0),
            (RmiCommand.RealmTerminate, rd, 0, 0), (RmiCommand.RecDestroy, rec, 0, 0), (RmiCommand.RealmDestroy, rd, 0, 0),
        ];
        int step = 0;
        sheet.Row("the same with RMI_REC_CREATE, RMI_REALM_ACTIVATE and RMI_REC_DESTROY between", Times, host.Repeat(life.Length * Times, pe =>
        {
            (RmiCommand command, ulong x1, ulong x2, ulong x3) = life[step++ % life.Length];
            CommandHost.Set(pe, command, x1, x2, x3);
        }));
    }

    // Create, tables, map, terminate, unmap, tables, destroy.
    private static void Life(FigureSheet sheet, CommandHost host, ulong rd, ulong parameters, int mebibytes)
    {
        ulong top = GiB + ((ulong)mebibytes << 20), tables = Spare + 0x200_0000;
        int count = mebibytes / 2;
        host.Over(RmiCommand.GranuleRangeDelegate, tables, tables + (ulong)(count + 1) * 0x1000);
        ulong flags = RmiMapFlags.Create(RmiAddressType.Single).Value;
        sheet.Row($"a realm from create to destroy with {mebibytes} MiB mapped by pages, by the MiB", mebibytes, () =>
        {
            host.Succeed(RmiCommand.RealmCreate, rd, parameters);
            host.Succeed(RmiCommand.RttCreate, rd, tables, GiB, 2);
            for (ulong i = 0; i < (ulong)count; i++)
            {
                ulong ipa = GiB + i * Block;
                host.Succeed(RmiCommand.RttCreate, rd, tables + (i + 1) * 0x1000, ipa, 3);
            }
            host.Succeed(RmiCommand.RealmActivate, rd);
            for (ulong i = 0; i < (ulong)count; i++)
            {
                ulong range = new AddressRangeDescriptor(Pool + i * Block, 3, 512).Encode(TranslationGranule.Size4K);
                host.Succeed(RmiCommand.RttDataMap, rd, GiB + i * Block, GiB + (i + 1) * Block, flags, range);
            }
            host.Succeed(RmiCommand.RealmTerminate, rd);
            host.Over(RmiCommand.RttDataUnmap, GiB, top, rd);
            for (ulong i = 0; i < (ulong)count; i++)
                host.Succeed(RmiCommand.RttDestroy, rd, GiB + i * Block, 3);
            host.Succeed(RmiCommand.RttDestroy, rd, GiB, 2);
            host.Succeed(RmiCommand.RealmDestroy, rd);
        });
        host.Over(RmiCommand.GranuleRangeUndelegate, tables, tables + (ulong)(count + 1) * 0x1000);
    }
}
