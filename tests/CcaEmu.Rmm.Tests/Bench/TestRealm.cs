using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A Realm that a test builds step by step: 33-bit IPA space, one starting table at level 1.</summary>
internal sealed class TestRealm
{
    /// <summary>Where guest code is put.</summary>
    public const ulong Code = 0x8000_0000;

    /// <summary>A page of RAM beside the code, in the same level 3 table.</summary>
    public const ulong Data = Code + 0x1000;

    /// <summary>First unprotected IPA.</summary>
    public const ulong Unprotected = 1UL << 32;

    private readonly RmmBench _bench;
    private readonly HashSet<(ulong Ipa, int Level)> _tables = [];

    /// <summary>Creates a NEW Realm.</summary>
    public TestRealm(RmmBench bench, RealmParams? parameters = null)
    {
        _bench = bench;
        parameters ??= new RealmParams();
        Rd = bench.NewDelegated();
        Rtt = bench.NewDelegated(parameters.RttNumStart, RmmBench.Granule * parameters.RttNumStart);
        Parameters = parameters with { RttBase = Rtt };
        bench.Succeed(RmiCommand.RealmCreate, Rd, bench.NewPage(Parameters.ToBytes()));
        Run = bench.NewGranule();
    }

    public RealmParams Parameters { get; }

    public ulong Rd { get; }

    public ulong Rtt { get; }

    /// <summary>Run page of the first REC.</summary>
    public ulong Run { get; }

    /// <summary>The first REC, once made.</summary>
    public ulong Rec { get; private set; }

    /// <summary>Makes the tables of an IPA down to a level.</summary>
    public void MakeTables(ulong ipa, int level = 3)
    {
        for (int i = (int)Parameters.RttLevelStart + 1; i <= level; i++)
        {
            ulong start = ipa & ~((1UL << (12 + 9 * (4 - i))) - 1);
            if (_tables.Add((start, i)))
                _bench.Succeed(RmiCommand.RttCreate, Rd, _bench.NewDelegated(), start, (ulong)i);
        }
    }

    /// <summary>Maps a page with contents and gives its PA.</summary>
    public ulong MapInit(ulong ipa, ReadOnlySpan<byte> contents, RmiDataFlags flags = RmiDataFlags.Measure)
    {
        MakeTables(ipa);
        ulong data = _bench.NewDelegated();
        _bench.Succeed(RmiCommand.RttDataMapInit, Rd, data, ipa, _bench.NewPage(contents), (ulong)flags);
        return data;
    }

    /// <summary>Maps a page of an ACTIVE Realm and gives its PA.</summary>
    public ulong MapPage(ulong ipa)
    {
        MakeTables(ipa);
        ulong data = _bench.NewDelegated();
        ulong range = new AddressRangeDescriptor(data, 3, 1).Encode(TranslationGranule.Size4K);
        _bench.Succeed(RmiCommand.RttDataMap, Rd, ipa, ipa + RmmBench.Granule, RmiMapFlags.Create(RmiAddressType.Single).Value, range);
        return data;
    }

    /// <summary>Maps code at <see cref="Code"/>.</summary>
    public ulong MapCode(params ReadOnlySpan<uint> words) => MapInit(Code, MemoryMarshal.AsBytes(words));

    /// <summary>Makes a REC that starts at <see cref="Code"/>.</summary>
    public ulong NewRec(bool runnable = true, ulong mpidr = 0, ulong pc = Code, params ReadOnlySpan<ulong> gprs)
    {
        ulong rec = _bench.NewDelegated();
        _bench.Succeed(RmiCommand.RecCreate, Rd, rec, _bench.NewPage(RecParams(runnable, mpidr, pc, gprs)));
        if (Rec == 0)
            Rec = rec;
        return rec;
    }

    /// <summary>RmiRecParams.</summary>
    public static byte[] RecParams(bool runnable, ulong mpidr, ulong pc, params ReadOnlySpan<ulong> gprs)
    {
        var page = new byte[RmiRecParamsLayout.Size];
        page[RmiRecParamsLayout.Flags] = runnable ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RmiRecParamsLayout.Mpidr), mpidr);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RmiRecParamsLayout.Pc), pc);
        for (int i = 0; i < gprs.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RmiRecParamsLayout.Gprs + i * 8), gprs[i]);
        return page;
    }

    /// <summary>Makes a runnable REC with code and activates.</summary>
    public TestRealm Start(params ReadOnlySpan<uint> words)
    {
        MapCode(words);
        NewRec();
        Activate();
        return this;
    }

    public void Activate() => _bench.Succeed(RmiCommand.RealmActivate, Rd);

    /// <summary>Enters the first REC and gives the status.</summary>
    public RmiResult TryEnter(RmiRecEnterFlags flags = RmiRecEnterFlags.None)
    {
        _bench.Write64(Run + RmiRecRunLayout.EnterFlags, (ulong)flags);
        return _bench.Rmi(RmiCommand.RecEnter, Rec, Run);
    }

    /// <summary>Enters the first REC, which must succeed, and gives the exit reason.</summary>
    public RmiRecExitReason Enter(RmiRecEnterFlags flags = RmiRecEnterFlags.None)
    {
        Assert.That(TryEnter(flags), Is.EqualTo(RmiResult.Success));
        return (RmiRecExitReason)Exit(RmiRecRunLayout.ExitReason);
    }

    /// <summary>A field of the exit record.</summary>
    public ulong Exit(int offset) => _bench.Read64(Run + (ulong)offset);

    /// <summary>A register of the exit record.</summary>
    public ulong ExitGpr(int index) => Exit(RmiRecRunLayout.ExitGprs + index * 8);

    /// <summary>Sets a register of the entry record.</summary>
    public void SetEnterGpr(int index, ulong value) => _bench.Write64(Run + RmiRecRunLayout.EnterGprs + (ulong)index * 8, value);
}
