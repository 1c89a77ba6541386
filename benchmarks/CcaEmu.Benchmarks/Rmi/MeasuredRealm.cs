using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>A realm of 39 bits of IPA with a little program, made command by command from memory above an address.</summary>
internal sealed class MeasuredRealm
{
    /// <summary>Where the program is.</summary>
    public const ulong Code = 0x1000;

    /// <summary>A page of RAM behind it.</summary>
    public const uint Buffer = 0x2000;

    private readonly CommandHost _host;
    private ulong _next;

    /// <summary>Creates a NEW realm.</summary>
    /// <param name="host">The host.</param>
    /// <param name="memory">First address of host memory that nobody uses; a multiple of 2 MiB.</param>
    public MeasuredRealm(CommandHost host, ulong memory)
    {
        (_host, _next) = (host, memory);
        Parameters = memory;
        Run = memory + 0x1000;
        _next += 0x2000;
        Rd = Take();
        host.Write(Parameters, ParametersOf(Take()));
        host.Succeed(RmiCommand.RealmCreate, Rd, Parameters);
    }

    /// <summary>The parameters' page, the host's again once the realm is made.</summary>
    public ulong Parameters { get; }

    /// <summary>The run page.</summary>
    public ulong Run { get; }

    /// <summary>The RD.</summary>
    public ulong Rd { get; }

    /// <summary>The REC.</summary>
    public ulong Rec { get; private set; }

    /// <summary>RmiRealmParams of such a realm.</summary>
    /// <param name="rtt">Its starting table.</param>
    public static byte[] ParametersOf(ulong rtt)
    {
        byte[] page = new byte[RmiRealmParamsLayout.Size];
        page[RmiRealmParamsLayout.S2sz] = 39;
        page[RmiRealmParamsLayout.NumBps] = 5;
        page[RmiRealmParamsLayout.NumWps] = 3;
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RmiRealmParamsLayout.RttBase), rtt);
        page[RmiRealmParamsLayout.RttLevelStart] = 1;
        page[RmiRealmParamsLayout.RttNumStart] = 1;
        return page;
    }

    /// <summary>RmiRecParams of a runnable REC that begins with the program.</summary>
    /// <param name="index">Which of its realm, below 16.</param>
    public static byte[] RecParameters(int index = 0)
    {
        byte[] page = new byte[RmiRecParamsLayout.Size];
        page[RmiRecParamsLayout.Flags] = 1;
        page[RmiRecParamsLayout.Mpidr] = (byte)index;
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RmiRecParamsLayout.Pc), Code);
        return page;
    }

    /// <summary>The next granule of the host's memory, delegated.</summary>
    public ulong Take()
    {
        ulong granule = _next;
        _next += 0x1000;
        _host.Succeed(RmiCommand.GranuleRangeDelegate, granule, granule + 0x1000);
        return granule;
    }

    /// <summary>Makes the table that covers an IPA.</summary>
    public ulong MakeTable(ulong ipa, int level)
    {
        ulong table = Take();
        _host.Succeed(RmiCommand.RttCreate, Rd, table, ipa & ~(TranslationGranule.Size4K.EntrySizeBytes(level - 1) - 1), (ulong)level);
        return table;
    }

    /// <summary>Gives it a program, RECs in neighbouring granules and a page of RAM behind the program, and activates it.</summary>
    public MeasuredRealm Start(ReadOnlySpan<uint> program, int recs = 1)
    {
        MakeTable(0, 2);
        MakeTable(0, 3);
        _host.Write(Parameters, new byte[0x1000]);
        _host.Write(Parameters, MemoryMarshal.AsBytes(program));
        _host.Succeed(RmiCommand.RttDataMapInit, Rd, Take(), Code, Parameters, 0);
        _host.Succeed(RmiCommand.RttDataMapInit, Rd, Take(), Buffer, Parameters, 0);
        for (int i = 0; i < recs; i++)
        {
            _host.Write(Parameters, RecParameters(i));
            ulong rec = Take();
            Rec = i == 0 ? rec : Rec;
            _host.Succeed(RmiCommand.RecCreate, Rd, rec, Parameters);
        }
        _host.Succeed(RmiCommand.RealmActivate, Rd);
        return this;
    }
}
