using System.Buffers.Binary;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_MEASUREMENT_READ: the RIM (index 0) or a REM (1 to 4) in X1 to X8.</summary>
internal sealed class RsiMeasurementRead() : RsiHandler(RsiCommand.MeasurementRead,
[
    new("index_bound", RsiStatus.ErrorInput, call => call[1] >= Rd.Measurements),
])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        Span<byte> measurement = stackalloc byte[Rd.MeasurementSize];
        call.Rd.ReadMeasurement((int)call[1], measurement);
        for (int i = 0; i < 8; i++)
            call[1 + i] = BinaryPrimitives.ReadUInt64LittleEndian(measurement[(i * 8)..]);
        return call.Return(RsiStatus.Success);
    }
}

/// <summary>RSI_MEASUREMENT_EXTEND: extends a REM by up to 64 bytes in X3 to X10.</summary>
internal sealed class RsiMeasurementExtend() : RsiHandler(RsiCommand.MeasurementExtend,
[
    new("index_bound", RsiStatus.ErrorInput, call => call[1] is < 1 or >= Rd.Measurements),
    new("size_bound", RsiStatus.ErrorInput, call => call[2] > Rd.MeasurementSize),
])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        Span<byte> value = stackalloc byte[Rd.MeasurementSize];
        for (int i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(value[(i * 8)..], call[3 + i]);
        Rem.Extend(call.Context.Pe, call.Rd, (int)call[1], value[..(int)call[2]], call.Context.Rmm.Options.RemInput);
        return call.Return(RsiStatus.Success);
    }
}
