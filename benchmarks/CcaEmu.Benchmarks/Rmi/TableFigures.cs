using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Translation tables of a realm: made, filled, emptied, folded.</summary>
internal static class TableFigures
{
    private const ulong Pool = 0x9000_0000, PoolBytes = 0x2000_0000, Spare = 0xC000_0000, Block = 1 << 21, GiB = 1 << 30;
    private const ulong Unprotected = 1UL << 38;
    private const int Times = 20_000;

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using var host = new CommandHost();
        host.Over(RmiCommand.GranuleRangeDelegate, Pool, Pool + PoolBytes);
        MeasuredRealm realm = new MeasuredRealm(host, Spare).Start(A64.Loop([]));
        ulong table = realm.Take();
        foreach ((string name, RmiCommand undo) in ((string, RmiCommand)[])[("RMI_RTT_DESTROY", RmiCommand.RttDestroy), ("RMI_RTT_FOLD", RmiCommand.RttFold)])
        {
            bool exists = false;
            sheet.Row($"RMI_RTT_CREATE and {name}, by the command", 2 * Times, host.Repeat(2 * Times, pe =>
            {
                exists = !exists;
                if (exists)
                    CommandHost.Set(pe, RmiCommand.RttCreate, realm.Rd, table, Block, 3);
                else
                    CommandHost.Set(pe, undo, realm.Rd, Block, 3);
            }));
        }
        realm.MakeTable(GiB, 2);
        for (ulong i = 0; i < 128; i++)
            realm.MakeTable(GiB + i * Block, 3);
        realm.MakeTable(2 * GiB, 2);
        realm.MakeTable(Unprotected, 2);
        for (ulong i = 0; i < 8; i++)
            realm.MakeTable(Unprotected + i * Block, 3);
        Map(sheet, "RMI_RTT_DATA_MAP of pages, 512 by a command, by the page", host, realm, RmiCommand.RttDataMap, GiB, 3, 64 * 512, 512);
        Map(sheet, "RMI_RTT_DATA_MAP of single pages", host, realm, RmiCommand.RttDataMap, GiB, 3, 4096, 1);
        Map(sheet, "RMI_RTT_DATA_MAP of blocks of 2 MiB, by the block", host, realm, RmiCommand.RttDataMap, 2 * GiB, 2, 256, 256);
        Map(sheet, "RMI_RTT_UNPROT_MAP of pages, 512 by a command, by the page", host, realm, RmiCommand.RttUnprotMap, Unprotected, 3, 8 * 512, 512);
        Map(sheet, "RMI_RTT_UNPROT_MAP of single pages", host, realm, RmiCommand.RttUnprotMap, Unprotected, 3, 4096, 1);
        Populate(sheet, host);
        InitialRipas(sheet, host);
        RipasChanges(sheet, host);
    }

    // A page of a NEW realm, copied and measured, and taken away again.
    private static void Populate(FigureSheet sheet, CommandHost host)
    {
        var realm = new MeasuredRealm(host, Spare + 6UL * 0x100_0000);
        realm.MakeTable(0, 2);
        realm.MakeTable(0, 3);
        ulong page = realm.Take();
        bool isMapped = false;
        sheet.Row("RMI_RTT_DATA_MAP_INIT, measured with SHA-256, and RMI_RTT_DATA_UNMAP together", Times, host.Repeat(2 * Times, pe =>
        {
            isMapped = !isMapped;
            if (isMapped)
                CommandHost.Set(pe, RmiCommand.RttDataMapInit, realm.Rd, page, MeasuredRealm.Code, realm.Parameters, (ulong)RmiDataFlags.Measure);
            else
                CommandHost.Set(pe, RmiCommand.RttDataUnmap, realm.Rd, MeasuredRealm.Code, MeasuredRealm.Code + 0x1000);
        }));
    }

    // RAM where there is RAM already: nothing else changes.
    private static void InitialRipas(FigureSheet sheet, CommandHost host)
    {
        var realm = new MeasuredRealm(host, Spare + 7UL * 0x100_0000);
        realm.MakeTable(0, 2);
        realm.MakeTable(0, 3);
        foreach ((string name, ulong bytes) in ((string, ulong)[])[("of 512 pages, by the command", Block), ("of a page", 0x1000)])
            sheet.Row($"RMI_RTT_INIT_RIPAS {name}", Times, host.Repeat(Times, pe => CommandHost.Set(pe, RmiCommand.RttInitRipas, realm.Rd, 0, bytes)));
    }

    private static void Map(FigureSheet sheet, string name, CommandHost host, MeasuredRealm realm, RmiCommand map, ulong ipa, int level, int count, int step)
    {
        RmiCommand unmap = map == RmiCommand.RttDataMap ? RmiCommand.RttDataUnmap : RmiCommand.RttUnprotUnmap;
        ulong size = TranslationGranule.Size4K.EntrySizeBytes(level), top = ipa + (ulong)count * size, bytes = (ulong)step * size;
        ulong single = RmiMapFlags.Create(RmiAddressType.Single).Value;
        ulong flags = map == RmiCommand.RttDataMap ? single : new RmiMapFlags(single).WithAttributes(6, 3).Value;
        ulong at = ipa;
        Action commands = host.Repeat(count / step, pe =>
        {
            // Host memory is mapped where it is the host's still.
            ulong output = (map == RmiCommand.RttDataMap ? Pool : Pool + PoolBytes) + (at - ipa);
            CommandHost.Set(pe, map, realm.Rd, at, at + bytes, flags, new AddressRangeDescriptor(output, level, step).Encode(TranslationGranule.Size4K));
            at += bytes;
        });
        void Fill()
        {
            at = ipa;
            commands();
        }
        void Empty() => host.Over(unmap, ipa, top, realm.Rd);
        sheet.Row(name, count, Fill, Empty);
        Fill();
        if (step != 1)
            sheet.Row(name.Replace("_MAP", "_UNMAP", StringComparison.Ordinal).Replace(", 512 by a command", "", StringComparison.Ordinal), count, Empty, Fill);
        Empty();
    }

    // A realm that asks for RAM and for EMPTY, over 1 GiB, in turns; the host answers until all is done.
    private static void RipasChanges(FigureSheet sheet, CommandHost host)
    {
        foreach (bool pages in (bool[])[false, true])
        {
            // To RAM and to EMPTY, in turns.
            uint[] program = A64.Loop([
                .. A64.Call((uint)RsiCommand.IpaStateSet, (uint)GiB, (uint)(2 * GiB), (uint)Ripas.Ram, 1),
                .. A64.Call((uint)RsiCommand.IpaStateSet, (uint)GiB, (uint)(2 * GiB), (uint)Ripas.Empty, 1),
            ]);
            MeasuredRealm realm = new MeasuredRealm(host, Spare + (pages ? 4UL : 2UL) * 0x100_0000).Start(program);
            realm.MakeTable(GiB, 2);
            for (ulong i = 0; pages && i < 512; i++)
                realm.MakeTable(GiB + i * Block, 3);
            string name = pages ? "pages in 512 tables" : "512 blocks";
            sheet.Row($"RSI_IPA_STATE_SET after RMI_REC_ENTER, and RMI_RTT_SET_RIPAS over 1 GiB, {name}", 1, () =>
            {
                host.Succeed(RmiCommand.RecEnter, realm.Rec, realm.Run);
                host.Over(RmiCommand.RttSetRipas, GiB, 2 * GiB, realm.Rd, realm.Rec);
            });
        }
    }
}
