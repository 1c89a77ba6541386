using System.Buffers.Binary;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;
using L = CcaEmu.Arm.Rsi.RsiRealmConfigLayout;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_REALM_CONFIG: what the Realm is, written into a page of its own.</summary>
internal sealed class RsiRealmConfig() : RsiHandler(RsiCommand.RealmConfig, [.. RsiCall.Buffer(1, RsiCall.GranuleBytes)])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        if (!call.Context.TryLocate(call[1], out ulong address))
            return call.ExitAndRetry();
        Span<byte> page = stackalloc byte[L.Size];
        page.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(page[L.IpaWidth..], (ulong)call.Rd.IpaWidth);
        page[L.HashAlgo] = (byte)call.Rd.HashAlgorithm;
        BinaryPrimitives.WriteUInt64LittleEndian(page[L.Gicv3Vtr..], call.Context.Pe[SystemRegister.ICH_VTR_EL2]);
        call.Rd.ReadRpv(page.Slice(L.Rpv, 64));
        call.Context.Rmm.Abi.RealmConfig.FromCanonical(page);
        call.Context.Memory.Write(address, (ReadOnlySpan<byte>)page);
        call.Context.Pe.Charge(RmmCosts.CopyGranule);
        return call.Return(RsiStatus.Success);
    }
}
