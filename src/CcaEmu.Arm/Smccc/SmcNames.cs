using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Arm.Smccc;

/// <summary>Every SMC command CcaEmu knows, by function identifier, and calls and results in words.</summary>
/// <remarks>The one place that trace, summaries and documentation read. For people: nothing should parse the texts.</remarks>
public static class SmcNames
{
    private static readonly FrozenDictionary<uint, CommandInfo> ByFunctionId =
        All.ToFrozenDictionary(command => command.FunctionId.Value);

    /// <summary>Every command of every interface.</summary>
    public static IEnumerable<CommandInfo> All =>
        SmcccFunctionTable.All
            .Concat(PsciFunctionTable.All)
            .Concat(RmiCommandTable.All)
            .Concat(RsiCommandTable.All)
            .Concat(RmmEl3CommandTable.All)
            .Concat(FirmeCommandTable.All);

    /// <summary>Finds a command.</summary>
    /// <param name="functionId">W0 of the call; an SVE hint is ignored.</param>
    /// <param name="command">The command.</param>
    /// <returns>False for an unknown function.</returns>
    public static bool TryFind(uint functionId, [NotNullWhen(true)] out CommandInfo? command) =>
        ByFunctionId.TryGetValue(new SmcFunctionId(functionId).WithoutSveHint.Value, out command);

    /// <summary>The name of a function.</summary>
    /// <param name="functionId">W0 of the call.</param>
    /// <returns>For example "RMI_REC_ENTER", or "SMC 0x84001234" for an unknown function.</returns>
    public static string NameOf(uint functionId) =>
        TryFind(functionId, out var command) ? command.Name : $"SMC {new SmcFunctionId(functionId)}";

    /// <summary>A call with its arguments.</summary>
    /// <param name="registers">X0 and as many registers after it as there are; missing ones are not shown.</param>
    /// <returns>
    /// For example "RMI_RTT_CREATE rd=0x88001000 rtt=0x88005000 ipa=0x80000000 level=2"; X1 to X6 by number when the arguments
    /// are not known.
    /// </returns>
    public static string DescribeCall(ReadOnlySpan<ulong> registers)
    {
        if (registers.IsEmpty) return "SMC";
        var functionId = (uint)registers[0];
        var text = new StringBuilder(NameOf(functionId));
        if (TryFind(functionId, out var command) && command.ArgumentsKnown)
            Append(text, command.Inputs, command.Interface, registers);
        else
            AppendRaw(text, registers);
        return text.ToString();
    }

    /// <summary>What a call gave back.</summary>
    /// <param name="functionId">W0 at the call.</param>
    /// <param name="registers">X0 and the registers after it when the call returned.</param>
    /// <returns>For example "SUCCESS out_top=0x80200000" or "ERROR_RTT(2)".</returns>
    public static string DescribeResult(uint functionId, ReadOnlySpan<ulong> registers)
    {
        if (registers.IsEmpty) return "";
        if (!TryFind(functionId, out var command)) return $"0x{registers[0]:X}";
        var text = new StringBuilder(DescribeStatus(command, registers[0]));
        if (command.Interface == CommandInterface.Rmi && new RmiResult(registers[0]).Status == RmiStatus.Incomplete)
            AppendIncomplete(text, command, registers);
        else if (ShowsOutputs(command, registers[0]))
            Append(text, command.Outputs, command.Interface, registers);
        return text.ToString();
    }

    /// <summary>X0 of a result in words.</summary>
    /// <param name="command">The command that was called.</param>
    /// <param name="x0">X0 when it returned.</param>
    /// <returns>The specification's name of the status, a version or a number.</returns>
    public static string DescribeStatus(CommandInfo command, ulong x0)
    {
        if (command.Interface == CommandInterface.RmmEl3) return UpperSnake((RmmEl3Status)(int)x0);
        if (command.Interface == CommandInterface.Firme && (int)x0 <= 0) return UpperSnake((FirmeStatus)(int)x0);
        if (x0 == SmcccStatus.UnknownFunction || (uint)x0 == uint.MaxValue) return "NOT_SUPPORTED";
        if (command.Result == CommandValueKind.Version) return InterfaceVersion.Decode(x0).ToString();
        if (command.Result == CommandValueKind.Count && (int)x0 >= 0) return ((int)x0).ToString(CultureInfo.InvariantCulture);
        return command.Interface switch
        {
            CommandInterface.Rmi => new RmiResult(x0).ToString(),
            CommandInterface.Rsi => UpperSnake((RsiStatus)x0),
            CommandInterface.Psci => UpperSnake((PsciStatus)(int)x0),
            _ => (long)x0 == SmcccStatus.Success ? "SUCCESS" : ((int)x0).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static bool ShowsOutputs(CommandInfo command, ulong x0) =>
        x0 == 0
        || (command.Traits & CommandTraits.OutputsOnFailure) != 0
        || (command.Interface == CommandInterface.Rsi && x0 == (ulong)RsiStatus.Incomplete);

    private static void AppendIncomplete(StringBuilder text, CommandInfo command, ReadOnlySpan<ulong> registers)
    {
        if (registers.Length > 1 && (command.Traits & CommandTraits.Stateful) != 0)
            text.Append(CultureInfo.InvariantCulture, $" handle=0x{registers[1]:X}");
        if (registers.Length > 2 && new RmiResult(registers[0]).MemoryRequest == RmiMemoryRequest.Donate)
        {
            var wanted = DonationRequirements.Decode(registers[2]);
            text.Append(CultureInfo.InvariantCulture, $" wants {wanted.Count} x level {wanted.Level}");
        }
    }

    private static void Append(
        StringBuilder text, IReadOnlyList<CommandValue> values, CommandInterface @interface, ReadOnlySpan<ulong> registers)
    {
        foreach (var value in values)
        {
            if (value.Register >= registers.Length) break;
            text.Append(' ').Append(value.Name).Append('=').Append(Show(value.Kind, @interface, registers[value.Register]));
        }
    }

    private static void AppendRaw(StringBuilder text, ReadOnlySpan<ulong> registers)
    {
        for (var register = 1; register < Math.Min(registers.Length, 7); register++)
            text.Append(CultureInfo.InvariantCulture, $" x{register}=0x{registers[register]:X}");
    }

    private static string Show(CommandValueKind kind, CommandInterface @interface, ulong value) => kind switch
    {
        CommandValueKind.Level => ((long)value).ToString(CultureInfo.InvariantCulture),
        CommandValueKind.Count => value.ToString(CultureInfo.InvariantCulture),
        CommandValueKind.Ripas => (value & 0xFF) <= (ulong)Ripas.Dev ? UpperSnake((Ripas)(value & 0xFF)) : $"0x{value:X}",
        CommandValueKind.Version => InterfaceVersion.Decode(value).ToString(),
        CommandValueKind.FunctionId => NameOf((uint)value),
        CommandValueKind.Status when @interface == CommandInterface.RmmEl3 => UpperSnake((RmmBootStatus)(int)value),
        CommandValueKind.Status => UpperSnake((PsciStatus)(int)value),
        _ => $"0x{value:X}",
    };

    private static string UpperSnake<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }
}
