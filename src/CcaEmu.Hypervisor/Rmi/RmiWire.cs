using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>RMI commands in the numbers and registers of the revision that the RMM has.</summary>
/// <param name="abi">The revision.</param>
/// <param name="granule">The RMI granule.</param>
internal sealed class RmiWire(RmmAbiProfile abi, TranslationGranule granule)
{
    /// <summary>Whether calls go out as they are.</summary>
    public bool IsCanonical => abi.IsCanonical;

    /// <summary>A command as it goes out.</summary>
    /// <param name="call">The command and its arguments as code has them.</param>
    /// <param name="wire">X0 to X7.</param>
    /// <returns>False where the revision has no such command.</returns>
    public bool TryEncode(SmcCall call, out SmcCall wire)
    {
        wire = call;
        if (abi.Find((RmiCommand)(uint)call.X0) is not { } command)
            return false;
        Span<ulong> registers = stackalloc ulong[8];
        Span<ulong> arguments = [call.X0, call.X1, call.X2, call.X3, call.X4, call.X5, call.X6, call.X7];
        abi.Words.EncodeArguments(command.Command, granule, arguments);
        command.EncodeArguments(arguments, registers);
        wire = From(registers);
        return true;
    }

    /// <summary>An answer as code reads it.</summary>
    /// <param name="wire">X0 to X7 as they came.</param>
    /// <param name="outputsOf">The command whose outputs they are.</param>
    public SmcCall Decode(SmcCall wire, RmiCommand outputsOf)
    {
        RmiResult result = abi.Decode(wire.X0);
        Span<ulong> registers = [wire.X0, wire.X1, wire.X2, wire.X3, wire.X4, wire.X5, wire.X6, wire.X7];
        // Handle and requirements of an operation are in the same registers whatever the command is.
        if (result.Status != RmiStatus.Incomplete && abi.Find(outputsOf) is { } command)
            command.DecodeResults([wire.X0, wire.X1, wire.X2, wire.X3, wire.X4, wire.X5, wire.X6, wire.X7], registers);
        abi.Words.DecodeResults(outputsOf, result, granule, registers);
        registers[0] = result.Value;
        return From(registers);
    }

    /// <summary>What a command answers that the revision does not have.</summary>
    public static SmcCall Unknown => new(unchecked((ulong)SmcccStatus.UnknownFunction));

    private static SmcCall From(ReadOnlySpan<ulong> x) => new(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
}
