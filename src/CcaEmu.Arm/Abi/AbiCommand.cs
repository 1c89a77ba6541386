using CcaEmu.Arm.Rmi;

namespace CcaEmu.Arm.Abi;

/// <summary>One RMI command of a revision: its number, and which registers carry what the declaration lists.</summary>
/// <param name="Command">The command, by its number in 2.0-bet1.</param>
/// <param name="FunctionId">Its number.</param>
/// <param name="Inputs">Register of each declared input in order: 1 to 7 for X1 to X7, 0 where the revision does not have it.</param>
/// <param name="Outputs">Register of each declared output.</param>
public sealed record AbiCommand(RmiCommand Command, uint FunctionId, IReadOnlyList<int> Inputs, IReadOnlyList<int> Outputs)
{
    /// <summary>Brings arguments from this revision's registers into those that the declaration lists.</summary>
    /// <param name="wire">X0 to X7 as the host has set them.</param>
    /// <param name="arguments">X0 to X7 as code reads them: the command's canonical number and inputs, zero elsewhere.</param>
    public void DecodeArguments(ReadOnlySpan<ulong> wire, Span<ulong> arguments)
    {
        arguments.Clear();
        arguments[0] = (uint)Command;
        for (int i = 0; i < Inputs.Count; i++)
            arguments[i + 1] = Inputs[i] == 0 ? 0 : wire[Inputs[i]];
    }

    /// <summary>The reverse of <see cref="DecodeArguments"/>.</summary>
    /// <param name="arguments">X0 to X7 as code has them.</param>
    /// <param name="wire">X0 to X7 as they go out.</param>
    public void EncodeArguments(ReadOnlySpan<ulong> arguments, Span<ulong> wire)
    {
        wire.Clear();
        wire[0] = FunctionId;
        for (int i = 0; i < Inputs.Count; i++)
        {
            if (Inputs[i] != 0)
                wire[Inputs[i]] = arguments[i + 1];
        }
    }

    /// <summary>Brings outputs into this revision's registers; others keep what they have.</summary>
    /// <param name="results">X0 to X7 as code has them.</param>
    /// <param name="wire">X0 to X7 as they go out; X0 is not touched.</param>
    public void EncodeResults(ReadOnlySpan<ulong> results, Span<ulong> wire)
    {
        for (int i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i] != 0)
                wire[Outputs[i]] = results[i + 1];
        }
    }

    /// <summary>The reverse of <see cref="EncodeResults"/>.</summary>
    /// <param name="wire">X0 to X7 as they came.</param>
    /// <param name="results">X0 to X7 as code reads them; X0 is not touched.</param>
    public void DecodeResults(ReadOnlySpan<ulong> wire, Span<ulong> results)
    {
        results[1..].Clear();
        for (int i = 0; i < Outputs.Count; i++)
            results[i + 1] = Outputs[i] == 0 ? 0 : wire[Outputs[i]];
    }
}
