using System.Runtime.InteropServices;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>An RMM that a host has configured to a granule size, and a Realm with an IPA space of 48 bits, or 52 with LPA2.</summary>
internal sealed class SizedRealm : IDisposable
{
    private ulong _next = 0x9000_0000;
    private ulong _rec, _run;

    public SizedRealm(TranslationGranule granule, bool lpa2 = false)
    {
        (Granule, Lpa2) = (granule, lpa2);
        Bench = new RmmBench(activate: false, features: lpa2 ? PeFeatures.Default.With("+FEAT_LVA,+FEAT_LPA,+FEAT_LPA2") : null);
        Bench.Succeed(RmiCommand.RmmConfigSet, ConfigPage(granule, 0));
        Bench.Succeed(RmiCommand.RmmActivate);
        int bits = lpa2 ? 52 : 48;
        int level = (granule, lpa2) switch
        {
            (TranslationGranule.Size4K, true) => -1,
            (TranslationGranule.Size4K, false) or (TranslationGranule.Size16K, true) => 0,
            _ => 1,
        };
        uint tables = (uint)(1 << Math.Max(0, bits - granule.EntryShift(level - 1)));
        StartLevel = level;
        Rtt = NewDelegated(Bytes * tables, Bytes * tables);
        Rd = NewDelegated();
        var parameters = new RealmParams
        {
            Flags0 = lpa2 ? RmiRealmFlags0.Lpa2 : 0,
            S2sz = (byte)bits,
            RttLevelStart = unchecked((ulong)level),
            RttNumStart = tables,
            RttBase = Rtt,
        };
        ulong page = NewPage();
        Bench.Write(page, parameters.ToBytes());
        Bench.Succeed(RmiCommand.RealmCreate, Rd, page);
        Unprotected = 1UL << (bits - 1);
    }

    public RmmBench Bench { get; }

    public TranslationGranule Granule { get; }

    public bool Lpa2 { get; }

    public ulong Bytes => Granule.SizeBytes();

    public ulong Rd { get; }

    public ulong Rtt { get; }

    public int StartLevel { get; }

    public ulong Unprotected { get; }

    /// <summary>RmiRmmConfig in a page of the host.</summary>
    public ulong ConfigPage(TranslationGranule granule, byte trackingRegionSize)
    {
        ulong page = NewPage();
        Bench.Write(page + RmiRmmConfigLayout.RmiGranuleSize, [RmiGranuleSizes.Encode(granule)]);
        Bench.Write(page + RmiRmmConfigLayout.TrackingRegionSize, [trackingRegionSize]);
        return page;
    }

    /// <summary>Host memory nobody has used yet.</summary>
    public ulong NewPage(ulong bytes = 0, ulong alignment = 0)
    {
        bytes = Math.Max(bytes, Bytes);
        alignment = Math.Max(alignment, Bytes);
        ulong page = (_next + alignment - 1) & ~(alignment - 1);
        _next = page + bytes;
        return page;
    }

    /// <summary>The same, delegated.</summary>
    public ulong NewDelegated(ulong bytes = 0, ulong alignment = 0)
    {
        ulong start = NewPage(bytes, alignment);
        Bench.Delegate(start, Math.Max(bytes, Bytes) / RmmBench.Granule);
        return start;
    }

    /// <summary>Makes the tables of an IPA down to a level.</summary>
    public void MakeTables(ulong ipa, int level)
    {
        for (int i = StartLevel + 1; i <= level; i++)
            Bench.Succeed(RmiCommand.RttCreate, Rd, NewDelegated(), ipa & ~(Granule.EntrySizeBytes(i - 1) - 1), (ulong)i);
    }

    /// <summary>Where a walk ends: level, state, descriptor.</summary>
    public (ulong Level, RttEntryState State, ulong Descriptor) Read(ulong ipa, int level)
    {
        Bench.Succeed(RmiCommand.RttReadEntry, Rd, ipa, unchecked((ulong)level));
        return (Bench.X[1], (RttEntryState)Bench.X[2], Bench.X[3]);
    }

    /// <summary>Maps a page of RAM with contents.</summary>
    public void MapInit(ulong ipa, ReadOnlySpan<byte> contents)
    {
        ulong page = NewPage();
        Bench.Write(page, contents);
        Bench.Succeed(RmiCommand.RttDataMapInit, Rd, NewDelegated(), ipa, page, 0);
    }

    /// <summary>Maps a program of <see cref="Guests"/> and the page it reports in, makes a REC for it, and activates.</summary>
    public void Start(params ReadOnlySpan<uint> program)
    {
        MakeTables(TestRealm.Code, 3);
        MapInit(TestRealm.Code, MemoryMarshal.AsBytes<uint>(Guests.Page(program)));
        if (Bytes <= TestRealm.Data - TestRealm.Code)
            MapInit(TestRealm.Data, []);
        ulong page = NewPage();
        Bench.Write(page, TestRealm.RecParams(true, 0, TestRealm.Code));
        _rec = NewDelegated();
        Bench.Succeed(RmiCommand.RecCreate, Rd, _rec, page);
        Bench.Succeed(RmiCommand.RealmActivate, Rd);
        _run = NewPage();
    }

    /// <summary>Enters the REC, and gives the exit reason.</summary>
    public RmiRecExitReason Enter()
    {
        Bench.Succeed(RmiCommand.RecEnter, _rec, _run);
        return (RmiRecExitReason)Exit(RmiRecRunLayout.ExitReason);
    }

    /// <summary>A field of the exit record.</summary>
    public ulong Exit(int offset) => Bench.Read64(_run + (ulong)offset);

    public void Dispose() => Bench.Dispose();
}
