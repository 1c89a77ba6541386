using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>A call that was refused.</summary>
/// <param name="Call">The call with its results.</param>
/// <param name="Number">Which refusal of the run it was, from 1.</param>
/// <param name="Parameters">Its parameter page where it has one that could be read; else empty.</param>
public sealed record RefusedCall(CallRecord Call, ulong Number, byte[] Parameters)
{
    /// <summary>Status of an RMI call.</summary>
    public RmiStatus Status => new RmiResult(Call.Results[0]).Status;

    /// <summary>A doubleword of the parameter page, or 0.</summary>
    /// <param name="offset">Byte offset.</param>
    public ulong Parameter(int offset) =>
        Parameters.Length >= offset + 8 ? BinaryPrimitives.ReadUInt64LittleEndian(Parameters.AsSpan(offset)) : 0;

    /// <summary>Call and status on one line.</summary>
    public override string ToString() => $"{Call.DescribeCall()} → {Call.DescribeResult()}";
}
