using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Realms;

/// <summary>What can be learnt of a Realm by listening to its calls and its host's.</summary>
/// <remarks>Of several Realms the last one created is described. What nobody asked for is not known.</remarks>
public sealed class RealmFacts : ICallObserver
{
    private RmiHashAlgorithm? _wantedAlgorithm;
    private int? _wantedIpaWidth;

    /// <summary>Hash of the measurements, from the parameters of the RMI_REALM_CREATE that succeeded.</summary>
    public RmiHashAlgorithm? HashAlgorithm { get; private set; }

    /// <summary>Width of the IPA space in bits, from the parameters of the RMI_REALM_CREATE that succeeded.</summary>
    public int? IpaWidth { get; private set; }

    /// <summary>Realm Initial Measurement in hexadecimal, if the Realm has read it by RSI_MEASUREMENT_READ.</summary>
    public string? Rim { get; private set; }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (!Is(call, CallInterface.Rmi, (uint)RmiCommand.RealmCreate))
            return;
        ulong parameters = call.Arguments[2];
        _wantedAlgorithm = TryRead(pe, parameters + RmiRealmParamsLayout.HashAlgo, out byte hash) ? (RmiHashAlgorithm)hash : null;
        _wantedIpaWidth = TryRead(pe, parameters + RmiRealmParamsLayout.S2sz, out byte width) ? width : null;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome != CallOutcome.Returned)
            return;
        if (Is(call, CallInterface.Rmi, (uint)RmiCommand.RealmCreate) && IsAccepted(new RmiResult(call.Results[0]).Status))
        {
            HashAlgorithm = _wantedAlgorithm;
            IpaWidth = _wantedIpaWidth;
            Rim = null;
        }
        bool isRim = Is(call, CallInterface.Rsi, (uint)RsiCommand.MeasurementRead)
            && call.Arguments[1] == 0 && call.Results[0] == (ulong)RsiStatus.Success;
        if (isRim)
            Rim = Hex(call.Results);
    }

    private static bool IsAccepted(RmiStatus status) => status is RmiStatus.Success or RmiStatus.Incomplete;

    private static bool Is(in CallRecord call, CallInterface @interface, uint functionId) =>
        call.Interface == @interface && new SmcFunctionId(call.FunctionId).WithoutSveHint.Value == functionId;

    private static bool TryRead(ProcessingElement pe, ulong address, out byte value)
    {
        bool ok = pe.Physical.Peek(new PhysicalAddress(address, Pas.NonSecure), 1, out ulong read).Ok;
        value = (byte)read;
        return ok;
    }

    private string Hex(in CallRegisters results)
    {
        const int words = 8;
        Span<byte> bytes = stackalloc byte[words * sizeof(ulong)];
        for (int i = 0; i < words; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], results[i + 1]);
        int length = HashAlgorithm switch
        {
            RmiHashAlgorithm.Sha256 => 32,
            RmiHashAlgorithm.Sha384 => 48,
            _ => bytes.Length,
        };
        return Convert.ToHexStringLower(bytes[..length]);
    }
}
