using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using L = CcaEmu.Arm.Rmi.RmiRealmParamsLayout;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>RmiRealmParams as a host writes them.</summary>
internal sealed record RealmParams
{
    public ulong Flags0 { get; init; }

    public byte S2sz { get; init; } = 33;

    public byte SveVl { get; init; }

    public byte NumBps { get; init; } = 5;

    public byte NumWps { get; init; } = 3;

    public byte PmuNumCtrs { get; init; }

    public byte HashAlgo { get; init; } = (byte)RmiHashAlgorithm.Sha256;

    public ulong NumAuxPlanes { get; init; }

    public ulong AtsPlane { get; init; }

    public ulong RttBase { get; init; }

    public ulong RttLevelStart { get; init; } = 1;

    public uint RttNumStart { get; init; } = 1;

    public ulong Flags1 { get; init; }

    public byte[] Rpv { get; init; } = [];

    public byte[] ToBytes()
    {
        var page = new byte[L.Size];
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.Flags0), Flags0);
        page[L.S2sz] = S2sz;
        page[L.SveVl] = SveVl;
        page[L.NumBps] = NumBps;
        page[L.NumWps] = NumWps;
        page[L.PmuNumCtrs] = PmuNumCtrs;
        page[L.HashAlgo] = HashAlgo;
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.NumAuxPlanes), NumAuxPlanes);
        Rpv.CopyTo(page, L.Rpv);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.AtsPlane), AtsPlane);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.RttBase), RttBase);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.RttLevelStart), RttLevelStart);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(L.RttNumStart), RttNumStart);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(L.Flags1), Flags1);
        return page;
    }
}
